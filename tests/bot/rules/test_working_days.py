"""Weekends, bank holidays of each region, and quiet periods."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.working_days import WorkingDays, known_region

ENGLAND = WorkingDays("England")
FREEZE = WorkingDays("England", ((date(2026, 12, 21), date(2027, 1, 3)),))


@pytest.mark.parametrize(
    ("region", "day", "why"),
    [
        ("England", date(2026, 12, 25), "Christmas Day"),
        ("England", date(2026, 12, 28), "Boxing Day"),
        ("England", date(2026, 12, 5), "a Saturday"),
        ("England", date(2026, 12, 6), "a Sunday"),
        ("England", date(2026, 11, 30), None),
        ("England", date(2026, 4, 6), "Easter Monday"),
        ("Scotland", date(2026, 11, 30), "Saint Andrew's Day"),
        ("Scotland", date(2026, 4, 6), None),
        ("Wales", date(2026, 8, 31), "Late Summer Bank Holiday"),
        ("Northern Ireland", date(2026, 3, 17), "Saint Patrick's Day"),
        ("IE", date(2026, 3, 17), "Saint Patrick's Day"),
        ("FR", date(2026, 7, 14), "National Day"),
        ("DE", date(2026, 10, 3), "German Unity Day"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
    ],
)
def test_says_why_nobody_works(region: str, day: date, why: str | None) -> None:
    """Each region has its own bank holidays, and they are named."""
    assert WorkingDays(region).why_not(day) == why
    assert WorkingDays(region).is_working(day) is (why is None)


def test_quiet_periods_hold_both_their_days() -> None:
    """A quiet period stops work from its first day to its last."""
    assert FREEZE.why_not(date(2026, 12, 21)) == "a quiet period"
    assert FREEZE.why_not(date(2026, 12, 25)) == "Christmas Day"
    assert FREEZE.on_or_after(date(2026, 12, 21)) == date(2027, 1, 4)
    assert FREEZE.on_or_before(date(2027, 1, 3)) == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 12, 26), -3, date(2026, 12, 22)),
        (date(2026, 12, 26), 0, date(2026, 12, 26)),
        (date(2026, 11, 24), 5, date(2026, 12, 1)),
    ],
)
def test_counts_working_days(day: date, n: int, expected: date) -> None:
    """Only working days are counted, forwards and backwards."""
    assert ENGLAND.add(day, n) == expected


def test_a_year_of_quiet_is_passed_over() -> None:
    """Quiet that never ends does not stop the search: bank holidays and weekends alone count then."""
    always = WorkingDays("England", ((date.min, date.max),))
    assert always.on_or_after(date(2026, 12, 25)) == date(2026, 12, 29)
    assert always.on_or_before(date(2026, 12, 25)) == date(2026, 12, 24)


@given(day=st.dates(date(2020, 1, 1), date(2030, 12, 31)), n=st.integers(1, 15))
def test_there_and_back(day: date, n: int) -> None:
    """From a working day, n days on and n days back lead to the same day."""
    start = FREEZE.on_or_after(day)
    assert start >= day
    assert FREEZE.is_working(start)
    assert FREEZE.add(FREEZE.add(start, n), -n) == start
    assert FREEZE.on_or_before(day) <= day


@pytest.mark.parametrize(
    ("typed", "region"),
    [("england", "England"), (" Northern  ireland ", "Northern Ireland"), ("uk", "England"), ("GB", "England"),
     ("GB-SCT", "Scotland"), ("gb-wls", "Wales"), ("ireland", "IE"), ("Germany", "DE"), ("de", "DE"), ("USA", "US"),
     ("JP", "JP"), ("no", None), ("Narnia", None), ("", None), ("XX", None)],
)  # fmt: skip
def test_names_a_region(typed: str, region: str | None) -> None:
    """A region has one name, however it is typed."""
    assert known_region(typed) == region
    assert region is None or known_region(region) == region


def test_refuses_a_region_that_nobody_knows() -> None:
    """Asking for the holidays of an unknown region fails loudly."""
    with pytest.raises(ValueError, match="Narnia"):
        WorkingDays("Narnia").is_working(date(2026, 12, 25))
