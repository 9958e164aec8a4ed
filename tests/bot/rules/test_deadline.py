"""When owners hear from the bot."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.deadline import at_nine, next_nine, next_sending_moment, nudge_days, prompt_at
from bot.rules.working_days import WorkingDays

ENGLAND = WorkingDays("England")
LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from([LONDON, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])


def utc(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("review_day", "expected"),
    [
        (date(2026, 12, 1), utc(11, 24, 9)),
        (date(2026, 7, 7), utc(6, 30, 8)),  # 09:00 in summer
        (date(2026, 12, 29), utc(12, 22, 9)),
        (date(2027, 1, 1), utc(12, 24, 9)),  # a week before is Christmas Day
        (date(2027, 1, 4), utc(12, 24, 9)),  # a week before is a bank holiday
    ],
)
def test_prompts_a_week_before(review_day: date, expected: datetime) -> None:
    """Owners are asked at 09:00 a week ahead, or on the working day before that."""
    assert prompt_at(review_day, LONDON, ENGLAND) == expected


@pytest.mark.parametrize(
    ("review_day", "expected"),
    [
        (date(2026, 12, 4), (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 4))),
        (date(2026, 12, 1), (date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 1))),
        (date(2026, 12, 29), (date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 29))),
    ],
)
def test_nudges_on_working_days(review_day: date, expected: tuple[date, date, date]) -> None:
    """Nudges go three working days before, one before, and on the day."""
    assert nudge_days(review_day, ENGLAND) == expected


@pytest.mark.parametrize(
    ("ask_again", "expected"),
    [
        (date(2026, 11, 25), [25, 26, 30, 1]),
        (date(2026, 11, 27), [27, 30, 1]),
        (date(2026, 11, 28), [30, 1]),  # a Saturday
        (date(2026, 12, 24), [30, 1]),  # past the review: the working day before it
    ],
)
def test_a_snooze_moves_the_nudges(ask_again: date, expected: list[int]) -> None:
    """Nobody is nudged before the day they asked for, and that day never comes too late for the review."""
    days = nudge_days(date(2026, 12, 1), ENGLAND, ask_again=ask_again)
    assert [day.day for day in days] == expected


@pytest.mark.parametrize(
    ("away_until", "expected"),
    [
        (date(2026, 11, 20), [26, 30, 1]),  # back before the first of them
        (date(2026, 11, 26), [27, 30, 1]),
        (date(2026, 11, 29), [30, 1]),
        (date(2026, 11, 30), [1]),
        (date(2026, 12, 1), []),
    ],
)
def test_nudges_wait_for_the_day_after_leave(away_until: date, expected: list[int]) -> None:
    """What would have come on leave comes on the first working day after it, unless the review is over by then."""
    days = nudge_days(date(2026, 12, 1), ENGLAND, away_until=away_until)
    assert [day.day for day in days] == expected


@pytest.mark.parametrize(
    ("now", "sending", "nine"),
    [
        (utc(11, 24, 8, 59), utc(11, 24, 9), utc(11, 24, 9)),
        (utc(11, 24, 9), utc(11, 24, 9), utc(11, 25, 9)),
        (utc(11, 24, 16, 59), utc(11, 24, 16, 59), utc(11, 25, 9)),
        (utc(11, 24, 17), utc(11, 25, 9), utc(11, 25, 9)),
        (utc(11, 27, 18), utc(11, 30, 9), utc(11, 30, 9)),
        (utc(11, 28, 10), utc(11, 30, 9), utc(11, 30, 9)),
        (utc(12, 24, 20), utc(12, 29, 9), utc(12, 29, 9)),
        (utc(7, 1, 8, 30), utc(7, 1, 8, 30), utc(7, 2, 8)),  # 09:30 in summer
        (utc(3, 27, 18), utc(3, 30, 8), utc(3, 30, 8)),  # the clocks change on the Sunday between
    ],
)
def test_late_prompts_wait_for_the_working_day(now: datetime, sending: datetime, nine: datetime) -> None:
    """What is late goes out at once in working hours, and otherwise at the next 09:00."""
    assert next_sending_moment(now, LONDON, ENGLAND) == sending
    assert next_nine(now, LONDON, ENGLAND) == nine


@settings(max_examples=80)
@given(now=st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)), zone=ZONES)  # noqa: DTZ001
def test_sends_only_in_working_hours(now: datetime, zone: ZoneInfo) -> None:
    """Every moment of sending is from 09:00 to 17:00 of a working day there, and is its own next moment."""
    moment = next_sending_moment(now, zone, ENGLAND)
    local = moment.astimezone(zone)
    assert moment >= now
    assert time(9) <= local.time() < time(17)
    assert ENGLAND.is_working(local.date())
    assert next_sending_moment(moment, zone, ENGLAND) == moment
    assert next_nine(now, zone, ENGLAND) > now


@settings(max_examples=80)
@given(day=st.dates(date(2020, 1, 1), date(2032, 1, 1)), zone=ZONES)
def test_prompts_at_nine_whatever_the_clocks_do(day: date, zone: ZoneInfo) -> None:
    """A prompt is at 09:00 there, on a working day, at least a week before the review."""
    local = prompt_at(day, zone, ENGLAND).astimezone(zone)
    assert local.time() == time(9)
    assert local.date() <= day - timedelta(days=7)
    assert ENGLAND.is_working(local.date())
    assert at_nine(local.date(), zone).tzinfo is UTC


def test_refuses_a_time_without_its_zone() -> None:
    """A naive time is refused at the door."""
    naive = datetime(2026, 11, 24, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without its zone"):
        next_sending_moment(naive, LONDON, ENGLAND)
    with pytest.raises(ValueError, match="without its zone"):
        next_nine(naive, LONDON, ENGLAND)
