"""A scheduler that stopped is noticed by the next one that starts."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversations.home import home
from bot.words.message import plain
from scheduler.plan import plan
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann is to be asked on Tue 24 Nov at 09:00, before the review of 1 Dec; the scheduler ran until Mon at 17:00."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "action L-1 mend them @ann by 18 Dec")
    made.says(ANN, "fine A-1")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(23, 9))
    made.goes_out(at(23, 17))
    made.stopped = True
    return made


def told(room: Room, now: datetime) -> list[str]:
    """What Sam is told, as whole text."""
    room.goes_out(now)
    return [plain(message) for name, message in room.post.sent if name == "Sam"]


def test_what_was_late_is_said(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """After a gap in which prompts fell due, they go out late, and coordinators and the log hear of it, once."""
    with caplog.at_level(logging.WARNING, "learnt.plan"):
        (said,) = told(room, at(25, 11, 30))
    assert "from Mon 23 Nov at 17:00 to Wed 25 Nov at 11:30" in said
    assert "the prompts for the review on Tue 1 Dec, due on Tue 24 Nov at 09:00" in said
    assert any("nothing ran from 2026-11-23 17:00:00" in line for line in caplog.messages)
    assert told(room, at(25, 11, 31)) == []


def test_the_late_prompt_goes_out(room: Room) -> None:
    """What was late is made up for."""
    assert len([one for one in room.goes_out(at(25, 11, 30)) if one.startswith("Ann")]) == 1


def test_what_waited_is_counted(room: Room) -> None:
    """Messages that lay in the register meanwhile are counted."""
    room.now = at(24, 8)
    room.says(SAM, "ask A-1")
    (said,) = told(room, at(25, 11, 30))
    assert "1 message that waited" in said


def test_nudges_are_not_made_up_for(room: Room) -> None:
    """Nudges whose day has passed are skipped, and coordinators hear of that."""
    room.goes_out(at(24, 9))
    (said,) = told(room, at(27, 11))
    assert "Not made up for: the nudges of Thu 26 Nov." in said
    assert "on its way" not in said


@pytest.mark.parametrize("now", [at(24, 9, 14), at(24, 8), at(23, 17, 14)])
def test_nothing_is_said_where_nothing_was_late(room: Room, now: datetime) -> None:
    """A gap in which nothing fell due, or not long ago, is nobody's trouble."""
    assert told(room, now) == []


def test_clocks_an_hour_apart(room: Room) -> None:
    """Two replicas whose clocks are an hour apart take each other for no stop: each knows that it ran itself."""
    plan(room.store.open, at(25, 11), at(25, 10, 59))
    room.post.sent.clear()
    for minute in range(5):
        plan(room.store.open, at(25, 12, minute), at(25, 12, minute) - timedelta(minutes=1))
        plan(room.store.open, at(25, 11, minute), at(25, 11, minute) - timedelta(minutes=1))
    room.stopped = False
    assert not [one for one in room.goes_out(at(25, 12, 5)) if one.startswith("Sam")]


def test_a_replica_that_could_not_run(room: Room) -> None:
    """A replica that went on, but whose register was away for an hour, says what was late like one that starts."""
    plan(room.store.open, at(25, 11), at(24, 8, 59))
    room.stopped = False
    assert [one for one in room.goes_out(at(25, 11, 1)) if one.startswith("Sam: Nothing was sent")]


def test_held_prompts_are_not_late(room: Room) -> None:
    """What a coordinator holds back is not late."""
    room.says(SAM, "prompts hold")
    assert told(room, at(25, 11)) == []


def test_the_first_tick_has_nothing_to_say(room: Room) -> None:
    """A register that nothing has ever ticked on, such as one from before this was kept, says nothing."""
    fresh = Room()
    fresh.stopped = True
    fresh.says(SAM, "setup Data Centre Release")
    assert fresh.goes_out(room.now) == []


def of_home(room: Room, now: datetime) -> str:
    with room.store.open() as register:
        sam = register.people.by_email(SAM)
        assert sam is not None
        return "\n".join(plain(part) for part in home(register, sam, now))


def test_home_says_when_it_last_ran(room: Room) -> None:
    """A coordinator's Home says when reminders last ran, or that they have stopped, and what went out last."""
    running = of_home(room, at(23, 17, 10))
    assert "Reminders last ran on Mon 23 Nov at 17:00." in running
    assert "The last message went out on Mon 23 Nov at 09:00." in running
    assert "Reminders have not run since Mon 23 Nov at 17:00." in of_home(room, at(23, 17, 16))
    room.says(SAM, "prompts hold")
    assert "are held back" in of_home(room, at(23, 17, 16))
