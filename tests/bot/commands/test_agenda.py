"""A review's agenda: posted at its time, gone through one by one, with or without somebody who runs it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.commands.grammar import Asked, read
from bot.words.action import How
from bot.words.message import Rows, plain
from bot.words.programme import partners_of
from tests.rooms import Room

SAM, ANN, TOM, EVE = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example", "eve@supplier.example"
AGENDA = "Lessons-learnt review \u00b7 "


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Four actions, before a review on Tue 1 Dec at 10:00: A-1 is blocked, and nobody was asked yet."""
    made = Room()
    made.now = at(10, 10, month=11)
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation PMO inside pmo.example")
    made.says(ANN, "improve the feeds")
    made.says(TOM, "improve the lights")
    for what, who in (("mend them", "ann"), ("watch them", "ann"), ("count them", "tom"), ("sell them", "tom")):
        made.says(SAM, f"action L-1 {what} @{who} by 20 Dec")
    for number, who in ((1, ANN), (2, ANN), (3, TOM), (4, TOM)):
        made.says(who, f"start A-{number}")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.says(ANN, "blocked A-1 waiting for the lift")
    return made


def shown(said: str) -> str:
    """Which action a card is about, with its place."""
    title, _, rest = said.partition("\n")
    return f"{title.removeprefix(AGENDA)}: {rest.split()[0]}"


def test_the_agenda_is_posted_at_its_time(room: Room) -> None:
    """At ten o'clock it stands in the channel, once, whoever is there; nothing of it before."""
    assert not [one for one in room.goes_out(at(1, 9, 59)) if AGENDA in one]
    (title,) = room.goes_out(at(1, 10))
    assert title.startswith("#team: Lessons-learnt review \u00b7 4 open actions \u00b7 ")
    said = room.post.sent[0][1]
    assert "Nobody is running it yet: answer here at any time." in plain(said)
    assert [button.line for button in said.buttons] == ["review start", "review next"]
    assert room.goes_out(at(1, 10, 1)) == []


def test_an_agenda_that_is_hours_late_is_not_posted(room: Room) -> None:
    """Whoever met has parted by then."""
    assert not [one for one in room.goes_out(at(1, 14)) if AGENDA in one]


def test_a_review_that_has_begun_early_is_not_begun_again(room: Room) -> None:
    """Started by a coordinator ten minutes before, it is not posted once more at its time."""
    room.now = at(1, 9, 50)
    assert AGENDA in room.says(SAM, "review start")
    assert not [one for one in room.goes_out(at(1, 10)) if AGENDA in one]


def test_one_by_one(room: Room) -> None:
    """Each action with who looks after it and what was said last, forth and back, and then the whole again."""
    room.now = at(1, 10)
    assert "Sam is running it." in room.says(SAM, "review start")
    first = room.says(SAM, "review next")
    assert first.splitlines() == [
        "Lessons-learnt review \u00b7 1 of 4",
        "A-1  mend them  Ann \u00b7 due Sun 20 Dec \u00b7 blocked",
        "Blocked since Tue 10 Nov: waiting for the lift.",
        "From L-1:",
        "\u201cthe feeds\u201d",
    ]
    turns = [shown(room.says(SAM, f"review next A-{number}")) for number in (1, 2, 3)]
    assert turns == ["2 of 4: A-2", "3 of 4: A-3", "4 of 4: A-4"]
    assert room.says(SAM, "review next A-4").startswith("Lessons-learnt review \u00b7 4 open actions")
    assert shown(room.says(SAM, "review back")) == "4 of 4: A-4"
    assert shown(room.says(SAM, "review back A-4")) == "3 of 4: A-3"
    assert shown(room.says(ANN, "review next")) == "4 of 4: A-4"


def test_why_it_needs_talking_about(room: Room) -> None:
    """What is blocked, has had no answer, is overdue or has moved often says so, and what was said last."""
    room.goes_out(at(24, 9, month=11))
    room.says(TOM, "ontrack A-3")
    for day in (1, 2, 1):
        room.says(TOM, f"due A-4 {day} Jan")
    room.says(SAM, "update A-1 chased the landlord")
    room.now = at(21, 10)
    room.says(SAM, "review start")
    told = {
        number: room.says(SAM, f"review next {after}").splitlines()[2:-2]
        for number, after in ((1, ""), (2, "A-1"), (3, "A-2"), (4, "A-3"))
    }
    assert told == {
        1: ["Blocked since Tue 10 Nov: waiting for the lift.", "Last word, Tue 24 Nov: chased the landlord"],
        2: ["To talk about: no answer.", "Last word, Tue 10 Nov: in progress"],
        3: ["To talk about: 1 day overdue.", "Last word, Tue 24 Nov: on track"],
        4: ["To talk about: moved 3 times.", "Last word, Tue 24 Nov: new date Fri 1 Jan 2027"],
    }


