from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.words.message import Message, Row, Rows
from scheduler.plan import plan
from scheduler.retry import BACKOFF, JITTER, Again, Busy, Dead, Failed, Refused, after
from tests.rooms import NOW, Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"
PROMPT = "Ann: The lessons-learnt review of DCR is on Tue 1 Dec at 10:00. This is yours:"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def rows_of(message: Message) -> list[Row]:
    return [row for section in message.sections if isinstance(section, Rows) for row in section.rows]


@pytest.fixture
def room() -> Room:
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "action L-1 mend them @ann by 30 Nov")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    made.says(ANN, "fine A-1")
    return made


def test_a_week_before(room: Room) -> None:
    """Owners are asked once, at 09:00 a week before, however often it is planned."""
    assert room.goes_out(at(5, 10)) == []
    assert room.goes_out(at(24, 8, 59)) == []
    assert room.goes_out(at(24, 9)) == [PROMPT]
    assert plan(room.store.open, at(24, 9, 1)) == 0
    assert room.goes_out(at(24, 9, 1)) == []


def test_late(room: Room) -> None:
    """A late prompt goes out at the next moment between 09:00 and 17:00 of a working day."""
    assert room.goes_out(at(27, 18)) == []  # a Friday evening
    assert room.goes_out(at(30, 8)) == []
    assert len(room.goes_out(at(30, 9))) == 1


def test_nudges(room: Room) -> None:
    """Whoever has not answered is nudged three working days and one before, and on the day; never twice a day."""
    room.goes_out(at(24, 9))
    assert len(room.goes_out(at(26, 9))) == 1
    assert room.goes_out(at(26, 15)) == []
    assert room.goes_out(at(27, 9)) == []
    assert len(room.goes_out(at(30, 9))) == 1
    assert len(room.goes_out(at(1, 9, month=12))) == 1


def test_answered(room: Room) -> None:
    """Whoever has answered, in whatever way, is not nudged."""
    room.goes_out(at(24, 9))
    room.says(ANN, "ontrack A-1")
    assert room.goes_out(at(26, 9)) == []


def test_each_action_is_answered_by_its_owner(room: Room) -> None:
    """An answer about one action is none about another, and a coordinator's note is no answer of the owner's."""
    room.says(SAM, "action L-1 a second thing @ann by 30 Nov")
    room.says(ANN, "fine A-2")
    room.goes_out(at(24, 9))
    room.says(SAM, "update A-1 chased her by phone")
    room.says(ANN, "ontrack A-2")
    assert len(room.goes_out(at(26, 9))) == 1
    shown = [row.lead for _, message in room.post.sent for row in rows_of(message)]
    assert shown == ["A-1"]
    room.now = at(1, 10, month=12)
    assert "1 up to date, 0 blocked, 1 without an answer" in room.says(SAM, "review start")


def test_paused(room: Room) -> None:
    """Whoever asked to be left in peace is, and the coordinator is told."""
    room.says(ANN, "pause")
    assert room.goes_out(at(24, 9)) == ["Sam: Ann asked for no reminders."]


def test_late_joiner(room: Room) -> None:
    """Whoever becomes an owner after the others were asked is asked at the next 09:00, and the old owner no more."""
    room.says(SAM, "action L-1 another thing @ann by 4 Dec")
    room.says(ANN, "fine A-2")
    room.goes_out(at(24, 9))
    room.now = at(25, 10)
    room.says(ANN, "give A-1 @sam")
    room.says(SAM, "fine A-1")
    assert room.goes_out(at(25, 11)) == ["Sam: Ann would like to hand A-1 over to you, due Mon 30 Nov. Is that fine?"]
    assert room.goes_out(at(26, 8, 59)) == []
    room.says(ANN, "ontrack A-2")
    assert room.goes_out(at(26, 9)) == [PROMPT.replace("Ann", "Sam")]


