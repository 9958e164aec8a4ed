"""The tables of what is done about lessons: actions, checks, reviews, deliveries; and the log of it all."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Computed, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.words.action import How, Status
from bot.words.address import Address
from bot.words.audit import CodeKind
from bot.words.delivery import DeliveryKind, DeliveryState
from bot.words.person import Audience, Platform
from bot.words.release import Outcome
from bot.words.review import ReviewState, SessionState
from storage.columns import BYTEWISE, Base
from storage.tables import (
    ASKED,
    COUNTED,
    INCOMPLETE,
    OFFERED,
    OFFERED_TO,
    OPEN,
    RUNNING,
    UNASKED,
    Key,
    ToAction,
    ToChannel,
    ToLesson,
    ToPerson,
    ToProgramme,
    ToRelease,
    ToReview,
    some,
)


class Action(Base):
    """`release` is its lesson's; `sort_due` puts those without a date last."""

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("programme", "number"),
        UniqueConstraint("programme", "source"),
        Index(None, "programme", "sort_due", "number"),
        Index(None, "programme", "owner", "sort_due", "number"),
        Index(None, "programme", "release", "sort_due", "number"),
        Index(None, "programme", "updated_at", "number"),
        some("ix_action_open", "programme", "sort_due", "number", where=OPEN),
        some("ix_action_open_of", "programme", "owner", "sort_due", "number", where=OPEN),
        some("ix_action_open_for", "programme", "audience", "sort_due", "number", where=OPEN),
        some("ix_action_offered_to", "programme", "offered_to", "sort_due", "number", where=OFFERED_TO),
        some("ix_action_offered", "offered_at", "id", where=OFFERED),
        some("ix_action_incomplete", "programme", "sort_due", "number", where=INCOMPLETE),
    )
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    number: Mapped[int]
    lesson: Mapped[ToLesson] = mapped_column(index=True)
    text: Mapped[str]
    owner: Mapped[ToPerson | None]
    due: Mapped[date | None]
    due_release: Mapped[ToRelease | None] = mapped_column(index=True)
    status: Mapped[Status]
    audience: Mapped[Audience]
    offered_to: Mapped[ToPerson | None]
    offered_at: Mapped[datetime | None]
    fine: Mapped[bool]
    result: Mapped[str | None]
    note: Mapped[str | None]
    moves: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[ToPerson | None]
    updated_at: Mapped[datetime]
    source: Mapped[str | None]
    redacted: Mapped[bool]
    release: Mapped[ToRelease | None]
    sort_due: Mapped[date] = mapped_column(Computed("coalesce(due, '9999-12-31')", persisted=True))


class ActionUpdate(Base):
    """Append-only, but for the words and notes that are taken out (`storage/triggers.py`)."""

    __tablename__ = "action_update"
    id: Mapped[Key]
    action: Mapped[ToAction] = mapped_column(index=True)
    at: Mapped[datetime]
    by: Mapped[ToPerson | None] = mapped_column(index=True)
    how: Mapped[How]
    status: Mapped[Status | None]
    due: Mapped[date | None]
    owner: Mapped[ToPerson | None]
    note: Mapped[str | None]
    words: Mapped[str | None]
    review: Mapped[ToReview | None] = mapped_column(index=True)
    unowned: Mapped[bool] = mapped_column(server_default=false())


class ReleaseCheck(Base):
    __tablename__ = "release_check"
    __table_args__ = (UniqueConstraint("release", "lesson"),)
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    release: Mapped[ToRelease]
    lesson: Mapped[ToLesson] = mapped_column(index=True)
    outcome: Mapped[Outcome | None]
    why: Mapped[str | None]
    by: Mapped[ToPerson | None]
    at: Mapped[datetime]


class Session(Base):
    __tablename__ = "session"
    __table_args__ = (Index(None, "programme", "state", "at"),)
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    release: Mapped[ToRelease]
    state: Mapped[SessionState]
    at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    channel: Mapped[ToChannel | None]


class Review(Base):
    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("programme", "number"),
        Index(None, "programme", "state", "at"),
        Index(None, "state", "at"),
    )
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    number: Mapped[int]
    state: Mapped[ReviewState]
    at: Mapped[datetime]
    day: Mapped[date]
    moved_why: Mapped[str | None]
    ask_from: Mapped[datetime | None]
    held: Mapped[bool] = mapped_column(server_default=false())
    prompted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    opening: Mapped[str | None]
    open_after: Mapped[int | None]
    posted_to: Mapped[ToChannel | None]
    moves: Mapped[int] = mapped_column(server_default=text("0"))
    held_in: Mapped[tuple[int, ...]] = mapped_column(server_default=text("'[]'"))
    agenda: Mapped[tuple[int, ...]] = mapped_column(server_default=text("'[]'"))
    showing: Mapped[int | None]
    run_by: Mapped[ToPerson | None]


