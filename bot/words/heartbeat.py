"""How it is known that reminders have not stopped: nobody would notice by their absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LATE: Final = timedelta(minutes=15)
"""What falls due and is not looked at for longer than this is late."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the scheduler last looked at what falls due, on whichever replica, and when a message last went out.

    Both are UTC instants, true to the minute.
    """

    ticked_at: datetime
    sent_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether nobody has looked for longer than is good."""
        return now - self.ticked_at > LATE
