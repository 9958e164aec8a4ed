"""Weekends, bank holidays, quiet periods, zones, clock changes; reviews that move, are called off, or close."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.plan import plan
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def made(review: str, *, now: datetime | None = None, **ann: Any) -> Room:
    """Ann, who is so, owns one action, a month before a review at that day and time."""
    room = Room()
    room.now = now or at(11, 2, 10)
    room.says(SAM, "setup Data Centre Release")
    room.says(ANN, "improve the feeds")
    room.says(SAM, "action L-1 mend them @ann by 20 Feb 2027")
    room.says(ANN, "fine A-1")
    room.says(SAM, "review schedule every 4 weeks on Tue 10:00")
    room.says(SAM, f"review move {review}")
    room.goes_out(room.now)
    with room.store.open() as register:
        person = register.people.by_email(ANN)
        assert person is not None
        register.people.save(replace(person, **ann))
        register.commit()
    return room


def sent(room: Room, now: datetime) -> list[str]:
    """What Ann is sent by then: the first words of each."""
    names = {"Still": "nudge", "The": "prompt"}
    titles = [one.removeprefix("Ann: ") for one in room.goes_out(now) if one.startswith("Ann: ")]
    return [names.get(title.split()[0], title) for title in titles]


@pytest.mark.parametrize(
    ("review", "asked"),
    [
        ("5 Dec 10:00", at(11, 27, 9)),  # a Saturday: a week before is one too
        ("4 Jan 2027 10:00", at(12, 24, 9)),  # a week before is a bank holiday, and the days before are no working days
        ("8 Dec 10:00", at(12, 1, 9)),
    ],
    ids=["weekend", "bank holiday", "working day"],
)
def test_a_week_before_or_the_working_day_before_that(review: str, asked: datetime) -> None:
    """Owners are asked at 09:00 a week before; where that is no working day, on the one before it."""
    room = made(review)
    assert sent(room, asked.replace(hour=8, minute=59)) == []
    assert sent(room, asked) == ["prompt"]


def test_a_quiet_period_counts_as_no_working_day() -> None:
    """In a programme's quiet period nobody is asked; they were on the working day before it."""
    room = made("8 Dec 10:00")
    room.says(SAM, "set quiet 30 Nov to 4 Dec")
    assert sent(room, at(11, 27, 9)) == ["prompt"]
    assert [sent(room, at(12, day, 9)) for day in (1, 2, 3, 4)] == [[], [], [], []]
    assert sent(room, at(12, 7, 9)) == ["nudge"]


def test_the_owners_own_bank_holidays_count() -> None:
    """An owner in Scotland is not asked on St Andrew's Day, which others work, but on the Friday before."""
    room = made("7 Dec 10:00", region="Scotland")
    assert sent(room, at(11, 27, 9)) == ["prompt"]
    assert sent(made("7 Dec 10:00"), at(11, 27, 9)) == []


@pytest.mark.parametrize(
    ("zone", "asked"),
    [
        ("America/New_York", at(12, 1, 14)),
        ("Asia/Kolkata", at(12, 1, 3, 30)),
        ("Pacific/Auckland", at(11, 30, 20)),
    ],
)
def test_at_nine_where_the_owner_is(zone: str, asked: datetime) -> None:
    """Each owner is asked at 09:00 of their own day, wherever the programme is."""
    room = made("8 Dec 10:00", zone=zone)
    assert sent(room, asked - timedelta(minutes=1)) == []
    assert sent(room, asked) == ["prompt"]


def test_the_clocks_change_between_prompt_and_nudge() -> None:
    """Over the end of summer time the prompt was at 09:00 and the nudge is at 09:00, an hour apart in UTC."""
    room = made("27 Oct 10:00", now=at(10, 1, 10))
    assert sent(room, at(10, 20, 7, 59)) == []
    assert sent(room, at(10, 20, 8)) == ["prompt"]
    assert sent(room, at(10, 26, 8)) == []
    assert sent(room, at(10, 26, 9)) == ["nudge"]


