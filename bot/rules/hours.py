"""When a person may be written to unasked: from 09:00 to 17:00 of their own working days, and never on leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.rules.deadline import next_nine, next_sending_moment
from bot.rules.working_days import WorkingDays
from bot.words.person import Person, zone_of
from bot.words.programme import Programme


@dataclass(frozen=True, slots=True)
class Hours:
    """One person's, in one programme. Instants go in and out in UTC; days are those of the person's zone."""

    person: Person
    zone: ZoneInfo
    days: WorkingDays

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def is_away(self, now: datetime) -> bool:
        return self.person.away_until is not None and self.today(now) <= self.person.away_until

    def next_moment(self, now: datetime) -> datetime:
        """Now, if they may be written to now; otherwise the next 09:00 at which they may."""
        return next_sending_moment(now, self.zone, self._present(now))

    def next_nine(self, now: datetime) -> datetime:
        """The next 09:00 at which they may be written to, strictly after now."""
        return next_nine(now, self.zone, self._present(now))

    def _present(self, now: datetime) -> WorkingDays:
        """Their working days from now on, without their leave."""
        if not self.is_away(now) or self.person.away_until is None:
            return self.days
        return replace(self.days, quiet=(*self.days.quiet, (self.today(now), self.person.away_until)))


def hours_of(person: Person, programme: Programme, days: WorkingDays) -> Hours:
    """`days` are the programme's; the person's own bank holidays count instead, where their region is known."""
    theirs = replace(days, region=person.region) if person.region else days
    return Hours(person, zone_of(person, programme.zone), theirs)
