"""One row of a table, read column by column. What can't be read is said, and goes into a note."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final, TypeVar

from bot.exchange.days import day_in, instant_in
from bot.exchange.finding import Findings, quoted
from bot.exchange.headings import Field
from bot.exchange.layout import Layout, text_of
from bot.exchange.sheet import Cell, Row
from bot.exchange.values import is_nothing, read_audience, read_kind, read_status
from bot.words.action import How, Status
from bot.words.clean import LIMIT, tidy
from bot.words.lesson import Kind
from bot.words.person import Audience

NAME_LIMIT: Final = 80
"""Characters of a release's name: a longer one is a sentence."""

_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_KEPT: Final = "kept as a note"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Frame:
    """What all rows of a table have in common. `exact`: Learnt's own export, where "n/a" is a text like any other."""

    sheet: str
    layout: Layout
    findings: Findings
    today: date
    zone: tzinfo

    @property
    def exact(self) -> bool:
        return Field.WORDING in self.layout.fields


@dataclass(slots=True)
class Line:
    """`cells` holds what is filled, by field; `notes` gathers what has no place of its own.

    `written` is the day to which dates without a year are near: today, or that on which the lesson was raised.
    """

    frame: Frame
    row: int
    cells: dict[Field, Cell]
    headings: dict[Field, str]
    written: date
    notes: list[str] = field(default_factory=list)

    def has(self, *fields: Field) -> bool:
        return any(one in self.cells for one in fields)

    def text(self, what: Field) -> str:
        """The cleaned text; one that is too long is cut between words, and the rest goes into the note."""
        text = tidy(text_of(self.cells.get(what, "")))
        if len(text) <= LIMIT:
            return text
        start = text[:LIMIT].rsplit(None, 1)[0].rstrip() or text[:LIMIT]
        heading = self.headings[what]
        self.say(
            what, f"the text is {len(text):,} characters long; its first {len(start):,} are read, the rest is {_KEPT}"
        )
        self.notes.append(f"{heading}, continued: {text[len(start) :].strip()}")
        return start

    def word(self, what: Field) -> str:
        """A short text, empty where the cell says that there is no value."""
        text = self.text(what)
        return "" if not self.frame.exact and is_nothing(text) else text

    def name(self, what: Field) -> str:
        """The name of a release."""
        text = self.word(what)
        if len(text) <= NAME_LIMIT:
            return text
        return self._unread(what, "is too long for the name of a release") or ""

    def note(self) -> str | None:
        """All notes together."""
        own = tidy(text_of(self.cells.get(Field.NOTE, "")))
        return "\n".join([own, *self.notes] if own else self.notes) or None

    def day(self, what: Field) -> date | None:
        """A date; a guess is said."""
        if not self.has(what) or is_nothing(text_of(self.cells[what])):
            return None
        read = day_in(self.cells[what], self.written)
        if read is None:
            return self._unread(what, "is no date that can be read")
        if read[1]:
            self.say(what, f"{quoted(text_of(self.cells[what]))} {read[1]}")
        return read[0]

    def instant(self, what: Field) -> datetime | None:
        if not self.has(what) or is_nothing(text_of(self.cells[what])):
            return None
        read = instant_in(self.cells[what], self.written, self.frame.zone)
        return read if read is not None else self._unread(what, "is no date that can be read")

    def kind(self) -> Kind:
        return self._value(Field.KIND, read_kind, "is neither to keep nor to improve") or Kind.UNSORTED

    def audience(self, what: Field) -> Audience | None:
        """Who may read it: the fewest, where the cell can't be read."""
        if not self.has(what):
            return None
        read = self._value(what, read_audience, "is nobody's audience, so the PMO alone may read it")
        return Audience.PMO if read is None else read

    def status(self) -> Status:
        if not self.has(Field.STATUS) or is_nothing(text := text_of(self.cells[Field.STATUS])):
            return Status.NOT_STARTED
        read = read_status(text)
        if read is None:
            return self._unread(Field.STATUS, "is no status that I know") or Status.NOT_STARTED
        if not read.whole:
            self.say(Field.STATUS, f"{quoted(text)} is read as {read.value.value}; {_KEPT} as well")
            self.keep(Field.STATUS)
        return read.value

    def change_status(self) -> Status | None:
        read = self._value(Field.ENTRY_STATUS, read_status, "is no status that I know")
        return read.value if read else None

    def how(self) -> How:
        known = {how.value: how for how in How}
        return self._value(Field.ENTRY_HOW, known.get, "is no way of changing an action") or How.IMPORTED

    def number(self, what: Field) -> int:
        text = text_of(self.cells.get(what, "")).strip()
        if text.isdecimal() and len(text) < 7:
            return int(text)
        if not is_nothing(text):
            self._unread(what, "is no number")
        return 0

    def address(self, what: Field) -> str | None:
        text = self.word(what)
        if not text or _ADDRESS.fullmatch(text):
            return text or None
        return self._unread(what, "is no address that begins with https://")

    def keep(self, what: Field) -> None:
        """Put a cell into the note, as it stands."""
        self.notes.append(f"{self.headings[what]}: {tidy(text_of(self.cells[what]))}")

    def say(self, what: Field, sentence: str) -> None:
        self.frame.findings.about(self.frame.sheet, what, self.row, sentence)

    def _value(self, what: Field, read: Callable[[str], Value | None], wrong: str) -> Value | None:
        text = text_of(self.cells.get(what, "")).strip()
        value = read(text) if text else None
        return value if value is not None or is_nothing(text) else self._unread(what, wrong)

    def _unread(self, what: Field, wrong: str) -> None:
        self.say(what, f"{quoted(text_of(self.cells[what]))} {wrong}; {_KEPT}")
        self.keep(what)


def line_of(row: Row, frame: Frame) -> Line | None:
    """The row by its layout; None where nothing is filled."""
    cells: dict[Field, Cell] = {}
    headings: dict[Field, str] = {}
    others: list[str] = []
    for column in frame.layout.columns:
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if isinstance(cell, str) and not cell.strip():
            continue
        if column.field is Field.OTHER:
            others.append(f"{column.heading}: {tidy(text_of(cell))}")
        elif column.field is not Field.ABOUT:
            cells[column.field], headings[column.field] = cell, column.heading
    others += [
        f"column {place + 1}: {tidy(text)}"
        for place, cell in enumerate(row.cells)
        if place > (frame.layout.columns[-1].place) and (text := text_of(cell).strip())
    ]
    return Line(frame, row.number, cells, headings, frame.today, others) if cells or others else None
