"""The time of a storm, which several processes read from one file."""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 11, 24, 11, tzinfo=UTC)
SPEED = 60
"""A second of ours is a minute of it."""
_NUMBERS = 9


class Time:
    """Numbers in a file: when it began, and by how many seconds each replica's clock is wrong; 0 is everybody's."""

    def __init__(self, file: Path) -> None:
        is_new = not file.exists()
        if is_new:
            file.write_bytes(bytes(8 * _NUMBERS))
        with file.open("r+b") as opened:
            self._numbers = mmap.mmap(opened.fileno(), 8 * _NUMBERS)
        if is_new:
            self._put(8, time.time())

    def jump(self, seconds: float, replica: int = 0) -> None:
        """Everybody's clock, or one replica's, goes on from so much later, or earlier."""
        self._put(replica, self._get(replica) + seconds)

    def right(self) -> None:
        """All replicas' clocks are right again."""
        for replica in range(1, 8):
            self._put(replica, 0)

    def now(self, replica: int = 0) -> datetime:
        seconds = (time.time() - self._get(8)) * SPEED + self._get(0)
        return START + timedelta(seconds=seconds + (self._get(replica) if replica else 0))

    def clock(self, replica: int) -> Callable[[], datetime]:
        return lambda: self.now(replica)

    def _get(self, place: int) -> float:
        found: float = struct.unpack_from("d", self._numbers, 8 * place)[0]
        return found

    def _put(self, place: int, value: float) -> None:
        struct.pack_into("d", self._numbers, 8 * place, value)
