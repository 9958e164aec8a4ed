"""A whole file: which of its tables holds what, and the lessons that come out of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from itertools import chain, islice
from typing import Final

from bot.exchange.finding import Findings, quoted
from bot.exchange.headings import Field
from bot.exchange.layout import LOOKED_AT, Layout, find_layout, text_of
from bot.exchange.line import Frame
from bot.exchange.reader import actions_in, changes_in, key_of, lessons_in
from bot.exchange.record import ActionRecord, ChangeRecord, LessonRecord
from bot.exchange.sheet import Row, Sheet, UnreadableError

NO_HEADINGS: Final = (
    "holds no table that I know as a register: one row has to name the columns, and one column has to be called "
    "Lesson, What happened? or Action, for example"
)


@dataclass(slots=True)
class Book:
    """`described` says how each table was read, for people."""

    findings: Findings
    described: list[str]
    lessons: list[tuple[Frame, Iterable[Row]]] = field(default_factory=list[tuple[Frame, Iterable[Row]]])
    actions: dict[str, list[LessonRecord]] = field(default_factory=lambda: defaultdict[str, list[LessonRecord]](list))
    changes: dict[str, list[ChangeRecord]] = field(default_factory=lambda: defaultdict[str, list[ChangeRecord]](list))

    def records(self) -> Iterator[LessonRecord]:
        """The lessons, each with its actions; those of a sheet of actions are joined by the lesson's number."""
        for frame, rows in self.lessons:
            for lesson in lessons_in(rows, frame):
                yield self._whole(lesson, self.actions.pop(key_of(lesson.place), []))
        for lonely in chain.from_iterable(self.actions.values()):
            yield self._whole(lonely, [])

    def _whole(self, lesson: LessonRecord, more: list[LessonRecord]) -> LessonRecord:
        actions = chain(lesson.actions, *(one.actions for one in more))
        return replace(lesson, actions=tuple(self._with_history(action) for action in actions))

    def _with_history(self, action: ActionRecord) -> ActionRecord:
        changes = self.changes.get(key_of(action.place), [])
        return replace(action, history=(*(action.history or ()), *changes)) if changes else action


def open_book(sheets: Iterable[Sheet], today: date, zone: tzinfo) -> Book:
    """Look at every table's headings; raises `UnreadableError` where no table holds lessons or actions."""
    book = Book(Findings(), [])
    apart: list[tuple[Frame, Iterable[Row]]] = []
    for sheet in sheets:
        rows = iter(sheet.rows)
        head = list(islice(rows, LOOKED_AT))
        layout = find_layout(head)
        if layout is None:
            if sheet.name and any(any(row.cells) for row in head):
                book.described.append(f"{sheet.name}: left out, as no row names columns that I know.")
            continue
        book.findings.headings |= {(sheet.name, column.field): column.heading for column in layout.columns}
        book.described += _described(sheet, layout, head)
        frame = Frame(sheet.name, layout, book.findings, today, zone)
        (book.lessons if layout.holds_lessons else apart).append((frame, chain(head, rows)))
    for frame, rows in apart:
        if frame.layout.holds_history:
            for key, change in changes_in(rows, frame):
                book.changes[key].append(change)
        else:
            for key, action in actions_in(rows, frame):
                book.actions[key].append(action)
    if not book.lessons and not book.actions:
        raise UnreadableError(NO_HEADINGS)
    return book


def _described(sheet: Sheet, layout: Layout, head: list[Row]) -> Iterator[str]:
    place = f"{sheet.name}, row {layout.row}" if sheet.name else f"Row {layout.row}"
    yield f"{place} names the columns:"
    width = max(len(column.heading) for column in layout.columns)
    for column in layout.columns:
        what = "not read" if column.field is Field.ABOUT else MEANS.get(column.field, column.field.value.lower())
        yield f"  {column.heading:{min(width, 40)}}  {what}"
    above = [text_of(cell) for row in head if row.number < layout.row for cell in row.cells if cell]
    if above:
        yield f"  Above it, and left out: {quoted(' / '.join(above))}"


MEANS: Final = {
    Field.LESSON_NO: "the lesson's number",
    Field.KEPT: "lessons to keep",
    Field.IMPROVED: "lessons to improve",
    Field.KIND: "to keep or to improve",
    Field.NOTE: "a note on the lesson",
    Field.ACTION_NO: "the action's number",
    Field.OWNER: "the action's owner",
    Field.DUE: "the action's target date",
    Field.STATUS: "the action's status",
}
"""What a column holds, where its name in an export would not say it plainly enough."""
