"""Dates as people type them, read on Tuesday 24 November 2026 unless a test says otherwise."""

from __future__ import annotations

from datetime import date, time, timedelta
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.dates.reading import leading_date, leading_date_time, read_date, read_time, trailing_by_date
from bot.dates.reckoning import NotADay
from bot.dates.show import show_date, show_time

TODAY = date(2026, 11, 24)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 12, 31))


def dec(day: int) -> date:
    return date(2026, 12, day)


def nov(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", TODAY),
        ("tomorrow", nov(25)),
        ("tomorow", nov(25)),
        ("Tommorow", nov(25)),
        ("tmrw", nov(25)),
        ("the day after tomorrow", nov(26)),
        ("Friday", nov(27)),
        ("fri.", nov(27)),
        ("by fri", nov(27)),
        ("on Thurs", nov(26)),
        ("wendesday", nov(25)),
        ("tuseday", date(2026, 12, 1)),
        ("Tuesday", date(2026, 12, 1)),
        ("this friday", nov(27)),
        ("this Tuesday", TODAY),
        ("next Tuesday", dec(1)),
        ("next Monday", nov(30)),
        ("4 Dec", dec(4)),
        ("4dec", dec(4)),
        ("4th Dec", dec(4)),
        ("4 Decmber", dec(4)),
        ("Dec 4", dec(4)),
        ("4th of December", dec(4)),
        ("the 4th of December", dec(4)),
        ("4/12", dec(4)),
        ("4/12/26", dec(4)),
        ("4.12.26", dec(4)),
        ("04/12/2026", dec(4)),
        ("2026-12-04", dec(4)),
        ("Fri 4 Dec", dec(4)),
        ("Fri, 4 Dec", dec(4)),
        ("Friday 4th December 2026", dec(4)),
        ("by Friday the 4th of December 2026", dec(4)),
        ("Fri 4/12", dec(4)),
        ("4 Dec 27", date(2027, 12, 4)),
        ("the 4th", dec(4)),
        ("the 24th", TODAY),
        ("the 31st", dec(31)),
        ("Friday the 4th", dec(4)),
        ("in two weeks", dec(8)),
        ("in two weeks\u2019 time", dec(8)),
        ("in 3 days", nov(27)),
        ("in a fortnight", dec(8)),
        ("in 3 months", date(2027, 2, 24)),
        ("a week on Friday", dec(4)),
        ("two weeks on Friday", dec(11)),
        ("a week today", dec(1)),
        ("Friday week", dec(4)),
        ("end of the month", nov(30)),
        ("EOM", nov(30)),
        ("month end", nov(30)),
        ("end of next month", dec(31)),
        ("end of week", nov(27)),
        ("EOW", nov(27)),
        ("end of the week", nov(27)),
        ("end of next week", dec(4)),
        ("end of November", nov(30)),
        ("end of February 2028", date(2028, 2, 29)),
        ("mid December", dec(15)),
        ("mid-Dec", dec(15)),
        ("w/c 7 Dec", dec(7)),
        ("week commencing 7 December", dec(7)),
        ("before Christmas", dec(24)),
        ("by Christmas", dec(24)),
        ("next week", dec(4)),
        ("next month", dec(31)),
        ("new year", date(2027, 1, 4)),
        ("12 Jan", date(2027, 1, 12)),
        ("Tue 12 Jan", date(2027, 1, 12)),
        ("29 Feb 2028", date(2028, 2, 29)),
    ],
)
def test_reads_a_day(typed: str, day: date) -> None:
    """A day is read however it is typed, and in any case of letters."""
    assert read_date(typed, TODAY) == day
    assert read_date(typed.upper(), TODAY) == day