def test_a_clock_that_jumps_sends_nothing_twice() -> None:
    """A machine's clock that goes back an hour, or a day, and forth again, plans nothing anew."""
    room = made("8 Dec 10:00")
    assert sent(room, at(12, 1, 9)) == ["prompt"]
    for hour in (8, 10, 9, 11, 9):
        assert sent(room, at(12, 1, hour)) == []
        assert plan(room.store.open, at(12, 1, hour)) == 0
    assert sent(room, at(11, 30, 9)) == []
    assert sent(room, at(12, 1, 9)) == []


def test_a_review_that_moves_closer() -> None:
    """Who was asked is told the new date and not asked twice; the nudges go by it."""
    room = made("8 Dec 10:00")
    sent(room, at(12, 1, 9))
    room.says(SAM, "review move 4 Dec 10:00")
    assert sent(room, at(12, 1, 10)) == ["prompt"]  # the word of the move, which begins alike
    assert "is now on Fri 4 Dec" in room.post.sent[0][1].title
    assert sent(room, at(12, 2, 9)) == []
    assert sent(room, at(12, 3, 9)) == ["nudge"]


def test_a_review_that_moves_away_asks_again_once_the_promised_date_has_passed() -> None:
    """Whoever answered for 8 Dec is asked again before 5 Jan, with nudges, and not before 8 Dec is over."""
    room = made("8 Dec 10:00")
    sent(room, at(12, 1, 9))
    room.says(ANN, "ontrack A-1")
    room.says(SAM, "review move 5 Jan 2027 10:00")
    sent(room, at(12, 1, 10))
    assert [sent(room, at(12, day, 9)) for day in (2, 3, 7, 8, 9)] == [[], [], [], [], []]
    assert sent(room, at(12, 29, 9)) == ["prompt"]
    assert sent(room, at(12, 30, 9)) == ["nudge"]
    assert sent(room, at(1, 4, 9, year=2027)) == ["nudge"]


def test_a_review_that_moves_before_anybody_was_asked() -> None:
    """Nobody hears of it, and they are asked a week before the new date."""
    room = made("8 Dec 10:00")
    room.says(SAM, "review move 15 Dec 10:00")
    assert sent(room, at(12, 1, 9)) == []
    assert sent(room, at(12, 8, 9)) == ["prompt"]


@pytest.mark.parametrize("line", ["review cancel nobody is here", "review skip"])
def test_a_review_that_is_called_off(line: str) -> None:
    """Who was asked is told that it is off, and nothing more is sent for it, not even what waits for the morning."""
    room = made("8 Dec 10:00")
    sent(room, at(12, 1, 9))
    room.says(SAM, line)
    (told,) = room.goes_out(at(12, 1, 10))
    assert "is off" in told
    assert [sent(room, at(12, day, 9)) for day in (3, 7, 8)] == [[], [], []]
    late = made("8 Dec 10:00")
    assert sent(late, at(12, 1, 18)) == []
    late.says(SAM, line)
    assert sent(late, at(12, 2, 9)) == []


def test_a_closed_review_sends_nothing() -> None:
    """Once a review has been held and closed, its nudges end."""
    room = made("8 Dec 10:00")
    sent(room, at(12, 1, 9))
    room.says(SAM, "review start")
    room.says(SAM, "review close")
    assert [sent(room, at(12, day, 9)) for day in (3, 7)] == [[], []]


def test_learnt_was_off_all_week() -> None:
    """A prompt that nobody sent in time goes out at the next moment of working hours before the review."""
    room = made("8 Dec 10:00")
    assert sent(room, at(12, 7, 20)) == []
    assert sent(room, at(12, 8, 9)) == ["prompt"]
    late = made("8 Dec 10:00")
    assert sent(late, at(12, 8, 10)) == []  # the review has begun: the agenda says that there was no answer
