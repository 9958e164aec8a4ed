"""Leave and snoozes: nobody is sent anything unasked on leave, and a nudge comes on the day that was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"
PROMPT = "Ann: The lessons-learnt review of DCR is on Tue 1 Dec at 10:00. This is yours:"
NUDGE = PROMPT.replace("Ann: ", "Ann: Still without an answer. ")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """A review on Tue 1 Dec at 10:00, before which Ann is to be asked on Tue 24 Nov about one action."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "action L-1 mend them @ann by 30 Nov")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    made.says(ANN, "fine A-1")
    return made


def away(room: Room, until: date | None) -> None:
    with room.store.open() as register:
        ann = register.people.by_email(ANN)
        assert ann is not None
        register.people.save(replace(ann, away_until=until))
        register.commit()


def snoozed(room: Room, until: date) -> None:
    with room.store.open() as register:
        ann = register.people.by_email(ANN)
        assert ann is not None
        prompt = next(iter(register.reviews.last_prompts(ann.id)), None)
        assert prompt is not None
        register.reviews.save_prompt(replace(prompt, ask_again=until))
        register.commit()


def test_a_prompt_waits_until_its_owner_is_back(room: Room) -> None:
    """Somebody on leave is asked at 09:00 of the first working day after it, once."""
    away(room, date(2026, 11, 27))  # a Friday
    for day in (24, 25, 26, 27, 28, 29):
        assert room.goes_out(at(day, 10)) == []
    assert room.goes_out(at(30, 8, 59)) == []
    assert room.goes_out(at(30, 9)) == [PROMPT]
    assert room.goes_out(at(30, 10)) == []


def test_somebody_away_until_after_the_review_is_left_alone(room: Room) -> None:
    """Leave that goes past the review means no prompt for it, and the agenda goes on without one."""
    away(room, date(2026, 12, 1))
    assert [room.goes_out(at(day, 10)) for day in (24, 26, 30)] == [[], [], []]
    assert room.goes_out(at(1, 9, month=12)) == []


def test_somebody_back_early_is_asked_at_once(room: Room) -> None:
    """Leave that is called off keeps nobody waiting."""
    away(room, date(2026, 11, 27))
    assert room.goes_out(at(24, 10)) == []
    away(room, None)
    assert room.goes_out(at(24, 11)) == [PROMPT]


def test_nudges_wait_until_their_owner_is_back(room: Room) -> None:
    """A nudge that would have come on leave comes on the day after it."""
    room.goes_out(at(24, 9))
    away(room, date(2026, 11, 26))
    assert room.goes_out(at(26, 9)) == []
    assert room.goes_out(at(27, 9)) == [NUDGE]
    assert room.goes_out(at(27, 15)) == []
    assert room.goes_out(at(30, 9)) == [NUDGE]


def test_a_nudge_comes_on_the_day_that_was_asked_for(room: Room) -> None:
    """Whoever asked to be reminded on Friday is nudged on Friday, and not before."""
    room.goes_out(at(24, 9))
    snoozed(room, date(2026, 11, 27))
    assert room.goes_out(at(26, 9)) == []
    assert room.goes_out(at(27, 8, 59)) == []
    assert room.goes_out(at(27, 9)) == [NUDGE]


def test_a_snooze_never_goes_past_the_review(room: Room) -> None:
    """Whoever asks for a day after the review is nudged on the working day before it."""
    room.goes_out(at(24, 9))
    snoozed(room, date(2026, 12, 4))
    assert room.goes_out(at(26, 9)) == []
    assert room.goes_out(at(30, 9)) == [NUDGE]


@pytest.mark.parametrize("until", [date(2026, 11, 30), date(2026, 12, 4)])
def test_a_prompt_that_waits_is_kept_back_by_leave_and_comes_when_it_is_called_off(room: Room, until: date) -> None:
    """A prompt that lies ready when its owner goes on leave goes out on the first morning after they are back."""
    assert room.goes_out(at(24, 18)) == []  # it waits for the morning
    away(room, until)
    assert [room.goes_out(at(day, 9)) for day in (25, 26)] == [[], []]
    away(room, None)
    assert room.goes_out(at(26, 15)) == []
    assert room.goes_out(at(27, 9)) == [PROMPT]


def test_a_day_that_was_asked_for_outlasts_a_move(room: Room) -> None:
    """Whoever was told "I will ask again on Mon 7 Dec" is not asked before, though the review has moved."""
    room.goes_out(at(24, 9))
    room.now = at(25, 10)
    room.says(SAM, "review move 8 Dec")
    room.goes_out(at(25, 10))
    said = room.says(ANN, "ask me in two weeks", direct=True)
    assert said == "The review is on Tue 8 Dec, so I will ask again on Mon 7 Dec."
    assert [room.goes_out(at(day, 9, month=12)) for day in (2, 3, 4)] == [[], [], []]
    assert len(room.goes_out(at(7, 9, month=12))) == 1
