"""Again, and when? A rule without I/O and without a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

BACKOFF: Final = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)


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


def after(failure: Failure, attempts: int, now: datetime) -> Again | Dead:
    """What follows the failure of attempt number `attempts` (from 1) at `now`, a UTC instant."""
    match failure:
        case Busy(wait):
            return Again(now + wait)
        case Refused(reason):
            return Dead(reason)
        case Gone():
            return Dead("the message is not there any more")
        case Failed(reason):
            if attempts <= len(BACKOFF):
                return Again(now + BACKOFF[attempts - 1])
            return Dead(f"no success after {attempts} attempts: {reason}")