class Attendance(Base):
    """Who pressed or typed something where a review was held, while it was."""

    __tablename__ = "attendance"
    review: Mapped[ToReview] = mapped_column(primary_key=True)
    person: Mapped[ToPerson] = mapped_column(primary_key=True, index=True)


class Prompt(Base):
    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("review", "person"), Index(None, "person", "sent_at"))
    id: Mapped[Key]
    programme: Mapped[ToProgramme]
    review: Mapped[ToReview]
    person: Mapped[ToPerson]
    promised: Mapped[date]
    asked: Mapped[tuple[int, ...]]
    at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ask_again: Mapped[date | None]


class Delivery(Base):
    __tablename__ = "delivery"
    __table_args__ = (
        some("ix_delivery_asked", "due", "id", where=ASKED),
        some("ix_delivery_unasked", "due", "id", where=UNASKED),
        some("ix_delivery_running", "programme", where=RUNNING),
        some("ix_delivery_counted", "person", "counted_on", where=COUNTED),
        Index(None, "programme", "state", "id"),
    )
    id: Mapped[Key]
    key: Mapped[str] = mapped_column(BYTEWISE, unique=True)
    programme: Mapped[ToProgramme | None]
    kind: Mapped[DeliveryKind]
    person: Mapped[ToPerson | None] = mapped_column(index=True)
    channel: Mapped[ToChannel | None]
    body: Mapped[str]
    compose: Mapped[str | None]
    due: Mapped[datetime]
    state: Mapped[DeliveryState]
    unasked: Mapped[bool]
    counted_on: Mapped[date | None]
    attempts: Mapped[int]
    remote: Mapped[str | None]
    reason: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    wanted: Mapped[int]
    sent: Mapped[int]
    address: Mapped[Address | None]
    running: Mapped[bool] = mapped_column(server_default=false())
    shown: Mapped[str | None]
    leased_until: Mapped[datetime | None]


class Seen(Base):
    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str]


class Audit(Base):
    """Append-only (`storage/triggers.py`)."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "programme", "id"),)
    id: Mapped[Key]
    at: Mapped[datetime]
    programme: Mapped[ToProgramme | None]
    person: Mapped[ToPerson | None]
    what: Mapped[str]
    about: Mapped[str | None]
    why: Mapped[str | None]
    how: Mapped[str]


class Undo(Base):
    __tablename__ = "undo"
    __table_args__ = (Index(None, "person", "at"),)
    entry: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    person: Mapped[ToPerson]
    line: Mapped[str]
    about: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    used: Mapped[bool]


class Code(Base):
    __tablename__ = "code"
    id: Mapped[Key]
    kind: Mapped[CodeKind]
    hash: Mapped[str] = mapped_column(unique=True)
    programme: Mapped[ToProgramme | None]
    person: Mapped[ToPerson] = mapped_column(index=True)
    expires: Mapped[datetime]
    used: Mapped[bool]
    taken_by: Mapped[ToPerson | None]


class WrongCode(Base):
    __tablename__ = "wrong_code"
    __table_args__ = (Index(None, "account", "at"),)
    id: Mapped[Key]
    account: Mapped[str]
    at: Mapped[datetime]


class Draft(Base):
    __tablename__ = "draft"
    id: Mapped[Key]
    person: Mapped[ToPerson | None] = mapped_column(index=True)
    line: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class Installation(Base):
    """`token` and `refresh` are sealed."""

    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("platform", "workspace"),)
    id: Mapped[Key]
    platform: Mapped[Platform]
    workspace: Mapped[str]
    organisation: Mapped[str]
    name: Mapped[str]
    bot: Mapped[str]
    scopes: Mapped[str]
    token: Mapped[str | None]
    refresh: Mapped[str | None]
    expires: Mapped[datetime | None]
    installed_at: Mapped[datetime]
    installed_by: Mapped[str]
    revoked_at: Mapped[datetime | None]


class Chat(Base):
    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("platform", "account"),)
    id: Mapped[Key]
    platform: Mapped[Platform]
    workspace: Mapped[str]
    account: Mapped[str]
    conversation: Mapped[str]
    member: Mapped[str] = mapped_column(index=True)
    service_url: Mapped[str]


class Heartbeat(Base):
    """One row: when the scheduler last ran, on whichever replica, and when a message last went out."""

    __tablename__ = "heartbeat"
    id: Mapped[Key]
    ticked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
