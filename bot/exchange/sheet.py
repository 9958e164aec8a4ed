"""A table as a file holds it, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | date | datetime
"""Numbers come as the text that their cell shows; an empty cell as ""."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is the one that people see beside it in Excel."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with whatever stands above its headings. `name` is empty where a file holds only one."""

    name: str
    rows: Iterable[Row]


class UnreadableError(Exception):
    """The file can't be read as a table. The text is one sentence that says why and what to do."""