@pytest.mark.parametrize(
    ("typed", "sentence", "options"),
    [
        ("20 Nov", "Fri 20 Nov has passed. Type a day from today on, such as Fri 27 Nov.", ()),
        ("Fri 20 Nov", "Fri 20 Nov has passed. Type a day from today on, such as Fri 27 Nov.", ()),
        ("yesterday", "Mon 23 Nov has passed. Type a day from today on, such as Fri 27 Nov.", ()),
        ("4/12/2025", "Thu 4 Dec 2025 has passed. Type a day from today on, such as Fri 27 Nov.", ()),
        ("mid November", "Sun 15 Nov has passed. Type a day from today on, such as Fri 27 Nov.", ()),
        (
            "next Friday",
            "Next Friday could be Fri 27 Nov or Fri 4 Dec. Type one of the two.",
            (nov(27), dec(4)),
        ),
        ("Mon 4 Dec", "4 Dec is a Friday, not a Monday. Type Fri 4 Dec or Mon 7 Dec.", (dec(4), dec(7))),
        ("Monday the 4th", "4 Dec is a Friday, not a Monday. Type Fri 4 Dec or Mon 7 Dec.", (dec(4), dec(7))),
        (
            "30 Feb",
            "There is no 30 Feb. Type a day that exists, such as Sun 28 Feb 2027.",
            (date(2027, 2, 28),),
        ),
        (
            "29 Feb",
            "There is no 29 Feb in 2027. Type a day that exists, such as Sun 28 Feb 2027.",
            (date(2027, 2, 28),),
        ),
        ("31/11", "There is no 31 Nov. Type a day that exists, such as Mon 30 Nov.", (nov(30),)),
        (
            "4/13",
            "There is no month 13. In Britain the day comes first: type Tue 13 Apr 2027.",
            (date(2027, 4, 13),),
        ),
        ("12/25", "There is no month 25. In Britain the day comes first: type Fri 25 Dec.", (dec(25),)),
        ("2026-13-40", "There is no month 13. Type the day and then the month, such as Fri 27 Nov.", ()),
        ("the 32nd", "No month has a day 32. Type a day such as Fri 27 Nov.", ()),
    ],
)
def test_says_what_to_type_instead(typed: str, sentence: str, options: tuple[date, ...]) -> None:
    """A date that is no day to go by is answered with what to type."""
    assert read_date(typed, TODAY) == NotADay(sentence=sentence, options=options)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "7", "24.3", "4.12", "24.3.10", "50/50", "2026", "4th", "Dec", "May", "the", "of Friday", "Friday the",
     "Tom", "Sundar", "Frida", "sundry", "monthly", "Mondays", "in time", "two weeks", "x" * 30, "4 Dec at the office",
     "a b c d e f g h i j", "…", "٤ Dec", "before Friday"],
)  # fmt: skip
def test_leaves_other_words_alone(typed: str) -> None:
    """Numbers alone, release names and people are not dates."""
    assert read_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("20 Nov", TODAY, nov(20)),
        ("12 Jan", TODAY, date(2027, 1, 12)),
        ("Mon 12 Jan", TODAY, date(2026, 1, 12)),
        ("20 Dec", date(2027, 1, 5), dec(20)),
        ("Mon 20 Dec", date(2027, 1, 5), date(2027, 12, 20)),
        ("yesterday", TODAY, nov(23)),
        ("last Tuesday", TODAY, nov(17)),
        ("last Friday", TODAY, nov(20)),
    ],
)
def test_past_days_when_asked_for(typed: str, today: date, day: date) -> None:
    """Where the past is welcome, a day without a year is the nearest one that fits."""
    assert read_date(typed, today, past_ok=True) == day


@pytest.mark.parametrize(
    ("today", "typed", "day"),
    [
        (nov(28), "this Friday", dec(4)),
        (nov(27), "Friday", dec(4)),
        (nov(27), "next Friday", dec(4)),
        (nov(27), "end of the week", nov(27)),
        (nov(28), "end of the week", dec(4)),
        (dec(25), "before Christmas", date(2027, 12, 24)),
        (date(2027, 1, 2), "new year", date(2027, 1, 4)),
        (date(2027, 1, 5), "new year", date(2028, 1, 3)),
        (date(2027, 1, 5), "Mon 20 Dec", date(2027, 12, 20)),
        (date(2026, 1, 31), "in a month", date(2026, 2, 28)),
        (date(2026, 1, 31), "end of next month", date(2026, 2, 28)),
        (date(2026, 1, 30), "the 30th", date(2026, 1, 30)),
        (date(2026, 1, 31), "the 30th", date(2026, 3, 30)),
    ],
)
def test_edges_of_weeks_months_and_years(today: date, typed: str, day: date) -> None:
    """Weekends, short months and the turn of the year are minded."""
    assert read_date(typed, today) == day


@pytest.mark.parametrize(
    ("typed", "day", "rest"),
    [
        ("fri waiting for the supplier", nov(27), "waiting for the supplier"),
        ("Friday week the supplier is back", dec(4), "the supplier is back"),
        ("4 Dec: supplier late", dec(4), "supplier late"),
        ("4 Dec 12 people are away", dec(4), "12 people are away"),
        ("4 Dec - late", dec(4), "- late"),
        ("the 4th of December  because\n two", dec(4), "because\n two"),
        ("end of the month", nov(30), ""),
    ],
)
def test_date_at_the_start(typed: str, day: date, rest: str) -> None:
    """The longest date at the start is taken, and the rest is left as typed."""
    assert leading_date(typed, TODAY) == (day, rest)


@pytest.mark.parametrize("typed", ["", "supplier late", "24.3 4 Dec", "of Friday"])
def test_no_date_at_the_start(typed: str) -> None:
    """A text that starts with another word has no leading date."""
    assert leading_date(typed, TODAY) is None
    assert leading_date_time(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tidy the feeds @priya by fri", ("tidy the feeds @priya", nov(27))),
        ("tidy the feeds due 4 Dec.", ("tidy the feeds", dec(4))),
        ("tidy the feeds, due by the end of the month", ("tidy the feeds,", nov(30))),
        ("sort by name by Friday", ("sort by name", nov(27))),
        ("by Friday", ("", nov(27))),
        ("Written by Tom", None),
        ("Written by Sundar", None),
        ("slip by two weeks", None),
        ("stand by", None),
        ("by Friday we must know", None),
        ("", None),
    ],
)
def test_by_date_at_the_end(typed: str, found: tuple[str, date] | None) -> None:
    """Only a final "by" or "due" before a real date is a due date."""
    assert trailing_by_date(typed, TODAY) == found


