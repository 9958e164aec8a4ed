"""How many actions a lesson has, as its reader knows it: what is hidden from them is not counted.

The register keeps the counts of all of a lesson's actions, which are those that the coordinators see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, text

from bot.words.lesson import Lesson
from bot.words.person import Audience, Viewer
from storage import tables as t
from storage.shelf import STREAMED
from storage.tables_of_work import Action
from storage.visible import visible_actions


def unsettled(viewer: Viewer) -> ColumnElement[bool]:
    """Lessons with neither an action that this viewer may read nor a reason for having none."""
    if viewer.clearance is Audience.PMO:
        return and_(text(t.UNSETTLED))  # as its index has it
    theirs = select(Action.id).where(Action.lesson == t.Lesson.id, visible_actions(viewer)).correlate(t.Lesson)
    return and_(t.Lesson.accepted_why.is_(None), or_(t.Lesson.actions == 0, ~theirs.exists()))


def carried(viewer: Viewer) -> ColumnElement[bool]:
    """Lessons with an open action that this viewer may read."""
    if viewer.clearance is Audience.PMO:
        return and_(text(t.CARRIED))
    theirs = select(Action.id).where(Action.lesson == t.Lesson.id, and_(text(t.OPEN)), visible_actions(viewer))
    return and_(text(t.CARRIED), theirs.correlate(t.Lesson).exists())


def as_seen(connection: Connection, viewer: Viewer, lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons with the counts that this viewer may know: one query for all of them, none where they have none."""
    having = [lesson.id for lesson in lessons if lesson.actions]
    if viewer.clearance is Audience.PMO or not having:
        return list(lessons)
    is_open = func.sum(case((text(t.OPEN), 1), else_=0))
    theirs = select(Action.lesson, func.count(), is_open).where(Action.lesson.in_(having), visible_actions(viewer))
    counts = {
        lesson: (int(all_), int(open_)) for lesson, all_, open_ in connection.execute(theirs.group_by(Action.lesson))
    }
    return [
        replace(one, actions=counts.get(one.id, (0, 0))[0], open_actions=counts.get(one.id, (0, 0))[1])
        for one in lessons
    ]


def all_as_seen(connection: Connection, viewer: Viewer, lessons: Iterator[Lesson]) -> Iterator[Lesson]:
    """The same for a stream, some hundred at a time."""
    while batch := list(islice(lessons, STREAMED)):
        yield from as_seen(connection, viewer, batch)
