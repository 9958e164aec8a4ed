"""Between reviews: one word before an action falls due, and what is overdue once a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.words.message import Message, Row, Rows
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"
SOON = "Ann: A-1 is due on Fri 4 Dec."


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def rows_of(message: Message) -> list[Row]:
    return [row for section in message.sections if isinstance(section, Rows) for row in section.rows]


def shown(room: Room) -> list[str]:
    return [row.lead for _, message in room.post.sent for row in rows_of(message)]


def owns(room: Room, what: str, by: str, reference: str = "A-1", place: str = "team") -> None:
    """Ann is given an action, which gets this reference, and agrees to hold it."""
    room.says(SAM, f"action L-1 {what} @ann by {by}", place=place)
    room.says(ANN, f"fine {reference}", place=place)


def becomes(room: Room, **changes: Any) -> None:
    """Ann is another from now on."""
    with room.store.open() as register:
        ann = register.people.by_email(ANN)
        assert ann is not None
        register.people.save(replace(ann, **changes))
        register.commit()


@pytest.fixture
def room() -> Room:
    """Ann owns A-1, due on Fri 4 Dec; no review is planned."""
    made = Room()
    made.now = at(4, 10, month=11)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    owns(made, "mend them", "4 Dec")
    made.goes_out(at(4, 11, month=11))
    return made


def test_two_working_days_before(room: Room) -> None:
    """An owner gets one word at 09:00 two working days before the date, with the three answers."""
    assert room.goes_out(at(1, 9)) == []
    assert room.goes_out(at(2, 8, 59)) == []
    assert room.goes_out(at(2, 9)) == [SOON]
    (row,) = rows_of(room.post.sent[0][1])
    assert [(b.label, b.line) for b in row.buttons] == [
        ("Done", "DCR: done A-1"),
        ("On track", "DCR: ontrack A-1"),
        ("New date", "DCR: due A-1"),
    ]
    for hour in (9, 10, 15):
        assert room.goes_out(at(2, hour, 30)) == []
    assert room.goes_out(at(3, 9)) == []
    assert room.goes_out(at(4, 9)) == []


def test_not_where_something_was_said_that_week(room: Room) -> None:
    """Whoever has said something of the action since Monday is left alone."""
    room.now = at(30, 10, month=11)  # the Monday
    room.says(ANN, "ontrack A-1")
    assert room.goes_out(at(2, 9)) == []


def test_said_the_week_before(room: Room) -> None:
    """What was said the week before is not enough."""
    room.now = at(27, 10, month=11)
    room.says(ANN, "ontrack A-1")
    assert room.goes_out(at(2, 9)) == [SOON]


def test_a_bank_holiday_in_between(room: Room) -> None:
    """Over Christmas, two working days before is days earlier."""
    room.says(ANN, "due A-1 29 Dec")
    assert room.goes_out(at(22, 9)) == []
    assert room.goes_out(at(23, 9)) == ["Ann: A-1 is due on Tue 29 Dec."]


def test_overdue_once_a_week(room: Room) -> None:
    """What is overdue is asked about on the first working day of each week, until something is said."""
    room.goes_out(at(2, 9))
    sent = {day: found for day in range(5, 19) if (found := room.goes_out(at(day, 10)))}
    asked = ["Ann: A-1 was due on Fri 4 Dec. How does it stand?"]
    assert sent == {7: asked, 14: asked}
    room.now = at(21, 8)
    room.says(ANN, "due A-1 8 Jan")
    assert room.goes_out(at(21, 9)) == []


def test_overdue_is_folded_into_the_word(room: Room) -> None:
    """In a week in which something falls due, what is overdue is asked about along with it, and not before."""
    owns(room, "late thing", "20 Nov", "A-2")
    room.goes_out(at(18, 9, month=11))
    room.goes_out(at(23, 9, month=11))
    assert room.goes_out(at(30, 9, month=11)) == []  # the word of Wednesday will say it
    assert room.goes_out(at(2, 9)) == [SOON]
    assert shown(room) == ["A-1", "A-2"]
    labels = [button.label for button in rows_of(room.post.sent[0][1])[1].buttons]
    assert labels == ["Done", "New date", "More"]


def test_several_at_once(room: Room) -> None:
    """Actions that fall due together come in one message."""
    owns(room, "another", "4 Dec", "A-2")
    assert room.goes_out(at(2, 9)) == ["Ann: 2 actions of yours will be due soon."]
    assert shown(room) == ["A-1", "A-2"]


def test_several_programmes_in_one_message(room: Room) -> None:
    """Who owns something in two programmes gets one message, whose buttons say which is meant."""
    room.says(SAM, "setup Other Programme", place="elsewhere")
    room.says(ANN, "improve other", place="elsewhere")
    owns(room, "theirs", "4 Dec", place="elsewhere")
    assert room.goes_out(at(2, 9)) == ["Ann: 2 actions of yours will be due soon."]
    lines = [row.buttons[0].line for row in rows_of(room.post.sent[0][1])]
    assert lines == ["DCR: done A-1", "OP: done A-1"]


def test_the_prompt_is_enough(room: Room) -> None:
    """Between the prompt and the review, nothing but the prompt and its nudges is said."""
    room.says(SAM, "review schedule first Wednesday 10:00")
    assert room.goes_out(at(25, 9, month=11))[0].startswith("Ann: The lessons-learnt review of DCR is on Wed 2 Dec")
    room.now = at(25, 10, month=11)
    room.says(ANN, "ontrack A-1")
    assert [one for one in room.goes_out(at(2, 9)) if "due" in one] == []


@pytest.mark.parametrize(
    "changes", [{"away_until": date(2026, 12, 4)}, {"paused": True}, {"forgotten": True}], ids=lambda c: next(iter(c))
)
def test_never_when_she_is_not_to_be_written_to(room: Room, changes: dict[str, Any]) -> None:
    """On leave, when paused, or when forgotten there is no word."""
    becomes(room, **changes)
    assert [room.goes_out(at(day, 10)) for day in (1, 2, 3, 4)] == [[], [], [], []]


def test_never_in_a_quiet_period(room: Room) -> None:
    """In a quiet period nothing is said; before it, two working days are counted without it."""
    room.says(SAM, "set quiet 1 Dec to 4 Dec")
    assert room.goes_out(at(26, 9, month=11)) == []
    assert room.goes_out(at(27, 9, month=11)) == [SOON]
    assert [room.goes_out(at(day, 10)) for day in (1, 2, 3, 4)] == [[], [], [], []]


def test_her_own_bank_holidays_count(room: Room) -> None:
    """Where an owner's region is known, its bank holidays are none of their working days."""
    becomes(room, region="PT")  # 8 Dec is a holiday in Portugal
    room.says(ANN, "due A-1 9 Dec")
    assert room.goes_out(at(3, 9)) == []
    assert room.goes_out(at(4, 9)) == ["Ann: A-1 is due on Wed 9 Dec."]
    assert room.goes_out(at(7, 9)) == []


def test_at_nine_where_she_is(room: Room) -> None:
    """An owner elsewhere has the word at 09:00 of their own day."""
    becomes(room, zone="America/New_York")
    assert room.goes_out(at(2, 13, 59)) == []
    assert room.goes_out(at(2, 14)) == [SOON]


def test_back_from_leave_before_the_date(room: Room) -> None:
    """A word that would have come on leave comes on the first day back."""
    becomes(room, away_until=date(2026, 12, 2))
    assert room.goes_out(at(2, 9)) == []
    assert room.goes_out(at(3, 9)) == [SOON]
