from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange.days import day_in, instant_in

TODAY = date(2026, 11, 24)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("04/12/2026", date(2026, 12, 4)),
        ("4/12/26", date(2026, 12, 4)),
        ("4.12.26", date(2026, 12, 4)),
        ("04-12-2014", date(2014, 12, 4)),
        ("4 Dec 24", date(2024, 12, 4)),
        ("04-Dec-24", date(2024, 12, 4)),
        ("4 Dec 2026", date(2026, 12, 4)),
        ("Fri 4 December 2026", date(2026, 12, 4)),
        ("December 4, 2026", date(2026, 12, 4)),
        ("1st Feb 2027", date(2027, 2, 1)),
        ("2026-12-04", date(2026, 12, 4)),
        ("2026-12-04 00:00:00", date(2026, 12, 4)),
        ("04/12/2026 14:30", date(2026, 12, 4)),
        ("12/11/2024", date(2024, 11, 12)),
        ("end of Dec 2026", date(2026, 12, 31)),
    ],
)
def test_days(text: str, day: date) -> None:
    """Dates are read as British people write them, whatever their year and their time."""
    assert day_in(text, TODAY) == (day, "")


@pytest.mark.parametrize(
    "text",
    ["ASAP", "Friday", "in 2 weeks", "end of month", "the 4th", "31/02/2026", "12/31/2026",
     "Q3", "June", "", "24.3", "before Christmas", "TBC", "4th or 5th Dec 2026"],
)  # fmt: skip
def test_no_days(text: str) -> None:
    """What is no date, or depends on when it was written, is not guessed."""
    assert day_in(text, TODAY) is None


def test_guesses() -> None:
    """A guess is said: a year that is missing is the nearest, a bare number may be Excel's."""
    assert day_in("4 Dec", TODAY) == (date(2026, 12, 4), "has no year; taken for 4 Dec 2026")
    assert day_in("4 Dec", date(2024, 11, 1)) == (date(2024, 12, 4), "has no year; taken for 4 Dec 2024")
    assert day_in("46360", TODAY) == (date(2026, 12, 4), "taken for Excel's number of 4 Dec 2026")


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2026-07-01T09:30:00.250000+00:00", datetime(2026, 7, 1, 9, 30, 0, 250_000, tzinfo=UTC)),
        ("2026-07-01 10:30:00", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),
        ("01/07/2026 10:30", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),
        ("1 Jul 2026 2:30 pm", datetime(2026, 7, 1, 13, 30, tzinfo=UTC)),
        ("1 Jul 2026", datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),
    ],
)
def test_instants(cell: str | date, instant: datetime) -> None:
    """An instant without a zone is the programme's; a day without a time is its noon."""
    assert instant_in(cell, TODAY, LONDON) == instant


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Any text gives a day or none, never an exception."""
    day_in(text, TODAY)
    instant_in(text, TODAY, LONDON)
