"""Who did what, when and why; and the small things that live for minutes or a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.words.ids import AuditId, CodeId, DraftId, PersonId, ProgrammeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the audit log: never the text itself. `about` is a reference, or several."""

    id: AuditId
    at: datetime
    programme: ProgrammeId | None
    person: PersonId | None
    what: str
    about: str | None = None
    why: str | None = None
    how: str = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The line that takes back what `entry` did. Kept for a day, apart from the log, as it may hold a text."""

    entry: AuditId
    person: PersonId
    line: str
    about: str
    at: datetime
    used: bool = False


class CodeKind(Enum):
    CHANNEL = "channel"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A one-time code that joins a channel to a programme, or an account to a person. Only its hash is kept."""

    id: CodeId
    kind: CodeKind
    hash: str
    programme: ProgrammeId | None
    person: PersonId
    expires: datetime
    used: bool = False
    taken_by: PersonId | None = None  # who typed it, until the first account has confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line too long for a button, or kept for a person who was asked something about it."""

    id: DraftId
    person: PersonId | None
    line: str
    at: datetime
