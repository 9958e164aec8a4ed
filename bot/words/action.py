"""Actions: what is done about a lesson, by whom and by when; and the updates that make up their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from bot.words.ids import NEW, ActionId, LessonId, PersonId, ProgrammeId, ReleaseId, ReviewId, UpdateId
from bot.words.person import Audience


class Status(Enum):
    """Where an action stands. `.value` is what people read, `.name.lower()` what is stored and scripted."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"  # cannot go on until something else happens
    DONE = "done"
    DROPPED = "dropped"  # will not be done, on purpose


OPEN: Final = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS, Status.BLOCKED})
CLOSED: Final = frozenset({Status.DONE, Status.DROPPED})


class How(Enum):
    """How an update was given."""

    TYPED = "typed"
    BUTTON = "button"
    ANSWER = "answer"
    REVIEW = "review"
    JIRA = "jira"
    IMPORTED = "import"
    SCHEDULE = "schedule"  # by Learnt itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action of a programme's register. The reference is `A-` and `number`.

    `owner` and `due` may be missing until someone gives them. `due_release`: the date follows that release's live
    date. `offered_to` is asked to take it over and has not said yes. `fine`: the owner has agreed to hold it.
    `offered_at` is when whoever has still to agree was asked.
    `result` is the address of what came out of it. `updated_at`, `created_at`: UTC instants. `moves` counts changes
    of the due date.
    """

    id: ActionId
    programme: ProgrammeId
    number: int
    lesson: LessonId
    text: str
    owner: PersonId | None = None
    due: date | None = None
    due_release: ReleaseId | None = None
    status: Status = Status.NOT_STARTED
    audience: Audience = Audience.PARTNERS
    offered_to: PersonId | None = None
    offered_at: datetime | None = None
    fine: bool = False
    result: str | None = None
    note: str | None = None
    moves: int = 0
    created_at: datetime
    created_by: PersonId | None = None
    updated_at: datetime
    source: str | None = None
    redacted: bool = False

    @property
    def reference(self) -> str:
        return f"A-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_blocked(self) -> bool:
        return self.status is Status.BLOCKED

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One entry of an action's history; entries are only ever added.

    `status` is None where it stays as it was; `due` and `owner` likewise. `unowned`: whoever held it has let it go, so
    that it waits for an owner. `note` is what others may read; `words` is the answer
    as typed, for its owner and the coordinators only, removed once `review` has closed. `at` is a UTC instant.
    """

    id: UpdateId
    action: ActionId
    at: datetime
    by: PersonId | None
    how: How
    status: Status | None = None
    due: date | None = None
    owner: PersonId | None = None
    unowned: bool = False
    note: str | None = None
    words: str | None = None
    review: ReviewId | None = None


def first_date(action: Action) -> Update:
    """The entry that says which date an action came with."""
    how = How.TYPED if action.source is None else How.IMPORTED
    by, at = action.created_by, action.created_at
    return Update(id=UpdateId(NEW), action=action.id, at=at, by=by, how=how, due=action.due)
