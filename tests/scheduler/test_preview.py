"""The coordinators' preview on the working day before the prompts, with what they can do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.words.message import Message, Row, Rows
from scheduler.retry import Refused
from tests.rooms import Room

SAM, ANN, TOM, EVA = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example", "eva@pmo.example"
PREVIEW = "Sam: Tomorrow I will ask 2 people about 3 actions before the review of DCR on Tue 1 Dec"
PROMPT = "The lessons-learnt review of DCR is on Tue 1 Dec at 10:00."


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def rows_of(message: Message) -> list[Row]:
    return [row for section in message.sections if isinstance(section, Rows) for row in section.rows]


def becomes(room: Room, who: str, **changes: Any) -> None:
    with room.store.open() as register:
        person = register.people.by_email(who)
        assert person is not None
        register.people.save(replace(person, **changes))
        register.commit()


def sent(room: Room) -> Message:
    """The one message to Sam."""
    (message,) = [message for name, message in room.post.sent if name == "Sam"]
    return message


def asked(titles: list[str]) -> list[str]:
    return sorted(title.partition(":")[0] for title in titles if PROMPT in title)


@pytest.fixture
def room() -> Room:
    """Ann owns two actions and Tom one; they are asked on Tue 24 Nov, before the review of 1 Dec."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    for who in (ANN, TOM, EVA):
        made.says(who, "improve the feeds")
    for number, who in enumerate((ANN, ANN, TOM), 1):
        made.says(SAM, f"action L-1 thing {number} @{who.partition('@')[0]} by 18 Dec")
        made.says(who, f"fine A-{number}")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    return made


def test_the_working_day_before(room: Room) -> None:
    """At 09:00 of the working day before the prompts, a coordinator hears once whom they go to."""
    assert room.goes_out(at(20, 10)) == []
    assert room.goes_out(at(23, 8, 59)) == []
    assert room.goes_out(at(23, 9)) == [f"{PREVIEW}."]
    assert [(b.label, b.line) for b in sent(room).buttons] == [
        ("Fine", "DCR: prompts fine"),
        ("Hold", "DCR: prompts hold"),
        ("Change", "DCR: prompts change"),
    ]
    assert room.goes_out(at(23, 10)) == []
    assert asked(room.goes_out(at(24, 9))) == ["Ann", "Tom"]


def test_over_a_weekend_and_bank_holidays(room: Room) -> None:
    """Before prompts on a Tuesday after Christmas, it comes on Christmas Eve."""
    room.says(SAM, "review move 5 Jan 10:00")
    assert room.goes_out(at(24, 9, month=12)) == [
        "Sam: On Tue 29 Dec I will ask 2 people about 3 actions before the review of DCR on Tue 5 Jan 2027."
    ]
    assert [room.goes_out(at(day, 10, month=12)) for day in (25, 28)] == [[], []]
    assert [one.partition(":")[0] for one in room.goes_out(at(29, 9, month=12))] == ["Ann", "Tom"]


def test_fine(room: Room) -> None:
    """[Fine] changes nothing."""
    room.goes_out(at(23, 9))
    assert "Owners are asked on Tue 24 Nov at 09:00" in room.says(SAM, "DCR: prompts fine", direct=True)
    assert asked(room.goes_out(at(24, 9))) == ["Ann", "Tom"]


def test_hold_and_go_on(room: Room) -> None:
    """[Hold] keeps the prompts back until [Go on], when they go out at the next moment of their owners' hours."""
    room.goes_out(at(23, 9))
    assert "Held back" in room.says(SAM, "DCR: prompts hold", direct=True)
    assert [room.goes_out(at(day, 10)) for day in (24, 25)] == [[], []]
    assert "held back" in room.says(SAM, "DCR: prompts", direct=True)
    room.now = at(25, 18)
    room.says(SAM, "DCR: prompts go", direct=True)
    assert room.goes_out(at(25, 18)) == []
    assert asked(room.goes_out(at(26, 9))) == ["Ann", "Tom"]


def test_what_waits_already_is_held_too(room: Room) -> None:
    """Prompts that wait for the morning when they are held back stay where they are."""
    room.goes_out(at(24, 18))  # Learnt was off in the day
    room.says(SAM, "prompts hold")
    assert asked(room.goes_out(at(25, 9))) == []
    room.says(SAM, "prompts go")
    assert asked(room.goes_out(at(26, 9))) == ["Ann", "Tom"]


def test_asking_about_one_action_all_the_same(room: Room) -> None:
    """A coordinator can ask about one action while the prompts are held back."""
    room.goes_out(at(23, 9))
    room.says(SAM, "DCR: prompts hold", direct=True)
    room.now = at(24, 10)
    room.says(SAM, "ask A-3")
    assert room.goes_out(at(24, 10)) == ["Tom: Sam asks how A-3 stands, due Fri 18 Dec."]


