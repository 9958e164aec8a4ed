"""The emulator's own time. A test sets it; nothing ever sleeps for it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved, or follows the wall when it is `running`."""

    def __init__(self, at: datetime = START, *, running: bool = False) -> None:
        self.running = running
        self._at = at.timestamp()
        self._last = 0

    def seconds(self) -> float:
        """Now, as seconds since 1970."""
        return time.time() if self.running else self._at

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def set(self, at: datetime) -> None:
        self._at = at.timestamp()

    def advance(self, by: timedelta | float) -> None:
        """Move on by a timedelta, or by seconds."""
        self._at += by.total_seconds() if isinstance(by, timedelta) else by

    def ts(self) -> str:
        """A message's name, "1732438800.000001": always later than the one before, even while the clock stands."""
        self._last = max(self._last + 1, int(self.seconds() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