def test_who_was_not_asked_is_not_up_to_date(room: Room) -> None:
    """Whoever wants no reminders, and has said nothing, is among those without an answer; a new action is not."""
    room.says(TOM, "pause")
    room.now = at(18, 10, month=11)
    room.says(SAM, "action L-2 paint them @tom by 20 Dec")
    room.goes_out(at(24, 9, month=11))
    room.says(TOM, "ontrack A-4")
    room.now = at(1, 10)
    said = room.says(SAM, "review start")
    assert "2 without an answer" in said
    assert "A-2  watch them  Ann \u00b7 no answer" in said
    assert "A-3  count them  Tom \u00b7 was not asked" in said
    assert "A-4" not in said
    assert "A-5" not in said


def test_history_on_demand(room: Room) -> None:
    """The button shows what was said of it, by whom and when."""
    room.says(SAM, "update A-1 the lift comes on Monday")
    room.now = at(1, 10)
    room.says(SAM, "review start")
    card = room.reply(SAM, "review next").said[0].message
    line = next(button.line for button in card.buttons if button.label == "History")
    said = room.says(TOM, line)
    assert "Tue 10 Nov  in progress  Ann" in said
    assert "Tue 10 Nov  blocked \u00b7 waiting for the lift  Ann" in said
    assert "Tue 10 Nov  the lift comes on Monday  Sam" in said


def test_the_order_stays_whatever_is_said(room: Room) -> None:
    """What is closed, unblocked or added during the review moves nothing: after A-1 still comes A-2."""
    room.now = at(1, 10)
    room.says(SAM, "review start")
    room.now = at(1, 10, 5)
    room.says(ANN, "done A-1")
    room.says(TOM, "blocked A-4 no buyer")
    room.says(SAM, "action L-2 paint them @tom by 10 Dec")
    assert shown(room.says(SAM, "review next A-1")) == "2 of 5: A-2"
    assert shown(room.says(SAM, "review back A-2")) == "1 of 5: A-1"
    assert "done" in room.says(SAM, "review back A-2")
    assert shown(room.says(SAM, "review next A-4")) == "5 of 5: A-5"


def test_a_closed_action_offers_no_answer(room: Room) -> None:
    """What was finished during the review is still shown at its place, with nothing left to say of it."""
    room.now = at(1, 10)
    room.says(SAM, "review start")
    room.now = at(1, 10, 5)
    room.says(ANN, "done A-1")
    card = room.reply(SAM, "review next").said[0].message
    assert "done" in plain(card)
    assert [button.label for button in card.buttons] == ["Back", "Next", "History"]
    assert not [row for section in card.sections for row in getattr(section, "rows", ()) if row.buttons]


def test_who_goes_through_it_alone_moves_nobody(room: Room) -> None:
    """In a direct message a member reads at their own pace."""
    room.now = at(1, 10)
    room.says(SAM, "review start")
    room.says(SAM, "review next")
    assert shown(room.says(TOM, "review next A-3", direct=True)) == "4 of 4: A-4"
    assert shown(room.says(SAM, "review next")) == "2 of 4: A-2"


def test_outside_people_hear_of_nothing_hidden(room: Room) -> None:
    """Where outside people read, what is not for them has no place, no number and no gap, whatever others look at."""
    for number in (1, 3):
        room.says(SAM, f"audience A-{number} partners")
    for number in (2, 4):
        room.says(SAM, f"audience A-{number} everyone")
    code = room.says(SAM, "link").split("link ")[1].split()[0]
    room.says(EVE, f"link {code}", place="partners")
    room.now = at(1, 10)
    room.says(SAM, "review start")
    said = room.says(EVE, "review", place="partners")
    assert said.startswith("Lessons-learnt review \u00b7 2 open actions")
    assert "PMO is running it." in said
    assert shown(room.says(EVE, "review next", place="partners")) == "1 of 2: A-2"
    assert shown(room.says(EVE, "review next A-2", place="partners")) == "2 of 2: A-4"
    room.says(SAM, "review next A-2")
    assert shown(room.says(EVE, "review back A-4", place="partners")) == "1 of 2: A-2"
    assert room.says(EVE, "review next A-3", place="partners") == "There is no A-3 that you can see in DCR."


