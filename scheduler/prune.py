"""What is of no use any more is forgotten: seen events with their answers, how to undo, codes, drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.ports import OpenRegister

SEEN: Final = timedelta(days=7)
"""How long an event is known again: far longer than any platform sends one again."""
UNDO: Final = timedelta(days=1)
"""How long a change can be taken back, and a code or a wrong one is remembered."""
DRAFTS: Final = timedelta(days=30)
"""How long a line that was too long for its button is kept."""
BATCH: Final = 2_000
"""Rows a transaction: long enough to keep up with any traffic, short enough that nobody waits for the writer."""


def is_time(now: datetime) -> bool:
    """Once an hour, in its first minute, is often enough for what ticks each second."""
    return now.minute == 0


def pruning(open_register: OpenRegister, now: datetime) -> Iterator[int]:
    """Forget it in steps, each a transaction; yields how many rows each removed."""
    while True:
        with open_register() as register:
            removed = register.seen.prune(now - SEEN, limit=BATCH)
            removed += register.audit.prune(now - UNDO, now - DRAFTS, limit=BATCH)
            if removed:
                register.commit()
        if not removed:
            return
        yield removed
