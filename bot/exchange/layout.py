"""Where the headings of a table are, and what each of its columns holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.exchange.headings import KIND_OR_AREA, NUMBER, Field, fields_called, plain_name
from bot.exchange.sheet import Cell, Row
from bot.exchange.values import MARKS, read_kind
from bot.words.clean import tidy

LOOKED_AT: Final = 60
"""Rows in which the headings are looked for, and by whose values a column is judged."""

_TEXTS: Final = frozenset({Field.LESSON, Field.KEPT, Field.IMPROVED})
_WHOLE_TABLES: Final = _TEXTS | {Field.ACTION}


@dataclass(frozen=True, slots=True)
class Column:
    """`heading` is what the file calls it."""

    place: int
    heading: str
    field: Field


@dataclass(frozen=True, slots=True)
class Layout:
    """The row of the headings, the columns, and all that they hold."""

    row: int
    columns: tuple[Column, ...]
    fields: frozenset[Field]

    @property
    def holds_lessons(self) -> bool:
        return bool(self.fields & _TEXTS)

    @property
    def holds_actions(self) -> bool:
        return Field.ACTION in self.fields and not self.holds_lessons

    @property
    def holds_history(self) -> bool:
        return Field.ENTRY in self.fields and not self.fields & _WHOLE_TABLES


def text_of(cell: Cell) -> str:
    """A cell as text: a date as people in Britain write it."""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def find_layout(rows: Sequence[Row]) -> Layout | None:
    """The layout that explains most, by the first rows of a table; None where no row looks like headings."""
    best: tuple[int, int] | None = None
    for at, row in enumerate(rows):
        headings = [text_of(cell).strip() for cell in row.cells]
        filled = sum(bool(heading) for heading in headings)
        meant = {field for heading in headings for field, _ in fields_called(heading)}
        numbered = any(plain_name(heading) in NUMBER | KIND_OR_AREA for heading in headings)
        whole = meant & _WHOLE_TABLES or {Field.ENTRY, Field.ACTION_NO} <= meant
        known = sum(1 for heading in headings if heading and fields_called(heading)) + numbered
        if whole and (known >= 2 or filled == 1) and known * 3 >= filled and (best is None or known > best[0]):
            best = known, at
    if best is None:
        return None
    at = best[1]
    columns = _columns(rows[at], rows[at + 1 :])
    return Layout(rows[at].number, columns, frozenset(column.field for column in columns))


def _columns(headings: Row, below: Sequence[Row]) -> tuple[Column, ...]:
    named = [" ".join(tidy(text_of(cell)).split()) for cell in headings.cells]
    wanted = {place: _meanings(heading, place, below) for place, heading in enumerate(named)}
    owners: dict[Field, int] = {}
    # The better name first, then the column that stands further left.
    claims = [(rank, place, field) for place, meanings in wanted.items() for field, rank in meanings.items()]
    for _, place, field in sorted(claims, key=lambda claim: claim[:2]):
        if field not in owners and place not in owners.values():
            owners[field] = place
    if not owners.keys() & _WHOLE_TABLES:  # "Comment" is mostly a note, but not where it is all that there is
        for place in [place for place, meanings in wanted.items() if Field.LESSON in meanings][:1]:
            owners = {field: other for field, other in owners.items() if other != place} | {Field.LESSON: place}
    fields = _numbered(named, {place: field for field, place in owners.items()})
    return tuple(
        Column(place, heading or f"column {place + 1}", fields.get(place, Field.OTHER))
        for place, heading in enumerate(named)
        if heading or any(place < len(row.cells) and text_of(row.cells[place]).strip() for row in below)
    )


def _meanings(heading: str, place: int, below: Sequence[Row]) -> dict[Field, int]:
    """What a column may hold, by its heading and its values, with the rank of the name."""
    values = [text for row in below if place < len(row.cells) and (text := text_of(row.cells[place]).strip())]
    kinds = sum(read_kind(value) is not None for value in values)
    if plain_name(heading) in KIND_OR_AREA:
        return {Field.KIND: 50} if values and kinds * 2 >= len(values) else {Field.AREA: 50}
    meanings = dict(fields_called(heading))
    mostly_kinds = len(values) > 1 and kinds * 2 >= len(values)
    if mostly_kinds and meanings.keys() & {Field.KEPT, Field.IMPROVED}:
        return {Field.KIND: 60}  # "What went well?" over a column of "yes, went well" is no column of lessons
    return meanings


def _numbered(named: Sequence[str], fields: dict[int, Field]) -> dict[int, Field]:
    """Columns that only say "No." or "ID" number the lessons; where the table has none, the actions."""
    held = set(fields.values())
    for place, heading in enumerate(named):
        if place in fields or plain_name(heading) not in NUMBER:
            continue
        number = Field.LESSON_NO if held & _TEXTS else Field.ACTION_NO
        if number not in held:
            fields[place] = number
            held.add(number)
    return fields


def is_mark(text: str) -> bool:
    """Whether a cell is only ticked."""
    return text.casefold() in MARKS
