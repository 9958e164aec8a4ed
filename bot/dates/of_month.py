"""Days of a month, in words or in numbers: "the 4th", "4 Dec", "4/12/26", "mid December"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from bot.dates.lexicon import DAYS, NUMBER_OF
from bot.dates.phrases import DAY
from bot.dates.reckoning import NotADay, Read, month_end, months_on, next_weekday
from bot.dates.show import MONTHS, WEEKDAYS, show_date

_RECENT: Final = timedelta(days=60)  # a day without a year that passed this recently was meant as the past one
_MONTH: Final = f"(?P<month>{'|'.join(NUMBER_OF)})"
_NUMBER: Final = "(?P<day>[0-9]{1,2})"
_TH: Final = "(?:st|nd|rd|th)"
_YEAR: Final = "(?: (?P<year>(?:19|20)[0-9]{2}|[0-9]{2}))?"
OF_MONTH: Final = re.compile(rf"(?:{DAY} )?{_NUMBER}{_TH}")
_PART: Final = re.compile(rf"(?P<part>end|mid|middle) {_MONTH}{_YEAR}")
_WORDED: Final = (
    re.compile(rf"(?:{DAY} )?{_NUMBER}{_TH}? {_MONTH}{_YEAR}"),
    re.compile(rf"(?:{DAY} )?{_MONTH} {_NUMBER}{_TH}?{_YEAR}"),
)
_NUMERIC: Final = re.compile(
    rf"(?:{DAY} )?{_NUMBER}(?P<sep>[/.-])(?P<month>[0-9]{{1,2}})(?:(?P=sep)(?P<year>[12][0-9]{{3}}|[0-9]{{2}}))?"
)
_ISO: Final = re.compile(rf"(?:{DAY} )?(?P<year>[12][0-9]{{3}})-(?P<month>[0-9]{{1,2}})-{_NUMBER}")


def next_day_of_month(found: re.Match[str], today: date) -> date | NotADay:
    """ "the 4th": the next day of that number, today included."""
    number = int(found["day"])
    if not 1 <= number <= 31:
        soon = show_date(next_weekday(today, 4), today)
        return NotADay(sentence=f"No month has a day {number}. Type a day such as {soon}.")
    firsts = (months_on(today.replace(day=1), ahead) for ahead in range(3))
    days = (first + timedelta(days=number - 1) for first in firsts if month_end(first.year, first.month).day >= number)
    return _agreed(next(day for day in days if day >= today), found["weekday"], today, past_ok=False)


def read_calendar(phrase: str, today: date, *, past_ok: bool) -> Read:
    """A day and a month, in words or in numbers, perhaps with its weekday and its year."""
    if found := _PART.fullmatch(phrase):
        year, month = _year(found["year"]), NUMBER_OF[found["month"]]
        years = [year] if year else [today.year + offset for offset in (-1, 0, 1)]
        day = 15 if found["part"] != "end" else None
        return _choose([date(y, month, day) if day else month_end(y, month) for y in years], None, today, past_ok)
    for worded in _WORDED:
        if found := worded.fullmatch(phrase):
            year = _year(found["year"])
            # "4 Dec 12 people" holds no year: two figures count as one only if it is near.
            if year and len(found["year"]) == 2 and not -1 <= year - today.year <= 2:
                return None
            return _on(int(found["day"]), NUMBER_OF[found["month"]], year, found["weekday"], today, past_ok=past_ok)
    found = _ISO.fullmatch(phrase) or _NUMERIC.fullmatch(phrase)
    if found is None:
        return None
    day, month, year, sep = int(found["day"]), int(found["month"]), _year(found["year"]), found.groupdict().get("sep")
    if sep in {".", "-"} and (year is None or not -10 <= year - today.year <= 10):
        return None  # "24.3" and "1.4.99" name releases
    if year is None and not (1 <= day <= 31 and 1 <= month <= 31):
        return None  # "50/50"
    return _on(day, month, year, found["weekday"], today, past_ok=past_ok)


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on(day: int, month: int, year: int | None, weekday: str | None, today: date, *, past_ok: bool) -> date | NotADay:
    years = [year] if year else [today.year + offset for offset in (-1, 0, 1)]
    days = [found for y in years if (found := _real(y, month, day))]
    if not days:
        return _impossible(day, month, year, today)
    return _agreed(_choose(days, weekday, today, past_ok), weekday, today, past_ok=past_ok)


def _choose(days: list[date], weekday: str | None, today: date, past_ok: bool) -> date:
    """Which year was meant by a day without one: the coming one, unless the day has only just passed."""
    if len(days) == 1:
        return days[0]
    wanted = DAYS[weekday] if weekday else None
    if past_ok:
        return min(days, key=lambda day: (wanted is not None and day.weekday() != wanted, abs(day - today)))
    coming = next(day for day in days if day >= today)
    recent = next((day for day in days if timedelta() < today - day <= _RECENT), coming)
    # In January "Mon 20 Dec" may be this year's or the last one's: the weekday tells.
    return coming if coming.year == today.year and coming.weekday() == wanted else recent


def _agreed(day: date, weekday: str | None, today: date, *, past_ok: bool) -> date | NotADay:
    """The day, unless the weekday typed with it is another one."""
    if weekday is None or day.weekday() == DAYS[weekday] or (day < today and not past_ok):
        return day
    other = day + timedelta(days=(DAYS[weekday] - day.weekday() + 3) % 7 - 3)
    if other < today and not past_ok:
        other += timedelta(days=7)
    first, second = sorted((day, other))
    sentence = (
        f"{show_date(day, today)[4:]} is a {WEEKDAYS[day.weekday()]}, not a {weekday.capitalize()}. "
        f"Type {show_date(first, today)} or {show_date(second, today)}."
    )
    return NotADay(sentence=sentence, options=(first, second))


def _impossible(day: int, month: int, year: int | None, today: date) -> NotADay:
    if not 1 <= month <= 12:
        swapped = _on(month, day, year, None, today, past_ok=False) if 1 <= day <= 12 and 1 <= month <= 31 else None
        if isinstance(swapped, date) and swapped >= today:
            sentence = f"There is no month {month}. In Britain the day comes first: type {show_date(swapped, today)}."
            return NotADay(sentence=sentence, options=(swapped,))
        soon = show_date(next_weekday(today, 4), today)
        return NotADay(sentence=f"There is no month {month}. Type the day and then the month, such as {soon}.")
    ends = [month_end(y, month) for y in ([year] if year else [today.year, today.year + 1])]
    last = next((end for end in ends if end >= today), next_weekday(today, 4))
    named = f"{day} {MONTHS[month - 1][:3]}" + (f" in {year or last.year}" if (day, month) == (29, 2) else "")
    sentence = f"There is no {named}. Type a day that exists, such as {show_date(last, today)}."
    return NotADay(sentence=sentence, options=(last,) if last in ends else ())
