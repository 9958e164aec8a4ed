"""How days and times are written."""

from __future__ import annotations

from datetime import date, time
from typing import Final

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December")  # fmt: skip


def show_date(day: date, today: date) -> str:
    """ "Fri 4 Dec", with the year only if it is not today's year."""
    year = "" if day.year == today.year else f" {day.year:04d}"
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"


def show_time(at: time) -> str:
    return f"{at.hour:02d}:{at.minute:02d}"