def test_young_actions_are_listed_and_not_asked_about(room: Room) -> None:
    """An action younger than five working days stands in the prompt with nothing to press, and is not nudged about."""
    room.now = at(17, 10)  # five working days before
    room.says(SAM, "action L-1 an old one @ann by 4 Dec")
    room.now = at(18, 10)
    room.says(SAM, "action L-1 a young one @ann by 4 Dec")
    for action in ("A-2", "A-3"):
        room.says(ANN, f"fine {action}")
    assert room.goes_out(at(24, 9)) == [PROMPT.replace("This is", "These are")]
    shown = [(row.lead, bool(row.buttons)) for _, message in room.post.sent for row in rows_of(message)]
    assert shown == [("A-1", True), ("A-2", True), ("A-3", False)]
    for action in ("A-1", "A-2"):
        room.says(ANN, f"ontrack {action}")
    assert room.goes_out(at(26, 9)) == []


def test_young_actions_alone_are_listed(room: Room) -> None:
    """An owner whose actions are all too young hears of the review, is asked nothing, and is not nudged."""
    room.says(ANN, "done A-1")
    room.now = at(18, 10)
    room.says(SAM, "action L-1 a young one @ann by 4 Dec")
    room.says(ANN, "fine A-2")
    assert room.goes_out(at(24, 9)) == [PROMPT]
    assert [row.buttons for _, message in room.post.sent for row in rows_of(message)] == [()]
    assert room.goes_out(at(26, 9)) == []
    assert "0 without an answer" in room.says(SAM, "review start")


def test_an_action_given_after_the_prompts_is_asked_about_once_it_is_old_enough(room: Room) -> None:
    """Whoever first owns something after the others were asked has been told of it, and is asked when it is not new."""
    room.now = at(18, 10)
    room.says(SAM, "action L-1 a young one by 4 Dec")
    room.goes_out(at(24, 9))
    room.says(SAM, "give A-2 @sam")
    room.says(ANN, "ontrack A-1")
    assert room.goes_out(at(24, 15)) == []
    assert room.goes_out(at(25, 8)) == []
    assert room.goes_out(at(25, 9)) == [PROMPT.replace("Ann", "Sam")]


def test_what_was_given_since_the_prompt_stands_in_the_nudge(room: Room) -> None:
    """Somebody who was given another action after their prompt is nudged about both, in one message."""
    room.says(SAM, "action L-1 nobodys thing by 4 Dec")
    room.goes_out(at(24, 9))
    room.now = at(25, 10)
    room.says(SAM, "give A-2 @ann")
    room.goes_out(at(25, 11))
    assert len(room.goes_out(at(26, 9))) == 1
    assert [row.lead for _, message in room.post.sent for row in rows_of(message)] == ["A-1", "A-2"]


def test_moved(room: Room) -> None:
    """A move tells those asked, and asks again only once the promised date has passed."""
    room.goes_out(at(24, 9))
    room.says(ANN, "ontrack A-1")
    room.now = at(25, 10)
    room.says(SAM, "review move 15 Dec 10:00")
    told = room.goes_out(at(25, 10))
    assert told == ["Ann: The lessons-learnt review of DCR is now on Tue 15 Dec at 10:00. What you answered stands."]
    assert room.goes_out(at(1, 10, month=12)) == []
    asked = room.goes_out(at(8, 9, month=12))
    assert asked == [PROMPT.replace("1 Dec", "15 Dec")]
    assert room.goes_out(at(8, 10, month=12)) == []


def test_soon(room: Room) -> None:
    """A review less than a week ahead asks at the next 09:00 of a working day."""
    room.now = at(20, 12)  # a Friday
    room.says(SAM, "review move 25 Nov 10:00")
    assert [one for one in room.goes_out(at(20, 13)) if one.startswith("Ann")] == []
    assert room.goes_out(at(23, 8)) == []
    assert len(room.goes_out(at(23, 9))) == 1


def test_cancelled(room: Room) -> None:
    """A cancelled review sends nothing any more, and says so to those it has asked."""
    room.goes_out(at(24, 9))
    room.says(SAM, "review cancel nobody is here")
    assert room.goes_out(at(24, 10))[0].startswith("Ann: The review of DCR on Tue 1 Dec at 10:00 is off")
    assert room.goes_out(at(26, 9)) == ["Ann: A-1 is due on Mon 30 Nov."]  # as ever between reviews


