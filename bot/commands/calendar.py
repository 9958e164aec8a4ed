"""When a programme works: its region's bank holidays and its own quiet periods."""

from __future__ import annotations

from bot.ports import Register
from bot.rules.working_days import WorkingDays
from bot.words.programme import Programme


def working_days(register: Register, programme: Programme) -> WorkingDays:
    """The programme's working days: its region's bank holidays and its quiet periods are none."""
    quiet = tuple((period.first, period.last) for period in register.programmes.quiet(programme.id))
    return WorkingDays(region=programme.region, quiet=quiet)
