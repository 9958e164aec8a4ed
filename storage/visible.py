"""Which rows a viewer may read. Every query that takes a viewer goes through here."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_

from bot.words.person import Viewer
from storage.tables import Lesson
from storage.tables_of_work import Action


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The lessons that this viewer may read."""
    within = Lesson.audience <= viewer.clearance
    own = Lesson.raised_by == viewer.person if viewer.person is not None else false()
    there = and_(Lesson.programme == viewer.programme, Lesson.deleted.is_(False), Lesson.merged_into.is_(None))
    return and_(there, or_(within, own))


def visible_actions(viewer: Viewer) -> ColumnElement[bool]:
    """The actions that this viewer may read."""
    within = Action.audience <= viewer.clearance
    if viewer.person is None:
        return and_(Action.programme == viewer.programme, within)
    theirs = or_(Action.owner == viewer.person, Action.offered_to == viewer.person)
    return and_(Action.programme == viewer.programme, or_(within, theirs))
