"""Days that are called by a phrase: "tomorrow", "end of the month", "next Friday", "in two weeks"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from bot.dates.lexicon import DAYS
from bot.dates.reckoning import (
    NotADay,
    Read,
    before_christmas,
    end_of_month_on,
    friday,
    months_on,
    new_year,
    next_weekday,
)
from bot.dates.show import show_date

DAY: Final = f"(?P<weekday>{'|'.join(DAYS)})"
_COUNT: Final = "(?P<count>an?|one|[0-9]{1,3})"
_BARE: Final = re.compile(rf"(?:(?P<which>this|next|last|coming) )?{DAY}")
_IN: Final = re.compile(rf"in {_COUNT} (?P<unit>day|week|fortnight|month)s?(?: time)?")
_FROM: Final = re.compile(rf"{_COUNT} (?P<unit>week|fortnight)s? (?:(?:on|from) )?(?P<start>today|now|tomorrow|{DAY})")
_WEEK_AFTER: Final = re.compile(rf"{DAY} week")
_NEXT_WEEK: Final = re.compile(rf"{DAY} next week|next week {DAY.replace('weekday', 'day')}")
# "the" and "of" are left out before a phrase is looked up.
_NAMED: Final[Mapping[str, Callable[[date], date]]] = {
    "yesterday": lambda today: today - timedelta(days=1),
    "tomorrow": lambda today: today + timedelta(days=1),
    "day after tomorrow": lambda today: today + timedelta(days=2),
    **dict.fromkeys(("today", "tonight", "end day", "eod"), lambda today: today),
    **dict.fromkeys(("end week", "end this week", "this week", "eow"), lambda today: friday(today, 0)),
    **dict.fromkeys(("end next week", "next week"), lambda today: friday(today, 1)),
    **dict.fromkeys(
        ("end month", "end this month", "this month", "month end", "month-end", "eom"),
        lambda today: end_of_month_on(today, 0),
    ),
    **dict.fromkeys(("end next month", "next month"), lambda today: end_of_month_on(today, 1)),
    **dict.fromkeys(("end year", "end this year", "year end", "eoy"), lambda today: date(today.year, 12, 31)),
    **dict.fromkeys(("christmas", "before christmas"), before_christmas),
    **dict.fromkeys(("new year", "in new year"), new_year),
}


def read_name(phrase: str, today: date) -> Read:
    """ "tomorrow", "end of the month", "Friday", "next Friday"."""
    if phrase in _NAMED:
        return _NAMED[phrase](today)
    found = _BARE.fullmatch(phrase)
    if found is None:
        return None
    coming, week = next_weekday(today, DAYS[found["weekday"]]), timedelta(days=7)
    match found["which"]:
        case "this":
            return today if coming == today + week else coming
        case "last":
            return coming - week if coming < today + week else today - week
        case "next" if coming.isocalendar()[:2] == today.isocalendar()[:2]:
            one, other = show_date(coming, today), show_date(coming + week, today)
            name = found["weekday"].capitalize()
            sentence = f"Next {name} could be {one} or {other}. Type one of the two."
            return NotADay(sentence=sentence, options=(coming, coming + week))
        case _:
            return coming


def read_count(phrase: str, today: date) -> Read:
    """ "in two weeks", "a week on Friday", "Friday week"."""
    if found := _NEXT_WEEK.fullmatch(phrase):
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=DAYS[found["weekday"] or found["day"]])
    if found := _WEEK_AFTER.fullmatch(phrase):
        return next_weekday(today, DAYS[found["weekday"]]) + timedelta(days=7)
    found = _IN.fullmatch(phrase) or _FROM.fullmatch(phrase)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    if found["unit"] == "month":
        return months_on(today, count)
    start = found.groupdict().get("start") or "today"
    base = next_weekday(today, DAYS[start]) if start in DAYS else today + timedelta(days=start == "tomorrow")
    return base + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[found["unit"]])