def test_incomplete(room: Room) -> None:
    """An action without an owner is never asked about."""
    room.says(SAM, "action L-1 nobody's thing")
    room.says(ANN, "done A-1")
    assert room.goes_out(at(24, 9)) == []


def test_failing(room: Room) -> None:
    """What fails is tried again later; what is refused is given up, with the reason kept."""
    room.post.failure = Failed("timeout")
    assert room.goes_out(at(24, 9)) == []
    room.post.failure = None
    assert room.goes_out(at(24, 9)) == []
    assert room.goes_out(at(24, 9) + BACKOFF[0] * (1 + JITTER)) == [PROMPT]


def test_refused(room: Room) -> None:
    """A refusal is final."""
    room.post.failures["Ann"] = Refused("account deactivated")
    room.goes_out(at(24, 9))
    room.post.failures.clear()
    assert room.goes_out(at(24, 12)) == []
    with room.store.open() as register:
        dead = register.deliveries.dead(register.programmes.all()[0].id, limit=5)
    assert [row.reason for row in dead] == ["account deactivated"]


def test_trying_again(room: Room) -> None:
    """A coordinator sees what could not be delivered, and why, and has it tried again."""
    room.post.failures["Ann"] = Refused("account deactivated")
    room.goes_out(at(24, 9))
    assert "Ann  account deactivated" in room.says(SAM, "undelivered")
    assert "Only Sam" in room.says(ANN, "undelivered")
    room.post.failures.clear()
    room.says(SAM, "undelivered again")
    assert room.goes_out(at(24, 12)) == [PROMPT]
    assert room.says(SAM, "undelivered") == "Every message has arrived."


def test_retry_rule() -> None:
    """What the platform asks for wins over our own backoff, and the backoff ends."""
    assert after(Busy(timedelta(seconds=7)), 9, NOW, "a") == Again(NOW + timedelta(seconds=7))
    assert isinstance(after(Failed("x"), len(BACKOFF) + 1, NOW, "a"), Dead)
    assert after(Refused("gone"), 1, NOW, "a") == Dead("gone")


def test_what_failed_together_is_not_tried_together() -> None:
    """Each waits its backoff and up to a half of it more, the same whoever reckons."""
    waits = [after(Failed("x"), 1, NOW, f"prompt:{number}") for number in range(1_000)]
    assert waits == [after(Failed("x"), 1, NOW, f"prompt:{number}") for number in range(1_000)]
    seconds = [(one.at - NOW) / BACKOFF[0] for one in waits if isinstance(one, Again)]
    assert len(seconds) == 1_000
    assert 1 <= min(seconds) < 1.05
    assert 1 + JITTER - 0.05 < max(seconds) <= 1 + JITTER
    assert len({round(one, 2) for one in seconds}) > 40


def test_an_old_prompts_buttons_stay_with_their_programme(room: Room) -> None:
    """Pressing a prompt's button weeks later moves that programme's action, whichever asked last."""
    room.says(SAM, "setup Other Programme", place="elsewhere")
    room.says(ANN, "improve other", place="elsewhere")
    room.says(SAM, "action L-1 another A-1 @ann by 30 Nov", place="elsewhere")
    room.says(ANN, "fine A-1", place="elsewhere")
    room.says(SAM, "review schedule first Tuesday 11:00", place="elsewhere")
    room.goes_out(at(24, 9))
    sent = list(room.post.sent)
    room.goes_out(at(25, 9))  # the other programme's, as there is one message a day
    room.post.sent += sent
    lines = [button.line for _, message in room.post.sent for row in rows_of(message) for button in row.buttons]
    assert "DCR: done A-1" in lines
    assert "OP: done A-1" in lines
    assert "A-1 is done" in room.says(ANN, "DCR: done A-1", direct=True)
    assert "another A-1" in room.says(ANN, "actions mine", place="elsewhere")
