"""The tables of programmes, people, releases and lessons. A column is called as the field of the word it holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.words.lesson import Kind
from bot.words.person import Audience, Platform, Side
from bot.words.programme import Names, Purpose
from bot.words.release import ReleaseState
from storage.columns import WHOLE, Base

OPEN: Final = "status IN ('not_started', 'in_progress', 'blocked')"
UNSETTLED: Final = "actions = 0 AND accepted_why IS NULL"
CARRIED: Final = "open_actions > 0"
INCOMPLETE: Final = "owner IS NULL OR due IS NULL"
OFFERED_TO: Final = "offered_to IS NOT NULL"
OFFERED: Final = f"offered_at IS NOT NULL AND {OPEN}"
WAITING: Final = "state = 'waiting'"
ASKED: Final = f"{WAITING} AND NOT unasked"
UNASKED: Final = f"{WAITING} AND unasked"
COUNTED: Final = "counted_on IS NOT NULL"
RUNNING: Final = "running"
HELD: Final = "held_in <> '[]' AND state IN ('scheduled', 'prompted', 'in_session')"

Key = Annotated[int, mapped_column(primary_key=True)]
ToProgramme = Annotated[int, mapped_column(WHOLE, ForeignKey("programme.id"))]
ToPerson = Annotated[int, mapped_column(WHOLE, ForeignKey("person.id"))]
ToChannel = Annotated[int, mapped_column(WHOLE, ForeignKey("channel.id"))]
ToRelease = Annotated[int, mapped_column(WHOLE, ForeignKey("release.id"))]
ToLesson = Annotated[int, mapped_column(WHOLE, ForeignKey("lesson.id"))]
ToReview = Annotated[int, mapped_column(WHOLE, ForeignKey("review.id"))]
ToAction = Annotated[int, mapped_column(WHOLE, ForeignKey("action.id"))]
Counter = Annotated[int, mapped_column(server_default=text("1"))]


def some(name: str, *columns: str, where: str) -> Index:
    """An index of only the rows for which the condition, written so in the query too, holds."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Programme(Base):
    """A column called `…_key` holds the same without capitals: what is typed is looked up by it."""

    __tablename__ = "programme"
    id: Mapped[Key]
    key: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str]
    region: Mapped[str]
    names: Mapped[Names | None]
    review_rule: Mapped[str | None]
    next_lesson: Mapped[Counter]
    next_action: Mapped[Counter]
    next_review: Mapped[Counter]
    key_key: Mapped[str] = mapped_column(unique=True)


class Organisation(Base):
    __tablename__ = "organisation"
    id: Mapped[Key]
    programme: Mapped[ToProgramme] = mapped_column(index=True)
    name: Mapped[str]
    side: Mapped[Side]
    sign: Mapped[str]


class QuietPeriod(Base):
    __tablename__ = "quiet_period"
    id: Mapped[Key]
    programme: Mapped[ToProgramme] = mapped_column(index=True)
    first: Mapped[date]
    last: Mapped[date]


class Person(Base):
    __tablename__ = "person"
    id: Mapped[Key]
    name: Mapped[str]
    email: Mapped[str | None]
    zone: Mapped[str | None]
    region: Mapped[str | None]
    paused: Mapped[bool]
    away_until: Mapped[date | None]
    forgotten: Mapped[bool]
    name_key: Mapped[str] = mapped_column(index=True)
    first_key: Mapped[str] = mapped_column(index=True)
    email_key: Mapped[str | None] = mapped_column(unique=True)


class Identity(Base):
    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("platform", "workspace", "account"),)
    id: Mapped[Key]
    person: Mapped[ToPerson] = mapped_column(index=True)
    platform: Mapped[Platform]
    workspace: Mapped[str]
    account: Mapped[str]
    handle: Mapped[str]
    last_used: Mapped[datetime | None]
    handle_key: Mapped[str] = mapped_column(index=True)


class Member(Base):
    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("programme", "person"),)
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    person: Mapped[ToPerson] = mapped_column(index=True)
    coordinator: Mapped[bool]
    organisation: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    side: Mapped[Side]
    noticed: Mapped[bool]
    added: Mapped[bool]
    left: Mapped[bool]


class Release(Base):
    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("programme", "name_key"),)
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    name: Mapped[str]
    state: Mapped[ReleaseState]
    live: Mapped[date | None]
    opened_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    name_key: Mapped[str]


class Channel(Base):
    """Unique without its workspace: in a shared channel people of several workspaces write under one id."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("platform", "account"),)
    id: Mapped[Key]
    programme: Mapped[ToProgramme] = mapped_column(index=True)
    platform: Mapped[Platform]
    workspace: Mapped[str]
    account: Mapped[str]
    name: Mapped[str]
    purpose: Mapped[Purpose]
    outside: Mapped[bool]
    echo: Mapped[bool]
    release: Mapped[ToRelease | None]


class ChannelMember(Base):
    __tablename__ = "channel_member"
    channel: Mapped[ToChannel] = mapped_column(primary_key=True)
    person: Mapped[ToPerson] = mapped_column(primary_key=True, index=True)


class Lesson(Base):
    """`search` holds what it is found by; votes, open_actions and actions are kept by those who change them."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("programme", "number"),
        UniqueConstraint("programme", "source"),
        Index(None, "programme", "kind", "number"),
        Index(None, "programme", "audience", "number"),
        Index(None, "programme", "release", "number"),
        Index(None, "programme", "raised_by", "number"),
        some("ix_lesson_unsettled", "programme", "number", where=UNSETTLED),
        some("ix_lesson_carried", "programme", "number", where=CARRIED),
    )
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    number: Mapped[int]
    kind: Mapped[Kind]
    text: Mapped[str]
    wording: Mapped[str | None]
    area: Mapped[str | None]
    audience: Mapped[Audience]
    raised_by: Mapped[ToPerson | None]
    raised_at: Mapped[datetime]
    anonymous: Mapped[bool]
    in_session: Mapped[bool]
    release: Mapped[ToRelease | None]
    link: Mapped[str | None]
    note: Mapped[str | None]
    accepted_why: Mapped[str | None]
    accepted_by: Mapped[ToPerson | None]
    again: Mapped[ToLesson | None]
    again_confirmed: Mapped[bool]
    merged_into: Mapped[ToLesson | None]
    deleted: Mapped[bool]
    redacted: Mapped[bool]
    token: Mapped[str | None]
    source: Mapped[str | None]
    votes: Mapped[int]
    open_actions: Mapped[int]
    actions: Mapped[int]
    search: Mapped[str]


class Vote(Base):
    __tablename__ = "vote"
    lesson: Mapped[ToLesson] = mapped_column(primary_key=True)
    person: Mapped[ToPerson] = mapped_column(primary_key=True, index=True)


class Quoted(Base):
    """Who wrote the message that a lesson was made of."""

    __tablename__ = "quoted"
    __table_args__ = (Index(None, "platform", "workspace", "account"),)
    lesson: Mapped[ToLesson] = mapped_column(primary_key=True)
    platform: Mapped[Platform]
    workspace: Mapped[str]
    account: Mapped[str]
