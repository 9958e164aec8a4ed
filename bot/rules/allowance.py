"""How much a person is sent unasked, over all programmes: one message a day, three a week from Monday to Sunday."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

A_WEEK: Final = 3


def monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def has_room(counted: Sequence[date], today: date) -> bool:
    """Whether one more may go today. `counted` holds the day of each message, all of them in the recipient's zone."""
    this_week = [day for day in counted if monday(day) == monday(today)]
    return today not in this_week and len(this_week) < A_WEEK