@pytest.mark.parametrize(
    ("changes", "why", "line"),
    [
        ({"paused": True}, "asked for no reminders", "DCR: ask A-3"),
        ({"away_until": date(2026, 12, 4)}, "is away until Sat 5 Dec", "DCR: give A-3"),
    ],
)
def test_whom_it_cannot_reach(room: Room, changes: dict[str, Any], why: str, line: str) -> None:
    """Whoever will not be reached is named with the reason and a button that mends it."""
    becomes(room, TOM, **changes)
    assert room.goes_out(at(23, 9)) == [f"{PREVIEW}; I can't reach 1 of them:"]
    (row,) = rows_of(sent(room))
    assert row.lead == "Tom"
    assert why in row.text
    assert [button.line for button in row.buttons] == [line]


def test_whose_chat_refuses(room: Room) -> None:
    """Whoever's last message was refused is named with the platform's reason, and tried again by a button."""
    room.now = at(5, 10)
    room.post.failure = Refused("their account is deactivated: give their actions to somebody else")
    room.says(SAM, "ask A-3")
    room.goes_out(at(5, 10))
    room.post.failure = None
    room.goes_out(at(23, 9))
    (row,) = rows_of(sent(room))
    assert (row.lead, row.buttons[0].line) == ("Tom", "DCR: undelivered again")
    assert "deactivated" in row.text


def test_who_has_left(room: Room) -> None:
    """Whoever has left is still asked, and the coordinator can give their actions away."""
    room.says(SAM, "left @tom")
    assert room.goes_out(at(23, 9)) == [f"{PREVIEW}."]
    (row,) = rows_of(sent(room))
    assert (row.lead, row.buttons[0].line) == ("Tom", "DCR: give A-3")


def test_who_has_no_account(room: Room) -> None:
    """An owner whom no platform knows is named, with the code that links their channel."""
    from bot.conversations import preview
    from bot.words.person import Platform

    with room.store.open() as register:
        programme = register.programmes.all()[0]
        review = register.reviews.current(programme.id)
        assert review is not None
        message = preview.of_review(register, programme, review, at(23, 9), frozenset({Platform.TEAMS}))
    assert message is not None
    assert [row.buttons[0].line for row in rows_of(message)] == ["link", "link"]


def test_every_button_can_be_typed(room: Room) -> None:
    """What the buttons send is answered, and nothing of it is taken for a lesson."""
    becomes(room, TOM, paused=True)
    room.goes_out(at(23, 9))
    message = sent(room)
    buttons = [*message.buttons, *(button for row in rows_of(message) for button in row.buttons)]
    said = [room.says(SAM, button.line, direct=True) for button in buttons]
    assert not [one for one in said if "stored nothing" in one.casefold() or "did you mean" in one.casefold()]
    assert "Move the review" in room.says(SAM, "DCR: prompts change", direct=True)


def test_two_programmes_in_one_message(room: Room) -> None:
    """Who coordinates two programmes whose prompts go out the same day has one preview, with buttons for each."""
    room.now = at(5, 10)
    room.says(SAM, "setup Other Programme", place="elsewhere")
    room.says(ANN, "improve other", place="elsewhere")
    room.says(SAM, "action L-1 another @ann by 18 Dec", place="elsewhere")
    room.says(ANN, "fine A-1", place="elsewhere")
    room.says(SAM, "review schedule first Tuesday 11:00", place="elsewhere")
    room.goes_out(at(5, 12))
    assert room.goes_out(at(23, 9)) == ["Sam: Prompts for 2 reviews go out next."]
    lines = [button.line for row in rows_of(sent(room)) for button in row.buttons]
    assert {"DCR: prompts hold", "OP: prompts hold"} <= set(lines)
    room.says(SAM, "OP: prompts hold", direct=True)
    assert asked(room.goes_out(at(24, 9))) == ["Ann", "Tom"]


def test_nobody_to_ask(room: Room) -> None:
    """Where nobody is to be asked, there is nothing to preview."""
    for number, who in enumerate((ANN, ANN, TOM), 1):
        room.says(who, f"done A-{number}")
    assert room.goes_out(at(23, 9)) == []


def test_young_actions_are_not_counted(room: Room) -> None:
    """What is too young to be asked about on the day is not counted."""
    room.now = at(19, 10)
    room.says(SAM, "action L-1 new @eva by 18 Dec")
    room.says(EVA, "fine A-4")
    assert room.goes_out(at(23, 9)) == [f"{PREVIEW}."]


def test_what_was_held_back_is_not_up_to_date(room: Room) -> None:
    """Where nobody was asked, as that was held back to the end, the agenda says so of each action."""
    room.says(SAM, "prompts hold")
    room.now = at(1, 10, month=12)
    said = room.says(SAM, "review start")
    assert "0 up to date, 0 blocked, 3 without an answer" in said
    assert "was not asked" in said
