"""Actions and their history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    update,
)

from bot.ports import ActionFilter
from bot.words.action import Action, Update, first_date
from bot.words.ids import ActionId, LessonId, PersonId, ProgrammeId, ReleaseId, ReviewId
from bot.words.person import Audience, Viewer
from storage import tables_of_work as t
from storage.columns import WHOLE, Day
from storage.numbers import next_number
from storage.parts import first_keys
from storage.shelf import STREAMED, Shelf, add, save
from storage.statement import Prepared
from storage.tables import INCOMPLETE, OFFERED, OPEN, Lesson
from storage.visible import visible_actions, visible_parts_of_actions

ACTION: Final = Shelf(Action, t.Action, also_names=["release"])
UPDATE: Final = Shelf(Update, t.ActionUpdate)
_OPEN_OF: Final = Prepared(
    ACTION.select(
        t.Action.programme == bindparam("in_programme", type_=WHOLE),
        t.Action.owner == bindparam("of", type_=WHOLE),
        and_(text(OPEN)),
    ).order_by(t.Action.sort_due, t.Action.number)
)
_COUNT: Final = Prepared(
    update(Lesson)
    .where(Lesson.id == bindparam("counted", type_=WHOLE))
    .values(
        {
            Lesson.actions: Lesson.actions + bindparam("all", type_=WHOLE),
            Lesson.open_actions: Lesson.open_actions + bindparam("open", type_=WHOLE),
        }
    )
    .returning(Lesson.release)
)


def _fits(which: ActionFilter) -> ColumnElement[bool]:
    """The filter as a condition; conditions that have an index of their own are written as that index has them."""
    conditions: list[ColumnElement[bool]] = []
    if which.open:
        conditions.append(and_(text(OPEN)))
    if which.owner is not None:
        conditions.append(t.Action.owner == which.owner)
    if which.release is not None:
        conditions.append(t.Action.release == which.release)
    if which.due_before is not None:
        conditions.append(t.Action.due < which.due_before)
        conditions.append(t.Action.sort_due < which.due_before)
    if which.incomplete:
        conditions.append(and_(text(f"({INCOMPLETE})")))
    return and_(True, *conditions)


def _in_parts(viewer: Viewer, which: ActionFilter) -> bool:
    """Whether much may be hidden from the viewer on the way to a page; a filter's own index makes the way short."""
    return viewer.clearance is not Audience.PMO and replace(which, due_before=None) == ActionFilter()


def _keys(viewer: Viewer, fits: ColumnElement[bool], limit: int) -> CompoundSelect[Any]:
    order = (t.Action.sort_due, t.Action.number)
    return first_keys(t.Action.id, visible_parts_of_actions(viewer), fits, order, limit)


def _for(viewer: Viewer, history: Sequence[Update]) -> Sequence[Update]:
    """The history as this viewer may read it: the words are for whoever said them and the coordinators.

    Whoever owns the action by now reads nothing of what an owner before them said for the coordinators.
    """
    if viewer.clearance is Audience.PMO:
        return history
    mine = viewer.person
    return [one if mine is not None and one.by == mine else replace(one, words=None) for one in history]


