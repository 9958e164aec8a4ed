"""Lessons and their actions, out of the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.exchange.headings import Field
from bot.exchange.layout import is_mark, text_of
from bot.exchange.line import Frame, Line, line_of
from bot.exchange.record import ActionRecord, ChangeRecord, LessonRecord
from bot.exchange.sheet import Row
from bot.words.clean import tidy
from bot.words.lesson import Kind
from bot.words.person import Audience

ANONYMOUS: Final = "anonymous"
IN_SESSION: Final = "in the session"
CONFIRMED: Final = ", confirmed"

_OF_AN_ACTION: Final = (Field.OWNER, Field.DUE, Field.STATUS, Field.RESULT, Field.ACTION_NOTE, Field.FOLLOWS)


@dataclass(slots=True)
class _Draft:
    """A lesson to which rows may still be added."""

    lesson: LessonRecord
    actions: list[ActionRecord]

    def done(self) -> LessonRecord:
        return replace(self.lesson, actions=tuple(self.actions))


def lessons_in(rows: Iterable[Row], frame: Frame) -> Iterator[LessonRecord]:
    """Each lesson with the actions of its own row and of the rows below, up to the next lesson."""
    draft: _Draft | None = None
    for line in _lines(rows, frame):
        texts = _texts(line)
        if texts and not (draft and _repeats(line, texts, draft.lesson)):
            *earlier, last = [_Draft(_lesson(line, text, kind), []) for text, kind in texts]
            yield from (one.done() for one in (draft, *earlier) if one is not None)
            draft = last
            _add_action(line, draft, below=False)
        elif draft is None:
            orphan = _orphan(line)
            if orphan is not None:
                yield orphan
        else:
            _add_action(line, draft, below=True)
    if draft is not None:
        yield draft.done()


def actions_in(rows: Iterable[Row], frame: Frame) -> Iterator[tuple[str, LessonRecord]]:
    """The actions of a sheet of their own, under their lessons' numbers: each as the only one of a lesson."""
    for line in _lines(rows, frame):
        orphan = _orphan(line)
        if orphan is not None:
            yield key_of(text_of(line.cells.get(Field.LESSON_NO, ""))), orphan


def changes_in(rows: Iterable[Row], frame: Frame) -> Iterator[tuple[str, ChangeRecord]]:
    """The entries of a sheet of histories, under their actions' numbers."""
    for line in _lines(rows, frame):
        if (change := _change(line)) is not None:
            yield key_of(text_of(line.cells.get(Field.ACTION_NO, ""))), change


def key_of(number: str) -> str:
    """A lesson's or an action's number as it is compared."""
    return number.strip().casefold()


def _lines(rows: Iterable[Row], frame: Frame) -> Iterator[Line]:
    for row in rows:
        line = line_of(row, frame) if row.number > frame.layout.row else None
        if line is not None:
            yield line


def _texts(line: Line) -> list[tuple[str, Kind | None]]:
    """The lessons of a row, each with the kind that its column stands for; a column may only tick the kind."""
    kinds = {Field.KEPT: Kind.KEEP, Field.IMPROVED: Kind.IMPROVE}
    ticked = {kind for field, kind in kinds.items() if is_mark(text_of(line.cells.get(field, "")))}
    texts: list[tuple[str, Kind | None]] = []
    if line.has(Field.LESSON):
        texts.append((line.text(Field.LESSON), ticked.pop() if len(ticked) == 1 else None))
    for field, kind in kinds.items():
        if line.has(field) and not (line.has(Field.LESSON) and is_mark(text_of(line.cells[field]))):
            texts.append((line.text(field), kind))
    return [(text, kind) for text, kind in texts if text]


def _repeats(line: Line, texts: list[tuple[str, Kind | None]], above: LessonRecord) -> bool:
    """Whether the lesson is the one above, written again beside another of its actions."""
    same_text = len(texts) == 1 and texts[0][0] == above.text
    same_number = text_of(line.cells.get(Field.LESSON_NO, "")).strip() in {"", above.place} or _is_row(above.place)
    return line.has(Field.ACTION) and same_text and same_number and line.name(Field.RELEASE) == above.release


def _place(line: Line, number: Field) -> str:
    return tidy(text_of(line.cells.get(number, "")))[:40] or f"row {line.row}"


def _is_row(place: str) -> bool:
    return place.startswith("row ")


