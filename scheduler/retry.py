"""Again, and when? A rule without I/O and without a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zlib import crc32

BACKOFF: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)


JITTER: Final = 0.5
"""The most that is added to a wait, as a part of it."""


@dataclass(frozen=True, slots=True)
class Busy:
    """The platform asks to wait; what it says wins over our own backoff."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never go through. `reason` is for the coordinator to read."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not go through this time."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The message that was to be changed is not there any more."""


Failure = Busy | Refused | Failed | Gone


@dataclass(frozen=True, slots=True)
class Again:
    at: datetime


@dataclass(frozen=True, slots=True)
class Dead:
    reason: str


def after(failure: Failure, attempts: int, now: datetime, key: str) -> Again | Dead:
    """What follows the failure of attempt number `attempts` (from 1) at `now`, a UTC instant.

    A thousand messages that failed together are not tried together again: each waits up to a half longer, by how much
    its `key` says, so that two replicas, and a test, reckon the same.
    """
    match failure:
        case Busy(wait):
            return Again(now + wait)
        case Refused(reason):
            return Dead(reason)
        case Gone():
            return Dead("the message is not there any more")
        case Failed(reason):
            if attempts <= len(BACKOFF):
                return Again(now + BACKOFF[attempts - 1] * (1 + _jitter(key, attempts)))
            return Dead(f"no success after {attempts} attempts: {reason}")


def _jitter(key: str, attempts: int) -> float:
    """Between nothing and `JITTER`, evenly over all keys."""
    return JITTER * crc32(f"{key}:{attempts}".encode()) / 2**32