class SqlActions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, action: Action) -> Action:
        number = next_number(self._connection, "next_action", action.programme)
        release = self._count(action.lesson, all=1, open=int(action.is_open))
        return add(self._connection, ACTION, action, {"release": release}, number=number)

    def get(self, viewer: Viewer, number: int) -> Action | None:
        return ACTION.one(self._connection, visible_actions(viewer), t.Action.number == number)

    def by_id(self, action: ActionId) -> Action | None:
        return ACTION.by(self._connection, id=action)

    def imported(self, programme: ProgrammeId) -> Iterator[tuple[ActionId, str]]:
        there = and_(t.Action.programme == programme, t.Action.source.is_not(None))
        query = select(t.Action.id, t.Action.source).where(there)
        rows = self._connection.execute(query, execution_options={"yield_per": STREAMED})
        return ((ActionId(key), source) for key, source in rows if source is not None)

    def save(self, action: Action) -> None:
        was = self._locked(action.id)
        fixed = ("programme", "number", "status", "due", "owner", "moves", "updated_at")
        if was.lesson == action.lesson:
            save(self._connection, ACTION, action, fixed=fixed)
            return
        self._count(was.lesson, all=-1, open=-int(was.is_open))
        release = self._count(action.lesson, all=1, open=int(was.is_open))
        save(self._connection, ACTION, action, fixed=fixed, release=release)

    def add_update(self, update: Update) -> Action:
        was = self._locked(update.action)
        moved = update.due is not None and was.due is not None and update.due != was.due
        if moved and not was.moves:
            self._remember_first_date(was)
        add(self._connection, UPDATE, update)
        now = replace(
            was,
            status=update.status or was.status,
            due=update.due or was.due,
            owner=None if update.unowned else update.owner or was.owner,
            note=was.note if update.note is None else update.note,
            moves=was.moves + moved,
            updated_at=update.at,
        )
        save(self._connection, ACTION, now)
        if now.is_open != was.is_open:
            self._count(now.lesson, all=0, open=int(now.is_open) - int(was.is_open))
        return now

    def add_history(self, updates: Sequence[Update]) -> None:
        for entry in updates:
            add(self._connection, UPDATE, entry)

    def updates(self, viewer: Viewer, action: ActionId) -> Sequence[Update]:
        found = ACTION.one(self._connection, visible_actions(viewer), t.Action.id == action)
        if found is None:
            return []
        query = UPDATE.select(t.ActionUpdate.action == action).order_by(t.ActionUpdate.at, t.ActionUpdate.id)
        return _for(viewer, UPDATE.many(self._connection, query))

    def of_lesson(self, viewer: Viewer, lesson: LessonId) -> Sequence[Action]:
        # Numbers rise with keys; asked for in the order of numbers, SQLite walks over all actions of the programme.
        query = ACTION.select(visible_actions(viewer), t.Action.lesson == lesson).order_by(t.Action.id)
        return ACTION.many(self._connection, query)

    def page(self, viewer: Viewer, which: ActionFilter, *, limit: int, after: Action | None = None) -> Sequence[Action]:
        fits = _fits(which)
        if after is not None:
            place = tuple_(literal(after.due or date.max, Day), literal(after.number))
            fits = and_(fits, tuple_(t.Action.sort_due, t.Action.number) > place)
        if _in_parts(viewer, which):
            query = ACTION.select(t.Action.id.in_(_keys(viewer, fits, limit)))
        else:
            query = ACTION.select(visible_actions(viewer), fits)
        return ACTION.many(self._connection, query.order_by(t.Action.sort_due, t.Action.number).limit(limit))

    def count(self, viewer: Viewer, which: ActionFilter, *, up_to: int) -> int:
        if _in_parts(viewer, which):
            keys = _keys(viewer, _fits(which), up_to).subquery()
            return min(up_to, self._connection.execute(select(func.count()).select_from(keys)).scalar_one())
        # In the order of an index, or PostgreSQL may rather read the table from its start until it has met enough.
        found = select(t.Action.id).where(visible_actions(viewer), _fits(which))
        few = found.order_by(t.Action.sort_due, t.Action.number).limit(up_to).subquery()
        return self._connection.execute(select(func.count()).select_from(few)).scalar_one()

    def all(self, viewer: Viewer) -> Iterator[Action]:
        return ACTION.stream(self._connection, ACTION.select(visible_actions(viewer)).order_by(t.Action.number))

    def owners(self, programme: ProgrammeId, *, unasked_in: ReviewId | None = None) -> Iterator[PersonId]:
        mine = and_(t.Action.programme == programme, t.Action.owner.is_not(None), text(OPEN))
        if unasked_in is not None:
            asked = select(t.Prompt.person).where(t.Prompt.review == unasked_in, t.Prompt.person == t.Action.owner)
            mine = and_(mine, ~asked.exists())
        query = select(t.Action.owner).distinct().where(mine).order_by(t.Action.owner)
        rows = self._connection.execute(query, execution_options={"yield_per": STREAMED})
        return (PersonId(owner) for owner in rows.scalars() if owner is not None)

    def open_of(self, programme: ProgrammeId, owner: PersonId) -> Sequence[Action]:
        rows = _OPEN_OF.run(self._connection, {"in_programme": programme, "of": owner})
        return [ACTION.word(row) for row in rows]

    def following(self, release: ReleaseId) -> Sequence[Action]:
        query = ACTION.select(t.Action.due_release == release, and_(text(OPEN)))
        return ACTION.many(self._connection, query.order_by(t.Action.number))

    def offered_before(self, instant: datetime, *, limit: int) -> Sequence[Action]:
        query = ACTION.select(and_(text(OFFERED)), t.Action.offered_at <= instant)
        return ACTION.many(self._connection, query.order_by(t.Action.offered_at, t.Action.id).limit(limit))

    def changed(self, viewer: Viewer, since: datetime) -> Iterator[tuple[Action, Sequence[Update]]]:
        these = and_(t.Action.programme == viewer.programme, t.Action.updated_at >= since, visible_actions(viewer))
        actions = ACTION.many(self._connection, ACTION.select(these).order_by(t.Action.number))
        said = UPDATE.select(t.ActionUpdate.action.in_(select(t.Action.id).where(these)))
        histories: dict[ActionId, list[Update]] = {action.id: [] for action in actions}
        for one in UPDATE.stream(self._connection, said.order_by(t.ActionUpdate.at, t.ActionUpdate.id)):
            if one.action in histories:  # on PostgreSQL another may have changed since the query before
                histories[one.action].append(one)
        return ((action, _for(viewer, histories[action.id])) for action in actions)

    def forget_notes(self, action: ActionId) -> int:
        spoken = or_(t.ActionUpdate.words.is_not(None), t.ActionUpdate.note.is_not(None))
        told = and_(t.ActionUpdate.action == action, spoken)
        return self._connection.execute(update(t.ActionUpdate).where(told).values(words=None, note=None)).rowcount

    def forget_words(self, review: ReviewId) -> int:
        spoken = and_(t.ActionUpdate.review == review, t.ActionUpdate.words.is_not(None))
        return self._connection.execute(update(t.ActionUpdate).where(spoken).values(words=None)).rowcount

    def _locked(self, action: ActionId) -> Action:
        """The action as it stands, kept from changing until the transaction ends."""
        row = self._connection.execute(ACTION.select(t.Action.id == action).with_for_update()).first()
        if row is None:
            raise KeyError(f"action {action} was never added")
        return ACTION.word(row)

    def _remember_first_date(self, action: Action) -> None:
        """The history begins with the date that the action came with, unless it tells of where its date is from."""
        dated = select(t.ActionUpdate.id).where(t.ActionUpdate.action == action.id, t.ActionUpdate.due.is_not(None))
        if self._connection.execute(dated.limit(1)).first() is None:
            add(self._connection, UPDATE, first_date(action))

    def _count(self, lesson: LessonId, *, all: int, open: int) -> int | None:
        """Keep the lesson's counts; return its release."""
        return _COUNT.run(self._connection, {"counted": lesson, "all": all, "open": open})[0][0]
