"""Review rules, the days that come of them, and their instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.recurrence import NotARule, Occurrence, ReviewRule, instant, next_review, read_rule
from bot.rules.working_days import WorkingDays

TODAY = date(2026, 11, 24)
ENGLAND = WorkingDays("England")
FREEZE = WorkingDays("England", ((date(2026, 12, 14), date(2027, 1, 10)),))
LONDON, NEW_YORK, LORD_HOWE = (ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Australia/Lord_Howe"))


def rule(text: str) -> ReviewRule:
    read = read_rule(text, TODAY)
    assert isinstance(read, ReviewRule), read
    return read


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("first Tuesday 10:00", "first Tuesday 10:00"),
        ("First tues", "first Tuesday 10:00"),
        ("frist tuseday at 2pm", "first Tuesday 14:00"),
        ("the 1st Tuesday of the month at 10.30", "first Tuesday 10:30"),
        ("first tuesday of each month 9 am", "first Tuesday 09:00"),
        ("every fourth Friday", "fourth Friday 10:00"),
        ("last Friday noon", "last Friday 12:00"),
        ("last working day 14:00", "last working day 14:00"),
        ("first working day 9am", "first working day 09:00"),
        ("the last working day of every month at 14h00", "last working day 14:00"),
        ("On the Second MONDAY, at 3 PM", "second Monday 15:00"),
        ("1st working day", "first working day 10:00"),
        ("the 1st of each month", "monthly on the 1st 10:00"),
        ("every 4 weeks on Tue 10:00 from 1 Dec", "every 4 weeks on Tue 10:00 from 1 Dec 2026"),
        ("every 4 weeks on Tue from 1 Dec at 11:00", "every 4 weeks on Tue 11:00 from 1 Dec 2026"),
        ("every 4 weeks on Tue from 26 Nov", "every 4 weeks on Tue 10:00 from 1 Dec 2026"),
        ("every two weeks on Thursday at 14:00", "every 2 weeks on Thu 14:00 from 26 Nov 2026"),
        ("evry fortnight on Tue", "every 2 weeks on Tue 10:00 from 1 Dec 2026"),
        ("fortnightly on Fri", "every 2 weeks on Fri 10:00 from 27 Nov 2026"),
        ("every other Tuesday", "every 2 weeks on Tue 10:00 from 1 Dec 2026"),
        ("weekly on Mon 9am", "every week on Mon 09:00 from 30 Nov 2026"),
        ("monthly on the 15th 10:00", "monthly on the 15th 10:00"),
        ("montly on the 3rd", "monthly on the 3rd 10:00"),
        ("on the 31st of every month", "monthly on the 31st 10:00"),
    ],
)
def test_reads_a_rule(typed: str, text: str) -> None:
    """A rule is read however it is typed, and has one text that reads as itself on any later day."""
    read = rule(typed)
    assert read.text == text
    assert read_rule(read.text, TODAY) == read
    assert read_rule(read.text, date(2031, 5, 1)) == read


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("", "Type when reviews are held, such as: first Tuesday 10:00"),
        ("sometimes", "Type when reviews are held"),
        ("monthly", "Type when reviews are held"),
        ("second Monday 25:00", "Type when reviews are held"),
        ("first Tuesday 10:00 11:00", "Type when reviews are held"),
        ("every 4 weeks on Tue from Narnia", "Type when reviews are held"),
        ("x" * 100_000, "Type when reviews are held"),
        ("fifth Friday", "Not every month has a fifth Friday. Type last Friday"),
        ("every 0 weeks on Tue", "Every 0 weeks is no rhythm."),
        ("monthly on the 32nd", "No month has a day 32."),
        ("every 4 weeks on Tue from 30 Feb", "There is no 30 Feb."),
        ("first Tuesday from 1 Dec", "Only a rule in weeks has a start."),
    ],
)
def test_says_what_to_type(typed: str, start: str) -> None:
    """What is no rule is answered with what to type."""
    read = read_rule(typed, TODAY)
    assert isinstance(read, NotARule)
    assert read.sentence.startswith(start)


@pytest.mark.parametrize(
    ("typed", "after", "working", "expected"),
    [
        ("first Tuesday", TODAY, ENGLAND, Occurrence(day=date(2026, 12, 1))),
        ("first Tuesday", date(2026, 12, 1), ENGLAND, Occurrence(day=date(2027, 1, 5))),
        ("last Friday", TODAY, ENGLAND, Occurrence(day=date(2026, 11, 27))),
        ("last working day", date(2026, 11, 30), ENGLAND, Occurrence(day=date(2026, 12, 31))),
        ("first working day", date(2026, 12, 31), ENGLAND, Occurrence(day=date(2027, 1, 4))),
        ("first working day", date(2026, 12, 31), FREEZE, Occurrence(day=date(2027, 1, 11))),
        ("every 4 weeks on Tue from 1 Dec", date(2026, 12, 1), ENGLAND, Occurrence(day=date(2026, 12, 29))),
        ("every 4 weeks on Tue from 1 Dec", date(2026, 1, 1), ENGLAND, Occurrence(day=date(2026, 12, 1))),
        ("monthly on the 31st", TODAY, ENGLAND, Occurrence(day=date(2026, 11, 30))),
        (
            "fourth Friday",
            date(2026, 12, 1),
            ENGLAND,
            Occurrence(day=date(2026, 12, 29), moved_from=date(2026, 12, 25), why="Christmas Day"),
        ),
        (
            "monthly on the 31st",
            date(2027, 1, 1),
            ENGLAND,
            Occurrence(day=date(2027, 1, 29), moved_from=date(2027, 1, 31), why="a Sunday"),
        ),
        (
            "monthly on the 31st",
            date(2027, 1, 29),
            ENGLAND,
            Occurrence(day=date(2027, 2, 26), moved_from=date(2027, 2, 28), why="a Sunday"),
        ),
        (
            "third Tuesday",
            TODAY,
            FREEZE,
            Occurrence(day=date(2026, 12, 11), moved_from=date(2026, 12, 15), why="a quiet period"),
        ),
    ],
)
def test_next_review(typed: str, after: date, working: WorkingDays, expected: Occurrence) -> None:
    """The next review is strictly later, on a working day, and in its own month if it can be."""
    assert next_review(rule(typed), after, working) == expected


def test_a_moved_review_is_still_to_come() -> None:
    """On the holiday itself, the review that was moved off it is the next one."""
    found = next_review(rule("fourth Friday"), date(2026, 12, 25), ENGLAND)
    assert found.day == date(2026, 12, 29)


RULES = st.sampled_from(
    ["first Tuesday", "last Monday", "first working day", "last working day", "every week on Mon from 4 Jan 2027",
     "every 4 weeks on Fri from 1 Dec 2020", "monthly on the 31st", "monthly on the 1st"]
)  # fmt: skip


@settings(max_examples=30)
@given(text=RULES, after=st.dates(date(2025, 1, 1), date(2029, 1, 1)), quiet=st.integers(0, 80))
def test_reviews_go_on(text: str, after: date, quiet: int) -> None:
    """Reviews follow each other on working days, whatever the quiet period."""
    working = WorkingDays("England", ((after + timedelta(days=10), after + timedelta(days=10 + quiet)),))
    days = [after]
    for _ in range(3):
        days.append(next_review(rule(text), days[-1], working).day)
    assert all(earlier < later for earlier, later in pairwise(days))
    assert all(working.is_working(day) for day in days[1:])


@settings(max_examples=60)
@given(
    shape=st.sampled_from(["{nth} {day} {at}", "{nth} working day {at}", "every {n} weeks on {day} {at}",
                           "monthly on the {n} {at}"]),
    nth=st.sampled_from(["first", "last"]),
    day=st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri"]),
    n=st.integers(1, 31),
    at=st.times(),
    later=st.dates(TODAY, date(2090, 1, 1)),
)  # fmt: skip
def test_a_rule_reads_as_itself(shape: str, nth: str, day: str, n: int, at: time, later: date) -> None:
    """The text of every rule reads as that rule, on any later day."""
    read = rule(shape.format(nth=nth, day=day, n=n, at=f"{at:%H:%M}"))
    assert read.time == at.replace(second=0, microsecond=0, fold=0)
    assert read_rule(read.text, later) == read


@given(text=st.text(max_size=60))
def test_never_raises(text: str) -> None:
    """Whatever is typed is a rule or is answered."""
    read_rule(text, TODAY)
    read_rule(f"every 2 weeks on Tue from {text}", TODAY)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 24), time(10), LONDON, datetime(2026, 11, 24, 10, tzinfo=UTC)),
        (date(2026, 7, 1), time(10), LONDON, datetime(2026, 7, 1, 9, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 30), LONDON, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: 02:30 there
        (date(2026, 10, 25), time(1, 30), LONDON, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first
        (date(2026, 3, 8), time(2, 30), NEW_YORK, datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), NEW_YORK, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),  # half an hour
        (date(2026, 4, 5), time(1, 45), LORD_HOWE, datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
    ],
)
def test_instants_at_clock_changes(day: date, at: time, zone: ZoneInfo, expected: datetime) -> None:
    """A time that is skipped moves on with the clocks; one that comes twice is the first."""
    assert instant(day, at, zone) == expected
    assert instant(day, at.replace(fold=1), zone) == expected


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    at=st.times(),
    zone=st.sampled_from([LONDON, NEW_YORK, LORD_HOWE]),
)
def test_instants_are_the_local_time(day: date, at: time, zone: ZoneInfo) -> None:
    """An instant shows the local time that was asked for, or up to an hour later where the clocks skip it."""
    found = instant(day, at, zone)
    assert found.tzinfo is UTC
    shown = found.astimezone(zone).replace(tzinfo=None)
    assert timedelta() <= shown - datetime.combine(day, at) <= timedelta(hours=1)
