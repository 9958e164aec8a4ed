"""Lessons: things to keep and things to improve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.words.ids import LessonId, PersonId, ProgrammeId, ReleaseId
from bot.words.person import Audience, Platform


class Kind(Enum):
    """What a lesson asks for."""

    KEEP = "keep"
    IMPROVE = "improve"
    UNSORTED = "unsorted"  # until someone says


class Fate(Enum):
    """What has become of a lesson. Derived, never stored."""

    OPEN = "open"
    ACTED_ON = "acted on"
    ACCEPTED = "accepted as it is"
    APPLIED = "applied in a later release"
    CAME_BACK = "came back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson of a programme's register. The reference is `L-` and `number`.

    `text` is as it was typed; `wording` as it was agreed for reports. `raised_by` is None for an anonymous lesson and
    for one raised by the room in a session (`in_session`). `raised_at` is a UTC instant (of an anonymous lesson only
    its day counts). `link` leads to the message it came from. `merged_into` and `deleted` take it out of every list.
    `token` is the hash of an anonymous author's one-day key. `source` is the imported row's identity.
    `actions` and `open_actions` count those that its reader may read.
    """

    id: LessonId
    programme: ProgrammeId
    number: int
    kind: Kind
    text: str
    wording: str | None = None
    area: str | None = None
    audience: Audience = Audience.PARTNERS
    raised_by: PersonId | None = None
    raised_at: datetime
    anonymous: bool = False
    in_session: bool = False
    release: ReleaseId | None = None
    link: str | None = None
    note: str | None = None
    accepted_why: str | None = None
    accepted_by: PersonId | None = None
    again: LessonId | None = None
    again_confirmed: bool = False
    merged_into: LessonId | None = None
    deleted: bool = False
    redacted: bool = False
    token: str | None = None
    source: str | None = None
    votes: int = 0
    open_actions: int = 0
    actions: int = 0

    @property
    def reference(self) -> str:
        return f"L-{self.number}"

    @property
    def reads(self) -> str:
        """The words to show: the agreed wording if there is one, else what was typed."""
        return self.wording or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Whose message a lesson was made of, by their account. Kept, and shown to nobody: they did not ask to be named."""

    lesson: LessonId
    platform: Platform
    workspace: str
    account: str


def fate_of(lesson: Lesson, *, applied: bool = False, came_back: bool = False) -> Fate:
    """What has become of a lesson, given what later releases found."""
    if came_back:
        return Fate.CAME_BACK
    if applied:
        return Fate.APPLIED
    if lesson.accepted_why is not None:
        return Fate.ACCEPTED
    if lesson.actions and not lesson.open_actions:
        return Fate.ACTED_ON
    return Fate.OPEN
