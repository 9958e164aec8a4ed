"""When owners hear from the bot: a week before the review, then as it comes near, and never in the night.

Instants go in and out in UTC; days and hours are those of the zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.rules.recurrence import instant
from bot.rules.working_days import WorkingDays

_NINE: Final = time(9)
_FIVE: Final = time(17)
_WEEK: Final = timedelta(days=7)
_OLD_ENOUGH: Final = 5


def at_nine(day: date, zone: ZoneInfo) -> datetime:
    return instant(day, _NINE, zone)


def prompt_at(review_day: date, zone: ZoneInfo, working: WorkingDays) -> datetime:
    """09:00 a week before the review, or on the last working day before that."""
    return at_nine(working.on_or_before(review_day - _WEEK), zone)


def nudge_days(
    review_day: date, working: WorkingDays, *, ask_again: date | None = None, away_until: date | None = None
) -> tuple[date, ...]:
    """Three working days before the review, one before, and its own day, in their order.

    Whoever asked to be reminded on another day (`ask_again`) is not before it, but at the latest on the working day
    before the review. What would come on leave comes on the first working day after it, unless the review is over.
    """
    before = working.add(review_day, -1)
    days = {working.add(review_day, -3), before, review_day}
    if ask_again is not None:
        instead = min(working.on_or_after(ask_again), before)
        days = {instead, *(day for day in days if day > instead)}
    if away_until is not None and min(days) <= away_until:
        back = working.add(away_until, 1)
        days = {day for day in (back, *days) if back <= day <= review_day}
    return tuple(sorted(days))


def word_day(due: date, working: WorkingDays, *, away_until: date | None = None) -> date:
    """Two working days before a due date; the first working day after a leave that holds that one."""
    day = working.add(due, -2)
    return day if away_until is None or away_until < day else working.add(away_until, 1)


def asked_about(now: datetime, zone: ZoneInfo, working: WorkingDays) -> datetime:
    """An action that was added before this instant is old enough to be asked about: five working days."""
    last = working.add(_aware(now).astimezone(zone).date(), -_OLD_ENOUGH)
    return instant(last + timedelta(days=1), time(0), zone)


def next_sending_moment(now: datetime, zone: ZoneInfo, working: WorkingDays) -> datetime:
    """Now, if it is from 09:00 to before 17:00 on a working day; otherwise the next 09:00 of one."""
    local = _aware(now).astimezone(zone)
    if _NINE <= local.time() < _FIVE and working.is_working(local.date()):
        return now.astimezone(UTC)
    return next_nine(now, zone, working)


def next_nine(now: datetime, zone: ZoneInfo, working: WorkingDays) -> datetime:
    """The next 09:00 of a working day, strictly after now."""
    day = working.on_or_after(_aware(now).astimezone(zone).date())
    nine = at_nine(day, zone)
    return nine if nine > now else at_nine(working.add(day, 1), zone)


def quarter(now: datetime) -> str:
    """The quarter of an hour that `now` is in: every zone has its 09:00 at the beginning of one."""
    return f"{_aware(now).astimezone(UTC):%Y-%m-%dT%H}:{now.minute // 15}"


def _aware(now: datetime) -> datetime:
    if now.utcoffset() is None:
        raise ValueError("a time without its zone says nothing about when to send")
    return now
