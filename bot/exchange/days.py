"""Dates in registers: those of years ago, and as Excel writes them into text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from bot.dates.reading import read_date
from bot.exchange.sheet import Cell

_SHORT_YEAR: Final = re.compile(r"(\D*\d{1,2}(?:st|nd|rd|th)?)([ /.-])([A-Za-z]{3,9}|\d{1,2})\2(\d{2})")
_DOTTED: Final = re.compile(r"(\d{1,2})[.-](\d{1,2})[.-](\d{4})")
_TIME: Final = re.compile(
    r"(?P<day>.*?\S)(?:,? +| *T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?P<half> ?[ap]m)?",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"[3-6]\d{4}")
_EXCEL_DAY_0: Final = date(1899, 12, 30)
"""Excel counts days from here (and believes that 1900 was a leap year)."""

_LATER: Final = timedelta(days=768)  # another year, another time of year


def day_in(cell: Cell, today: date) -> tuple[date, str] | None:
    """The day in a cell, and what had to be guessed about it, if anything; None where it can't be read.

    A word such as "Friday" or "end of month" is no date here: it depends on when it was written.
    """
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    return _day(cell.strip(), today)


def instant_in(cell: Cell, today: date, zone: tzinfo) -> datetime | None:
    """The instant in a cell; without a time, noon of that day where the programme is, which is that day everywhere."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    if isinstance(cell, str):
        text = cell.strip()
        if len(text) > 18:
            try:
                exact = datetime.fromisoformat(text)
            except ValueError:
                pass
            else:
                return exact if exact.tzinfo else exact.replace(tzinfo=zone)
        if found := _TIME.fullmatch(text):
            read = _day(found["day"], today)
            hour = (
                int(found["hour"]) % 12 + 12 * (found["half"].strip().casefold() == "pm")
                if found["half"]
                else int(found["hour"])
            )
            if read and hour < 24 and int(found["minute"]) < 60:
                return datetime.combine(read[0], time(hour, int(found["minute"])), zone)
    day = day_in(cell, today)
    return datetime.combine(day[0], time(12), zone) if day else None


@lru_cache(maxsize=10_000)
def _day(text: str, today: date) -> tuple[date, str] | None:
    if _SERIAL.fullmatch(text):
        day = _EXCEL_DAY_0 + timedelta(days=int(text))
        return day, f"taken for Excel's number of {day:%-d %b %Y}"
    if found := _TIME.fullmatch(text):
        text = found["day"]
    text = " ".join(text.replace(",", " ").split())
    if found := _SHORT_YEAR.fullmatch(text):
        text = f"{found[1]}{found[2]}{found[3]}{found[2]}20{found[4]}"
    text = _DOTTED.sub(r"\1/\2/\3", text)
    # What does not mean the same at another time hangs on the day on which it is read.
    near, far = (read_date(text, day, past_ok=True) for day in (today, today + _LATER))
    if not isinstance(near, date) or not isinstance(far, date):
        return None
    if near == far:
        return near, ""
    if (near.day, near.month) == (far.day, far.month) and any(letter.isdigit() for letter in text):
        return near, f"has no year; taken for {near:%-d %b %Y}"
    return None
