"""What an export writes into which column; the names of the columns are those that an import reads (headings.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

from bot.exchange.headings import Field
from bot.exchange.reader import ANONYMOUS, CONFIRMED, IN_SESSION
from bot.exchange.record import ActionRecord, ChangeRecord, LessonRecord

Value = str | int | date | datetime | None
Values = Mapping[Field, Value]


def of_lesson(lesson: LessonRecord) -> Values:
    """A lesson's own columns."""
    raised_by = ANONYMOUS if lesson.anonymous else IN_SESSION if lesson.in_session else lesson.raised_by
    return {
        Field.LESSON_NO: lesson.place,
        Field.KIND: lesson.kind.value,
        Field.LESSON: lesson.text,
        Field.WORDING: lesson.wording,
        Field.AREA: lesson.area,
        Field.RELEASE: lesson.release,
        Field.AUDIENCE: lesson.audience.words,
        Field.RAISED_BY: raised_by,
        Field.RAISED: lesson.raised_at,
        Field.VOTES: lesson.votes or None,
        Field.ACCEPTED: lesson.accepted_why,
        Field.ACCEPTED_BY: lesson.accepted_by,
        Field.AGAIN: lesson.again + (CONFIRMED if lesson.again_confirmed else ""),
        Field.LINK: lesson.link,
        Field.NOTE: lesson.note,
    }


def of_action(action: ActionRecord) -> Values:
    """An action's own columns."""
    return {
        Field.ACTION_NO: action.place,
        Field.ACTION: action.text,
        Field.OWNER: action.owner,
        Field.DUE: action.due,
        Field.STATUS: action.status.value,
        Field.ACTION_NOTE: action.note,
        Field.RESULT: action.result,
        Field.FOLLOWS: action.follows,
        Field.MOVES: action.moves or None,
        Field.AGREED: "yes" if action.fine else None,
        Field.OFFERED_TO: action.offered_to,
        Field.OFFERED: action.offered_at,
        Field.ACTION_AUDIENCE: action.audience.words if action.audience is not None else None,
        Field.ADDED: action.added_at,
        Field.ADDED_BY: action.added_by,
        Field.CHANGED: action.changed_at,
    }


def of_change(change: ChangeRecord) -> Values:
    """The columns of one entry of a history."""
    return {
        Field.ENTRY: change.at,
        Field.ENTRY_BY: change.by,
        Field.ENTRY_HOW: change.how.value,
        Field.ENTRY_STATUS: change.status.value if change.status else None,
        Field.ENTRY_DUE: change.due,
        Field.ENTRY_OWNER: change.owner,
        Field.ENTRY_NOTE: change.note,
    }


LESSON_COLUMNS: Final = tuple(of_lesson(LessonRecord(text="")))
ACTION_COLUMNS: Final = tuple(of_action(ActionRecord(text="")))
CHANGE_COLUMNS: Final = tuple(of_change(ChangeRecord(at=datetime(2000, 1, 1, tzinfo=UTC))))
ALL_COLUMNS: Final = (*LESSON_COLUMNS, *ACTION_COLUMNS, *CHANGE_COLUMNS)


def one_table(lesson: LessonRecord) -> Iterator[Values]:
    """A lesson as rows of one table: its first action beside it, others and their histories below."""
    own = of_lesson(lesson)
    if not lesson.actions:
        yield own
    for action in lesson.actions:
        yield {**own, **of_action(action)}
        own = {}
        yield from (of_change(change) for change in action.history or ())
