"""Whether what nobody asked for may go out now: in its recipient's hours, and within their allowance.

Prompts are first in line: whatever else would come on the same day gives way, but for a coordinator's preview, which
is of no use on another day. A prompt that has no room waits for the
next working day, as long as that comes before its review; on the last day before it goes out whatever the allowance
says, as a prompt must not be lost.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.commands.calendar import working_days
from bot.ports import Register
from bot.rules.allowance import has_room, monday
from bot.rules.deadline import next_nine
from bot.rules.hours import Hours, hours_of
from bot.rules.recurrence import instant
from bot.rules.working_days import WorkingDays
from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import ProgrammeId, ReviewId
from bot.words.person import Person
from bot.words.programme import Programme

PROMPT: Final = "prompt"
PREVIEW: Final = "preview"


class Gate:
    """For one transaction at `now`, a UTC instant."""

    def __init__(self, register: Register, now: datetime) -> None:
        self._register, self._now = register, now
        self._known: dict[ProgrammeId, tuple[Programme, WorkingDays] | None] = {}

    def let_out(self, delivery: Delivery, person: Person) -> Delivery:
        """The delivery as it may go out, counted on today; or as it waits for a later moment, or is called off."""
        known = self._programme(delivery.programme)
        if known is None:
            return replace(delivery, counted_on=self._now.date())
        hours = hours_of(person, *known)
        if (why := self._kept_back(delivery, hours)) is not None:
            # Looked at again each morning: whoever comes back early, or takes reminders again, is asked that day.
            return self._later(delivery, next_nine(self._now, hours.zone, hours.days), why)
        moment = hours.next_moment(self._now)
        if moment > self._now:
            return self._later(delivery, moment, "the day for it was over before it could be sent")
        if delivery.compose == PREVIEW or self._has_room(delivery, person, hours):
            return self._counted(delivery, hours)
        if delivery.compose != PROMPT:
            return _off(delivery, f"{person.name} was sent enough that day or that week")
        tomorrow = hours.next_nine(self._now)
        return (
            self._later(delivery, tomorrow, "") if self._in_time(delivery, tomorrow) else self._counted(delivery, hours)
        )

    def _has_room(self, delivery: Delivery, person: Person, hours: Hours) -> bool:
        today = hours.today(self._now)
        counted = self._register.deliveries.counted(person.id, monday(today), but=delivery.id)
        if not has_room(counted, today):
            return False
        midnight = instant(today + timedelta(days=1), time(0), hours.zone)
        first = (PREVIEW,) if delivery.compose == PROMPT else (PREVIEW, PROMPT)
        return not any(self._register.deliveries.expects(person.id, one, midnight) for one in first)

    def _counted(self, delivery: Delivery, hours: Hours) -> Delivery:
        today = hours.today(self._now)
        self._register.deliveries.count_on(delivery.id, today)
        return replace(delivery, counted_on=today)

    def _later(self, delivery: Delivery, at: datetime, why: str) -> Delivery:
        """A prompt waits, as long as that is of use; whatever else was meant for today is called off."""
        if delivery.compose == PROMPT and self._in_time(delivery, at):
            # It was not tried, so that was no attempt.
            return replace(delivery, due=at, counted_on=None, attempts=delivery.attempts - 1)
        return _off(delivery, why)

    def _kept_back(self, delivery: Delivery, hours: Hours) -> str | None:
        """Why it may not go out now, as long as nobody changes that; None: nothing is in its way."""
        if hours.person.paused:
            return f"{hours.person.name} asked for no reminders"
        if hours.is_away(self._now):
            return f"{hours.person.name} is away"
        review = self._register.reviews.by_id(ReviewId(int(delivery.body))) if delivery.compose == PROMPT else None
        return "its review was held back" if review is not None and review.held else None

    def _in_time(self, delivery: Delivery, at: datetime) -> bool:
        review = self._register.reviews.by_id(ReviewId(int(delivery.body)))
        return review is not None and at < review.at

    def _programme(self, programme: ProgrammeId | None) -> tuple[Programme, WorkingDays] | None:
        if programme is None:
            return None
        if programme not in self._known:
            found = self._register.programmes.get(programme)
            self._known[programme] = (found, working_days(self._register, found)) if found else None
        return self._known[programme]


def _off(delivery: Delivery, why: str) -> Delivery:
    return replace(delivery, state=DeliveryState.CANCELLED, counted_on=None, reason=why)