def _lesson(line: Line, text: str, kind: Kind | None) -> LessonRecord:
    if not line.has(Field.ACTION):
        _keep_stray(line)
    raised_by = line.word(Field.RAISED_BY)
    again = line.word(Field.AGAIN)
    audience = line.audience(Field.AUDIENCE)
    read = LessonRecord(
        sheet=line.frame.sheet,
        row=line.row,
        place=_place(line, Field.LESSON_NO),
        text=text,
        kind=line.kind() if kind is None else kind,
        wording=line.text(Field.WORDING) or None,
        area=line.word(Field.AREA) or None,
        release=line.name(Field.RELEASE),
        audience=Audience.PARTNERS if audience is None else audience,
        raised_by="" if raised_by.casefold() in {ANONYMOUS, "anon", IN_SESSION} else raised_by,
        raised_at=line.instant(Field.RAISED),
        anonymous=raised_by.casefold() in {ANONYMOUS, "anon"},
        in_session=raised_by.casefold() == IN_SESSION,
        votes=line.number(Field.VOTES),
        link=line.address(Field.LINK),
        accepted_why=line.text(Field.ACCEPTED) or None,
        accepted_by=line.word(Field.ACCEPTED_BY),
        again=again.removesuffix(CONFIRMED),
        again_confirmed=again.endswith(CONFIRMED),
    )
    note = line.note()
    line.notes.clear()
    return replace(read, note=note)


def _keep_stray(line: Line) -> None:
    """What belongs to an action, on a row without one."""
    for field in _OF_AN_ACTION:
        if line.has(field):
            line.say(field, "there is no action here that it could belong to; kept as a note on the lesson")
            line.keep(field)


def _add_action(line: Line, draft: _Draft, *, below: bool) -> None:
    """The row's action and its history; what else stands on a row below goes into a note."""
    if line.has(Field.ACTION):
        draft.actions.append(_action(line, below=below, raised_at=draft.lesson.raised_at))
    elif below and draft.actions and line.has(Field.ENTRY):
        last = draft.actions[-1]
        change = _change(line)
        draft.actions[-1] = replace(last, history=(*(last.history or ()), *([change] if change else [])))
        draft.lesson = _noted(draft.lesson, line)
    elif below:
        _keep_stray(line)
        draft.lesson = _noted(draft.lesson, line)


def _noted(lesson: LessonRecord, line: Line) -> LessonRecord:
    more = line.note()
    return replace(lesson, note="\n".join(filter(None, (lesson.note, more)))) if more else lesson


def _action(line: Line, *, below: bool, raised_at: datetime | None = None) -> ActionRecord:
    """`below`: the comments of this row are about the action; on the lesson's own row they are the lesson's."""
    if raised_at is not None:
        line.written = raised_at.astimezone(line.frame.zone).date()
    if not below:
        line.cells.pop(Field.NOTE, None)
    read = ActionRecord(
        sheet=line.frame.sheet,
        row=line.row,
        place=_place(line, Field.ACTION_NO),
        text=line.text(Field.ACTION),
        owner=line.word(Field.OWNER),
        due=line.day(Field.DUE),
        follows=line.name(Field.FOLLOWS),
        status=line.status(),
        result=line.address(Field.RESULT),
        audience=line.audience(Field.ACTION_AUDIENCE),
        offered_to=line.word(Field.OFFERED_TO),
        offered_at=line.instant(Field.OFFERED),
        fine=is_mark(text_of(line.cells.get(Field.AGREED, ""))),
        moves=line.number(Field.MOVES),
        added_at=line.instant(Field.ADDED),
        added_by=line.word(Field.ADDED_BY),
        changed_at=line.instant(Field.CHANGED),
        history=_history(line),
    )
    own, notes = line.text(Field.ACTION_NOTE), line.note()
    return replace(read, note="\n".join(filter(None, (own, notes))) or None)


def _history(line: Line) -> tuple[ChangeRecord, ...] | None:
    """What the row itself says of the history: nothing at all, unless the table is one that keeps histories."""
    if Field.MOVES not in line.frame.layout.fields:
        return None
    change = _change(line) if line.has(Field.ENTRY) else None
    return (change,) if change else ()


def _change(line: Line) -> ChangeRecord | None:
    at = line.instant(Field.ENTRY)
    if at is None:
        return None
    return ChangeRecord(
        at=at,
        by=line.word(Field.ENTRY_BY),
        how=line.how(),
        status=line.change_status(),
        due=line.day(Field.ENTRY_DUE),
        owner=line.word(Field.ENTRY_OWNER),
        note=line.text(Field.ENTRY_NOTE) or None,
    )


def _orphan(line: Line) -> LessonRecord | None:
    """An action without a lesson becomes one: it can't be kept otherwise. What holds neither is said."""
    if not line.has(Field.ACTION):
        first = next(iter(line.cells), None)
        if first is not None:
            line.say(first, "stands above the first lesson, on a row without an action; left out")
        return None
    action = _action(line, below=True)
    return LessonRecord(
        sheet=line.frame.sheet,
        row=line.row,
        place=f"of {action.place}",
        text=action.text,
        release=line.name(Field.RELEASE),
        raised_at=line.instant(Field.RAISED),
        actions=(action,),
    )
