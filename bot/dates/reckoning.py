"""Counting days: the coming Friday, the end of a month, the working day before Christmas."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NotADay:
    """Meant as a date, yet no day to go by: past, impossible, ambiguous or contradicting itself.

    `sentence` is complete and says what to type instead; `options` are the days it may have meant, if any.
    """

    sentence: str
    options: tuple[date, ...] = ()


Read = date | NotADay | None


def next_weekday(today: date, weekday: int) -> date:
    """The next such day, strictly after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def friday(today: date, weeks: int) -> date:
    """The Friday that ends this week or a later one; at the weekend, this week is the one about to start."""
    return today + timedelta(days=(4 - today.weekday()) % 7 if weeks == 0 else 4 - today.weekday() + 7 * weeks)


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months_on(today: date, count: int) -> date:
    """The same day some months on, or the last day of a month that is too short for it."""
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return min(month_end(year, month + 1), date(year, month + 1, 1) + timedelta(days=today.day - 1))


def end_of_month_on(today: date, count: int) -> date:
    later = months_on(today, count)
    return month_end(later.year, later.month)


def _weekday_near(day: date, step: int) -> date:
    """The first weekday after a day (step 1) or before it (step -1)."""
    day += timedelta(days=step)
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def before_christmas(today: date) -> date:
    return _weekday_near(date(today.year + (today >= date(today.year, 12, 25)), 12, 25), -1)


def new_year(today: date) -> date:
    first = _weekday_near(date(today.year, 1, 1), 1)
    return first if first >= today else _weekday_near(date(today.year + 1, 1, 1), 1)
