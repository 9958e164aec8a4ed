"""What the fake keeps: one dict a table. Rows are frozen, so copying the dicts copies the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.words.action import Action, Update
from bot.words.audit import Code, Draft, Entry, Undo
from bot.words.chat import Chat
from bot.words.delivery import Delivery
from bot.words.heartbeat import Heartbeat
from bot.words.ids import ActionId, ChannelId, LessonId, PersonId, ProgrammeId, ReviewId
from bot.words.installation import Installation
from bot.words.lesson import Lesson, Quoted
from bot.words.person import Identity, Member, Organisation, Person
from bot.words.programme import Channel, Programme, QuietPeriod
from bot.words.release import Check, Release
from bot.words.review import Prompt, Review, Session

Row = TypeVar("Row")


@dataclass(slots=True)
class State:
    """Rows by their keys; `numbers` holds the last number given by noun and programme."""

    seen: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    identities: dict[int, Identity] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    present: set[tuple[ChannelId, PersonId]] = field(default_factory=set)
    programmes: dict[int, Programme] = field(default_factory=dict)
    organisations: dict[int, Organisation] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    quiet: dict[int, QuietPeriod] = field(default_factory=dict)
    lessons: dict[int, Lesson] = field(default_factory=dict)
    quoted: dict[int, Quoted] = field(default_factory=dict)
    votes: set[tuple[LessonId, PersonId]] = field(default_factory=set)
    actions: dict[int, Action] = field(default_factory=dict)
    updates: dict[int, Update] = field(default_factory=dict)
    updates_of: dict[ActionId, tuple[int, ...]] = field(default_factory=dict)
    releases: dict[int, Release] = field(default_factory=dict)
    checks: dict[int, Check] = field(default_factory=dict)
    reviews: dict[int, Review] = field(default_factory=dict)
    prompts: dict[int, Prompt] = field(default_factory=dict)
    sessions: dict[int, Session] = field(default_factory=dict)
    attendance: set[tuple[ReviewId, PersonId]] = field(default_factory=set)
    deliveries: dict[int, Delivery] = field(default_factory=dict)
    leases: dict[int, datetime] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    undos: dict[int, Undo] = field(default_factory=dict)
    codes: dict[int, Code] = field(default_factory=dict)
    wrong: list[tuple[str, datetime]] = field(default_factory=list)
    installations: dict[int, Installation] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    heartbeat: Heartbeat | None = None
    drafts: dict[int, Draft] = field(default_factory=dict)
    numbers: Counter[tuple[str, ProgrammeId]] = field(default_factory=Counter)

    def copy(self) -> State:
        return State(**{each.name: copy(getattr(self, each.name)) for each in fields(self)})

    def next_number(self, noun: str, programme: ProgrammeId) -> int:
        self.numbers[noun, programme] += 1
        return self.numbers[noun, programme]


def add(table: dict[int, Row], row: Row, **changes: object) -> Row:
    """Store a row under the next key."""
    key = next(reversed(table), 0) + 1
    table[key] = replace(row, id=key, **changes)  # pyright: ignore[reportArgumentType]  # every row is a dataclass
    return table[key]


def save(table: dict[int, Any], row: Any) -> None:
    """Replace a row that is there."""
    if row.id not in table:
        raise KeyError(f"{type(row).__name__} {row.id} was never added")
    table[row.id] = row


def find(table: Mapping[int, Row], **wanted: Any) -> list[Row]:
    """The rows whose fields have these values, in the order of their keys."""
    return [row for row in table.values() if all(getattr(row, name) == value for name, value in wanted.items())]


def first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None