def test_impossible_date_at_the_end() -> None:
    """A final date that cannot be is reported, not left in the text."""
    found = trailing_by_date("tidy the feeds by 30 Feb", TODAY)
    assert found is not None
    assert found[0] == "tidy the feeds"
    assert isinstance(found[1], NotADay)


@pytest.mark.parametrize(
    ("typed", "at"),
    [("10:00", time(10)), ("10.30", time(10, 30)), ("2pm", time(14)), ("2 pm", time(14)), ("2.30PM", time(14, 30)),
     ("14h00", time(14)), ("14h", time(14)), ("9am", time(9)), ("noon", time(12)), ("12am", time(0)),
     ("12pm", time(12)), ("10:00,", time(10)), ("10", None), ("24:00", None), ("10:75", None), ("13pm", None),
     ("24.3", None), ("", None), ("٢pm", None), ("9" * 100, None)],
)  # fmt: skip
def test_reads_a_time(typed: str, at: time | None) -> None:
    """Times are read with a colon, a dot, an h or am and pm; a number alone is no time."""
    assert read_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Thu 3 Dec 14:00 at the office", (dec(3), time(14), "at the office")),
        ("3 Dec at 2pm", (dec(3), time(14), "")),
        ("3 Dec 2 pm, room 4", (dec(3), time(14), "room 4")),
        ("3 Dec at the office", (dec(3), None, "at the office")),
        ("Fri 10.30", (nov(27), time(10, 30), "")),
        ("tomorrow", (nov(25), None, "")),
    ],
)
def test_date_and_time_at_the_start(typed: str, found: tuple[date, time | None, str]) -> None:
    """A time right after the date is taken with it."""
    assert leading_date_time(typed, TODAY) == found


def test_shows_the_year_only_when_it_differs() -> None:
    """A day of another year carries its year."""
    assert show_date(dec(4), TODAY) == "Fri 4 Dec"
    assert show_date(date(2027, 1, 12), TODAY) == "Tue 12 Jan 2027"
    assert show_time(time(9, 5)) == "09:05"


@given(day=DAYS, today=DAYS)
def test_what_is_shown_is_read_back(day: date, today: date) -> None:
    """Every day is read back from the way it is shown."""
    assert read_date(show_date(day, today), today, past_ok=True) == day


@given(today=DAYS, ahead=st.integers(min_value=0, max_value=5000))
@example(today=date(2027, 1, 5), ahead=349)
def test_coming_days_are_read_back(today: date, ahead: int) -> None:
    """Every day from today on is read back without asking for the past."""
    day = today + timedelta(days=ahead)
    assert read_date(show_date(day, today), today) == day


@given(at=st.times())
def test_times_are_read_back(at: time) -> None:
    """Every time is read back, to the minute, from the way it is shown."""
    assert read_time(show_time(at)) == at.replace(second=0, microsecond=0)


PIECES = st.sampled_from(
    ["next", "the", "of", "end", "mid", "in", "a", "weeks", "Friday", "fri", "feb", "Dec", "by", "due", "31st", "29",
     "0", "99", "999", "months", "30/2", "1/1/1000", "2999-12-31", "week", "on", "today", "w/c", "29.2.27", "at", "2pm",
     "mon", "İ", "year", "last", "before", "Christmas"]
)  # fmt: skip


@settings(max_examples=100)
@given(text=st.one_of(st.text(), st.lists(PIECES, max_size=9).map(" ".join)), today=DAYS, past_ok=st.booleans())
def test_never_raises(text: str, today: date, past_ok: bool) -> None:
    """Whatever is typed, the readers answer, and a day that is not past."""
    read = read_date(text, today, past_ok=past_ok)
    assert past_ok or not isinstance(read, date) or read >= today
    assert read is None or leading_date(text, today, past_ok=past_ok) == (read, "")
    leading_date_time(text, today)
    trailing_by_date(text, today)
    read_time(text)


@pytest.mark.parametrize("piece", ["x", "by ", "fri ", "4/12 ", " ", "1", "by 4 Dec "])
def test_long_texts_take_no_time(piece: str) -> None:
    """A hundred thousand characters are read in a moment."""
    text = (piece * 100_000)[:100_000]
    started = perf_counter()
    read_date(text, TODAY)
    leading_date_time(text, TODAY)
    trailing_by_date(text, TODAY)
    read_time(text)
    assert perf_counter() - started < 0.5
