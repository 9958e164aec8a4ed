"""Which rows a viewer may read. Every query that takes a viewer goes through here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_

from bot.words.person import Audience, Viewer
from storage.tables import Lesson
from storage.tables_of_work import Action


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The lessons that this viewer may read."""
    if viewer.left:
        return false()
    within = Lesson.audience <= viewer.clearance
    own = Lesson.raised_by == viewer.person if viewer.person is not None else false()
    return and_(_there(viewer), or_(within, own))


def visible_actions(viewer: Viewer) -> ColumnElement[bool]:
    """The actions that this viewer may read."""
    within = Action.audience <= viewer.clearance
    if viewer.person is None:
        return and_(Action.programme == viewer.programme, within)
    theirs = or_(Action.owner == viewer.person, Action.offered_to == viewer.person)
    return and_(Action.programme == viewer.programme, theirs if viewer.left else or_(within, theirs))


def visible_parts(viewer: Viewer) -> Sequence[ColumnElement[bool]]:
    """The same lessons in parts that each have an index: one of each audience, and the viewer's own."""
    if viewer.left:
        return [false()]
    ways = [Lesson.audience == audience for audience in Audience if audience <= viewer.clearance]
    if viewer.person is not None:
        ways.append(Lesson.raised_by == viewer.person)
    return [and_(_there(viewer), way) for way in ways]


def visible_parts_of_actions(viewer: Viewer) -> Sequence[ColumnElement[bool]]:
    """The same actions in parts that each have an index: one of each audience, and those that concern the viewer."""
    within = [] if viewer.left else [audience for audience in Audience if audience <= viewer.clearance]
    ways = [Action.audience == audience for audience in within]
    if viewer.person is not None:
        ways += [Action.owner == viewer.person, Action.offered_to == viewer.person]
    return [and_(Action.programme == viewer.programme, way) for way in ways]


def _there(viewer: Viewer) -> ColumnElement[bool]:
    return and_(Lesson.programme == viewer.programme, Lesson.deleted.is_(False), Lesson.merged_into.is_(None))
