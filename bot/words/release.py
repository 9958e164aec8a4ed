"""Releases, and what became of earlier lessons in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.words.ids import CheckId, LessonId, PersonId, ProgrammeId, ReleaseId


class ReleaseState(Enum):
    PLANNED = "planned"
    OPEN = "open"
    DELIVERED = "delivered"  # live
    CLOSED = "closed"  # session held, report issued
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release. `live` is the planned, later the actual, live date; the instants are UTC."""

    id: ReleaseId
    programme: ProgrammeId
    name: str
    state: ReleaseState
    live: date | None = None
    opened_at: datetime
    delivered_at: datetime | None = None
    closed_at: datetime | None = None


class Outcome(Enum):
    """What became of an earlier lesson in a later release."""

    APPLIED = "applied"
    NOT_APPLICABLE = "not applicable"
    STILL_OPEN = "still open"
    CAME_BACK = "came back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What became of `lesson` in `release`. `outcome` is None while nobody has said; `at` is a UTC instant."""

    id: CheckId
    programme: ProgrammeId
    release: ReleaseId
    lesson: LessonId
    outcome: Outcome | None = None
    why: str | None = None
    by: PersonId | None = None
    at: datetime
