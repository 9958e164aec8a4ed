"""Reviews, the prompts before them, and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, select, update

from bot.words.ids import PersonId, ProgrammeId, ReleaseId, ReviewId
from bot.words.review import Prompt, Review, ReviewState, Session, SessionState
from storage import tables_of_work as t
from storage.numbers import next_number
from storage.shelf import Shelf, add, add_new, insert_for, save
from storage.tables import Programme

REVIEW: Final = Shelf(Review, t.Review)
PROMPT: Final = Shelf(Prompt, t.Prompt, unique=("review", "person"))
SESSION: Final = Shelf(Session, t.Session)

_WAITING: Final = (ReviewState.SCHEDULED, ReviewState.PROMPTED, ReviewState.IN_SESSION)
_LAST: Final = 50
"""Prompts to look back through for the last of each programme: more than a person has in a year."""
_AHEAD: Final = (SessionState.SCHEDULED, SessionState.RUNNING)


class SqlReviews:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, review: Review) -> Review:
        number = next_number(self._connection, "next_review", review.programme)
        return add(self._connection, REVIEW, review, number=number)

    def save(self, review: Review) -> None:
        save(self._connection, REVIEW, review, fixed=("programme", "number"))

    def get(self, programme: ProgrammeId, number: int) -> Review | None:
        return REVIEW.one(self._connection, t.Review.programme == programme, t.Review.number == number)

    def by_id(self, review: ReviewId) -> Review | None:
        return REVIEW.by(self._connection, id=review)

    def current(self, programme: ProgrammeId) -> Review | None:
        query = REVIEW.select(t.Review.programme == programme, t.Review.state.in_(_WAITING))
        found = REVIEW.many(self._connection, query.order_by(t.Review.at, t.Review.id).limit(1))
        return found[0] if found else None

    def hold(self, programme: ProgrammeId) -> None:
        self._connection.execute(select(Programme.id).where(Programme.id == programme).with_for_update(key_share=True))

    def last_closed(self, programme: ProgrammeId, *, limit: int) -> Sequence[Review]:
        query = REVIEW.select(t.Review.programme == programme, t.Review.state == ReviewState.CLOSED)
        newest = query.order_by(t.Review.at.desc(), t.Review.number.desc()).limit(limit)
        return REVIEW.many(self._connection, newest)

    def waiting(self) -> Sequence[Review]:
        query = REVIEW.select(t.Review.state.in_(_WAITING)).order_by(t.Review.at, t.Review.id)
        return REVIEW.many(self._connection, query)

    def add_prompts(self, prompts: Sequence[Prompt]) -> int:
        return add_new(self._connection, PROMPT, prompts)

    def save_prompt(self, prompt: Prompt) -> None:
        save(self._connection, PROMPT, prompt)

    def prompt(self, review: ReviewId, person: PersonId) -> Prompt | None:
        return PROMPT.by(self._connection, review=review, person=person)

    def prompts(self, review: ReviewId, *, promised_before: date | None = None) -> Sequence[Prompt]:
        earlier = [] if promised_before is None else [t.Prompt.promised < promised_before]
        return PROMPT.many(self._connection, PROMPT.select(t.Prompt.review == review, *earlier).order_by(t.Prompt.id))

    def prompted(self, review: ReviewId, now: datetime) -> None:
        first = update(t.Review).where(t.Review.id == review, t.Review.state == ReviewState.SCHEDULED)
        self._connection.execute(first.values(state=ReviewState.PROMPTED, prompted_at=now))

    def last_prompts(self, person: PersonId) -> Sequence[Prompt]:
        sent = PROMPT.select(t.Prompt.person == person, t.Prompt.sent_at.is_not(None))
        newest = PROMPT.many(self._connection, sent.order_by(t.Prompt.sent_at.desc(), t.Prompt.id.desc()).limit(_LAST))
        by_programme: dict[ProgrammeId, Prompt] = {}
        for prompt in newest:
            by_programme.setdefault(prompt.programme, prompt)
        return list(by_programme.values())

    def stand(self, review: ReviewId, channels: tuple[int, ...], agenda: tuple[int, ...]) -> None:
        REVIEW.write(self._connection, review, {"held_in": channels, "agenda": agenda})

    def show(self, review: ReviewId, number: int | None) -> None:
        REVIEW.write(self._connection, review, {"showing": number})

    def attended(self, review: ReviewId, person: PersonId) -> None:
        there = insert_for(self._connection)(t.Attendance).values(review=review, person=person)
        self._connection.execute(there.on_conflict_do_nothing())

    def forget_attendance(self, review: ReviewId) -> None:
        self._connection.execute(delete(t.Attendance).where(t.Attendance.review == review))

    def attendance(self, review: ReviewId) -> Sequence[PersonId]:
        query = select(t.Attendance.person).where(t.Attendance.review == review).order_by(t.Attendance.person)
        return [PersonId(person) for person in self._connection.execute(query).scalars()]

    def add_session(self, session: Session) -> Session:
        return add(self._connection, SESSION, session)

    def save_session(self, session: Session) -> None:
        save(self._connection, SESSION, session)

    def session(self, programme: ProgrammeId, release: ReleaseId | None = None) -> Session | None:
        about = [t.Session.release == release] if release is not None else []
        query = SESSION.select(t.Session.programme == programme, t.Session.state.in_(_AHEAD), *about)
        # "running" stands before "scheduled" in the alphabet too.
        ordered = query.order_by(t.Session.state, t.Session.at.desc(), t.Session.id.desc())
        found = SESSION.many(self._connection, ordered.limit(1))
        return found[0] if found else None
