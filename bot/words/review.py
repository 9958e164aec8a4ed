"""The post-release session, the monthly review, and the prompts that go before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.words.ids import ChannelId, PersonId, ProgrammeId, PromptId, ReleaseId, ReviewId, SessionId


class SessionState(Enum):
    SCHEDULED = "scheduled"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The gathering after a release. `at` is when it is held, as a UTC instant."""

    id: SessionId
    programme: ProgrammeId
    release: ReleaseId
    state: SessionState
    at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    channel: ChannelId | None = None


class ReviewState(Enum):
    SCHEDULED = "scheduled"
    PROMPTED = "prompted"
    IN_SESSION = "in session"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review meeting. `at` is a UTC instant, `day` its date in the programme's zone.

    `moved_why` says why it is not on the rule's own day, `moves` how often it was given another. `ask_from`: owners are
    not asked before then, where it was scheduled less than a week ahead. `held`: a coordinator keeps its prompts back
    until they say so. `opening` is the coordinator's line at the top of the summary. `open_after` is the number of open
    actions when it closed; the trend is made of these.

    Once its agenda stands in channels, these are `held_in`, by their keys. `agenda` holds the numbers of the actions in
    the order in which they are gone through, which stays as it was at the beginning; `showing` is the one being talked
    about. `run_by` has started it; nobody need.
    """

    id: ReviewId
    programme: ProgrammeId
    number: int
    state: ReviewState
    at: datetime
    day: date
    moved_why: str | None = None
    ask_from: datetime | None = None
    held: bool = False
    prompted_at: datetime | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    opening: str | None = None
    open_after: int | None = None
    posted_to: ChannelId | None = None
    moves: int = 0
    held_in: tuple[int, ...] = ()
    agenda: tuple[int, ...] = ()
    showing: int | None = None
    run_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """That `person` is asked about their actions before `review`; one row a person and review.

    `promised` is the review's date as it was told them. `asked` holds the references in the order shown. `at` is when
    it is to go out, `sent_at` when it went, `answered_at` when the last answer came: UTC instants. `ask_again` is the
    day, in their zone, that they asked to be reminded on instead of before it.
    """

    id: PromptId
    programme: ProgrammeId
    review: ReviewId
    person: PersonId
    promised: date
    asked: tuple[int, ...] = ()
    at: datetime
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    ask_again: date | None = None
