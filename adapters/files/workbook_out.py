"""XLSX for people: three sheets with filters, dates as dates, and texts that stay texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from bot.exchange.columns import ACTION_COLUMNS, CHANGE_COLUMNS, LESSON_COLUMNS, Value, of_action, of_change, of_lesson
from bot.exchange.headings import Field
from bot.exchange.record import LessonRecord

LONGEST: Final = 32_767
"""Characters of a cell (support.microsoft.com, "Excel specifications and limits")."""
CUT: Final = " \u2026 [cut here: the CSV and JSON exports hold all of it]"

_SHEETS: Final = {
    "Lessons": LESSON_COLUMNS,
    "Actions": (Field.ACTION_NO, Field.LESSON_NO, Field.ABOUT, *ACTION_COLUMNS[1:]),
    "History": (Field.ACTION_NO, *CHANGE_COLUMNS),
}
_WIDE: Final = frozenset({Field.LESSON, Field.ACTION, Field.ABOUT, Field.WORDING, Field.NOTE})
_MIDDLE: Final = frozenset({Field.ACCEPTED, Field.ACTION_NOTE, Field.ENTRY_NOTE, Field.OWNER, Field.RAISED_BY,
                            Field.ENTRY_BY, Field.ENTRY_OWNER, Field.RESULT, Field.LINK, Field.ADDED_BY})  # fmt: skip
_FILL: Final = PatternFill("solid", start_color="1F3864")
_BOLD: Final = Font(bold=True, color="FFFFFF")
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_LIKE_AN_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
_FORMULA: Final = re.compile(r"[=+\-@]")
_FIRST_DAY: Final = date(1900, 3, 1)  # before it Excel's calendar is a day out


def write_workbook(path: Path, lessons: Iterable[LessonRecord], zone: tzinfo) -> None:
    """Write one sheet each for lessons, actions and history; instants as they read in `zone`, to the second.

    Rows go out as they come, so memory doesn't grow with the register.
    """
    book = Workbook(write_only=True)
    sheets = {name: _Table(book.create_sheet(name), columns, zone) for name, columns in _SHEETS.items()}
    for lesson in lessons:
        sheets["Lessons"].add(of_lesson(lesson))
        for action in lesson.actions:
            about = {Field.LESSON_NO: lesson.place, Field.ABOUT: lesson.wording or lesson.text}
            sheets["Actions"].add({**of_action(action), **about})
            for change in action.history or ():
                sheets["History"].add({Field.ACTION_NO: action.place, **of_change(change)})
    for table in sheets.values():
        table.finish()
    book.save(path)


class _Table:
    """One sheet, filled from the top."""

    def __init__(self, sheet: Any, columns: Sequence[Field], zone: tzinfo) -> None:
        self._sheet, self._columns, self._zone = sheet, columns, zone
        self._rows = 1
        sheet.freeze_panes = "B2"
        for number, field in enumerate(columns, 1):
            width = 60 if field in _WIDE else 28 if field in _MIDDLE else 16
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([self._heading(field) for field in columns])

    def add(self, values: Mapping[Field, Value]) -> None:
        self._rows += 1
        self._sheet.append([self._cell(values.get(field)) for field in self._columns])

    def finish(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{self._rows}"

    def _heading(self, field: Field) -> Any:
        cell = WriteOnlyCell(self._sheet, value=field.value)
        cell.font, cell.fill, cell.alignment = _BOLD, _FILL, _TOP
        return cell

    def _cell(self, value: Value) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            value = value.astimezone(self._zone).replace(tzinfo=None, microsecond=0)
        if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            value = value.isoformat()
        if isinstance(value, str):
            return self._text(value)
        cell: Any = WriteOnlyCell(self._sheet)
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "ddd d mmm yyyy hh:mm" if isinstance(value, datetime) else "ddd d mmm yyyy"
        cell.alignment = _TOP
        return cell

    def _text(self, text: str) -> Any:
        """A cell that is a text whatever it begins with, and stays one when somebody edits it."""
        if len(text) > LONGEST - len(CUT):
            text = text[: LONGEST - 10 * len(CUT)] + CUT  # room for what the next line makes longer
        escaped = _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _LIKE_AN_ESCAPE.sub("_x005F_", text))
        cell: Any = WriteOnlyCell(self._sheet)
        cell.value, cell.data_type = escaped, "s"
        cell.alignment = _TOP
        if _FORMULA.match(text):
            cell.quotePrefix = True
        return cell
