"""A lesson as it travels between registers: with the names of people and releases in place of keys.

A person is written as `Name <address>`, or as whatever a file calls them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.words.action import How, Status
from bot.words.lesson import Kind
from bot.words.person import Audience

NOBODY: Final = "nobody"
"""The new owner, where whoever held an action has let it go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """One entry of an action's history. `owner` is empty where it stayed as it was."""

    at: datetime
    by: str = ""
    how: How = How.IMPORTED
    status: Status | None = None
    due: date | None = None
    owner: str = ""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRecord:
    """`sheet` and `row` are where it stands, `place` what it is called there: a number of its own, or its row.

    `history` is None where the file says nothing of histories.
    """

    sheet: str = ""
    row: int = 0
    place: str = ""
    text: str
    owner: str = ""
    due: date | None = None
    follows: str = ""
    status: Status = Status.NOT_STARTED
    note: str | None = None
    result: str | None = None
    audience: Audience | None = None
    offered_to: str = ""
    offered_at: datetime | None = None
    fine: bool = False
    moves: int = 0
    added_at: datetime | None = None
    added_by: str = ""
    changed_at: datetime | None = None
    history: tuple[ChangeRecord, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRecord:
    """`sheet`, `row` and `place` as for an action; `again` is the place of the lesson that came back."""

    sheet: str = ""
    row: int = 0
    place: str = ""
    text: str
    kind: Kind = Kind.UNSORTED
    wording: str | None = None
    area: str | None = None
    release: str = ""
    audience: Audience = Audience.PARTNERS
    raised_by: str = ""
    raised_at: datetime | None = None
    anonymous: bool = False
    in_session: bool = False
    votes: int = 0
    link: str | None = None
    note: str | None = None
    accepted_why: str | None = None
    accepted_by: str = ""
    again: str = ""
    again_confirmed: bool = False
    actions: tuple[ActionRecord, ...] = ()