def test_more_than_a_screen_needs_talking_about(room: Room) -> None:
    """What the agenda has no room for is counted, with a way to it."""
    for number in range(5, 18):
        room.says(SAM, f"action L-2 thing {number} @tom by 20 Nov")
        room.says(TOM, f"blocked A-{number} no lift")
    room.now = at(1, 10)
    said = room.reply(SAM, "review start").said[0].message
    (rows,) = [section for section in said.sections if hasattr(section, "rows")]
    assert len(rows.rows) == 10
    assert rows.more == "and 4 more that need talking about"
    assert rows.see is not None
    assert rows.see.line == "review next"


def test_moved_or_called_off_once_it_was_posted(room: Room) -> None:
    """A review that was posted and then moved is posted again on its new day, and nobody was at it before."""
    room.goes_out(at(1, 10))
    room.says(ANN, "list")
    room.says(SAM, "review move 3 Dec 10:00")
    with room.store.open() as register:
        assert register.reviews.attendance(register.reviews.waiting()[0].id) == []
    assert [one for one in room.goes_out(at(3, 10)) if AGENDA in one]
    room.says(SAM, "review skip")
    assert not [one for one in room.goes_out(at(3, 11)) if AGENDA in one]


def test_every_button_can_be_typed(room: Room) -> None:
    """Whatever can be pressed in a review is a line of the grammar, in the channel and in a direct message."""
    pressed: list[str] = []
    for now, line in ((at(10, 11, month=11), "review schedule first Tuesday 10:00"), (at(1, 10), "review"),
                      (at(1, 10), "review start"), (at(1, 10), "review next"), (at(1, 10), "review"),
                      (at(1, 11), "review close"), (at(1, 11), "review post"), (at(1, 11), "review move 6 Jan"),
                      (at(1, 11), "review skip")):  # fmt: skip
        room.now = now
        for direct in (False, True):
            for said in room.reply(SAM, line, direct=direct).said if not direct or line == "review" else ():
                parts = [row for part in said.message.sections if isinstance(part, Rows) for row in part.rows]
                pressed += [one.line for one in (*said.message.buttons, *(b for row in parts for b in row.buttons))]
    assert len(set(pressed)) > 15
    for line in pressed:
        assert isinstance(read(line.removeprefix("DCR: "), room.now.date(), capture=True), Asked), line


def test_who_was_there_is_kept(room: Room) -> None:
    """Whoever said something where the review was held, while it was; not before, elsewhere, or without a name."""
    room.says(TOM, "ontrack A-3")
    room.now = at(1, 10)
    room.says(SAM, "review start")
    room.says(ANN, "list")
    room.says(TOM, "ontrack A-4", direct=True)
    room.says(EVE, "anon improve nobody listened")
    with room.store.open() as register:
        review = register.reviews.waiting()[0]
        there = [register.people.get(person) for person in register.reviews.attendance(review.id)]
    assert sorted(person.name for person in there if person) == ["Ann", "Sam"]


def test_what_was_said_in_the_review_is_known_as_that(room: Room) -> None:
    """The history keeps that it was given in the review, not before it nor elsewhere."""
    room.says(TOM, "ontrack A-3")
    room.now = at(1, 10)
    room.says(SAM, "review start")
    room.says(TOM, "ontrack A-3")
    room.says(TOM, "ontrack A-3", direct=True)
    with room.store.open() as register:
        viewer = partners_of(register.programmes.all()[0])
        action = register.actions.get(viewer, 3)
        assert action is not None
        ways = [update.how for update in register.actions.updates(viewer, action.id)]
    assert ways[-3:] == [How.TYPED, How.REVIEW, How.TYPED]


def test_nobody_need_run_it(room: Room) -> None:
    """Once the agenda stands there, people answer by themselves, and are remembered as having been there."""
    room.goes_out(at(1, 10))
    room.now = at(1, 10, 20)
    assert shown(room.says(ANN, "review next")) == "1 of 4: A-1"
    room.says(ANN, "done A-1")
    with room.store.open() as register:
        review = register.reviews.waiting()[0]
        assert len(register.reviews.attendance(review.id)) == 1
        assert review.run_by is None
