"""Lessons, with their votes and their search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Connection, and_, delete, func, insert, select, update

from bot.ports import LessonFilter
from bot.words.ids import LessonId, PersonId, ProgrammeId
from bot.words.lesson import Lesson, Quoted
from bot.words.person import Audience, Viewer
from storage import tables as t
from storage.counts import all_as_seen, as_seen, carried, unsettled
from storage.lookup import lessons_with
from storage.numbers import next_number
from storage.parts import first_keys
from storage.search import stored
from storage.shelf import STREAMED, Shelf, add, insert_for, save
from storage.tables_of_work import Action
from storage.visible import visible, visible_parts

LESSON: Final = Shelf(Lesson, t.Lesson, also_names=["search"])
QUOTED: Final = Shelf(Quoted, t.Quoted)


def _fits(viewer: Viewer, which: LessonFilter) -> ColumnElement[bool]:
    """The filter as a condition; conditions that have an index of their own are written as that index has them."""
    conditions: list[ColumnElement[bool]] = []
    if which.kind is not None:
        conditions.append(t.Lesson.kind == which.kind)
    if which.release is not None:
        conditions.append(t.Lesson.release == which.release)
    if which.raised_by is not None:
        conditions.append(t.Lesson.raised_by == which.raised_by)
    if which.between:
        conditions.append(t.Lesson.release.is_(None))
    if which.unsettled:
        conditions.append(unsettled(viewer))
    if which.carried:
        conditions.append(carried(viewer))
    return and_(True, *conditions)


def _in_parts(viewer: Viewer, which: LessonFilter) -> bool:
    """Whether much may be hidden from the viewer on the way to a page; a filter's own index makes the way short.

    That of the unsettled ones is the coordinators' alone: what is unsettled differs by who reads.
    """
    return viewer.clearance is not Audience.PMO and replace(which, unsettled=False) == LessonFilter()


def _keys(viewer: Viewer, fits: ColumnElement[bool], limit: int) -> CompoundSelect[Any]:
    return first_keys(t.Lesson.id, visible_parts(viewer), fits, [t.Lesson.number.desc()], limit)


class SqlLessons:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, lesson: Lesson) -> Lesson:
        number = next_number(self._connection, "next_lesson", lesson.programme)
        search = stored(lesson, number, self._connection.dialect.name)
        return add(self._connection, LESSON, lesson, {"search": search}, number=number, open_actions=0, actions=0)

    def get(self, viewer: Viewer, number: int) -> Lesson | None:
        return self._one(viewer, t.Lesson.number == number)

    def by_id(self, viewer: Viewer, lesson: LessonId) -> Lesson | None:
        return self._one(viewer, t.Lesson.id == lesson)

    def _one(self, viewer: Viewer, which: ColumnElement[bool]) -> Lesson | None:
        found = LESSON.one(self._connection, visible(viewer), which)
        return as_seen(self._connection, viewer, [found])[0] if found else None

    def imported(self, programme: ProgrammeId) -> Iterator[tuple[LessonId, str]]:
        there = and_(t.Lesson.programme == programme, t.Lesson.source.is_not(None))
        query = select(t.Lesson.id, t.Lesson.source).where(there)
        rows = self._connection.execute(query, execution_options={"yield_per": STREAMED})
        return ((LessonId(key), source) for key, source in rows if source is not None)

    def save(self, lesson: Lesson) -> None:
        search = stored(lesson, lesson.number, self._connection.dialect.name)
        fixed = ("programme", "number", "votes", "open_actions", "actions")
        save(self._connection, LESSON, lesson, fixed=fixed, search=search)
        elsewhere = and_(Action.lesson == lesson.id, Action.release.is_distinct_from(lesson.release))
        self._connection.execute(update(Action).where(elsewhere).values(release=lesson.release))

    def page(self, viewer: Viewer, which: LessonFilter, *, limit: int, below: int | None = None) -> Sequence[Lesson]:
        fits = _fits(viewer, which) if below is None else and_(_fits(viewer, which), t.Lesson.number < below)
        if _in_parts(viewer, which):
            query = LESSON.select(t.Lesson.id.in_(_keys(viewer, fits, limit)))
        else:
            query = LESSON.select(visible(viewer), fits)
        found = LESSON.many(self._connection, query.order_by(t.Lesson.number.desc()).limit(limit))
        return as_seen(self._connection, viewer, found)

    def count(self, viewer: Viewer, which: LessonFilter, *, up_to: int) -> int:
        if _in_parts(viewer, which):
            keys = _keys(viewer, _fits(viewer, which), up_to).subquery()
            return min(up_to, self._connection.execute(select(func.count()).select_from(keys)).scalar_one())
        # In the order of an index, or PostgreSQL may rather read the table from its start until it has met enough.
        few = (
            select(t.Lesson.id)
            .where(visible(viewer), _fits(viewer, which))
            .order_by(t.Lesson.number.desc())
            .limit(up_to)
        )
        return self._connection.execute(select(func.count()).select_from(few.subquery())).scalar_one()

    def search(self, viewer: Viewer, words: str, *, limit: int) -> Sequence[Lesson]:
        query = lessons_with(self._connection.dialect.name, viewer, words, LESSON.columns, limit)
        found = [] if query is None else LESSON.many(self._connection, query)
        return sorted(as_seen(self._connection, viewer, found), key=lambda lesson: -lesson.number)

    def all(self, viewer: Viewer) -> Iterator[Lesson]:
        lessons = LESSON.stream(self._connection, LESSON.select(visible(viewer)).order_by(t.Lesson.number))
        return all_as_seen(self._connection, viewer, lessons)

    def vote(self, lesson: LessonId, person: PersonId) -> bool:
        statement = insert_for(self._connection)(t.Vote).values(lesson=lesson, person=person)
        new = self._connection.execute(statement.on_conflict_do_nothing().returning(t.Vote.person)).first() is not None
        if new:
            self._count_votes(lesson, 1)
        return new

    def move_votes(self, lesson: LessonId, into: LessonId) -> None:
        theirs, run = t.Vote.lesson == lesson, self._connection.execute
        counted = run(select(t.Lesson.votes).where(t.Lesson.id == lesson).with_for_update()).scalar_one()
        twice = select(t.Vote.person).where(t.Vote.lesson == into).scalar_subquery()
        both = run(delete(t.Vote).where(theirs, t.Vote.person.in_(twice))).rowcount
        run(update(t.Vote).where(theirs).values(lesson=into))
        self._count_votes(lesson, -counted)
        self._count_votes(into, counted - both)

    def quote(self, quoted: Quoted) -> None:
        self._connection.execute(insert(t.Quoted).values(QUOTED.fields_of(quoted)))

    def quoted(self, lesson: LessonId) -> Quoted | None:
        return QUOTED.one(self._connection, t.Quoted.lesson == lesson)

    def forget_quoted(self, lesson: LessonId) -> None:
        self._connection.execute(delete(t.Quoted).where(t.Quoted.lesson == lesson))

    def unvote(self, lesson: LessonId, person: PersonId) -> bool:
        theirs = and_(t.Vote.lesson == lesson, t.Vote.person == person)
        gone = self._connection.execute(delete(t.Vote).where(theirs)).rowcount == 1
        if gone:
            self._count_votes(lesson, -1)
        return gone

    def _count_votes(self, lesson: LessonId, change: int) -> None:
        counted = update(t.Lesson).where(t.Lesson.id == lesson).values(votes=t.Lesson.votes + change)
        self._connection.execute(counted)
