"""XLSX, read row by row. What a file could do to the machine is refused before it is read."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from bot.exchange.sheet import Cell, Row, Sheet, UnreadableError

UNPACKED: Final = 256 << 20
"""Bytes that a workbook may unpack to: some ten times what a register of 50,000 rows needs."""
PARTS: Final = 2_000
ROWS: Final = 1_048_576
"""Excel's own limit (support.microsoft.com, "Excel specifications and limits")."""
WIDEST: Final = 300
"""Columns that are looked at: a register with more is none."""
CELLS: Final = 50_000_000
"""Cells, empty ones between others included, after which a workbook is no register: some half a minute's reading."""


@contextmanager
def read_workbook(path: Path) -> Generator[list[Sheet], None, None]:
    """Every sheet. Raises `UnreadableError` where it is no workbook, or one to keep away from."""
    _refuse_bombs(path)
    with path.open("rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl names parts that it leaves out, such as drop-down lists
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # whatever a damaged or hostile file makes the library raise, it can't be read
            raise _unreadable(error) from error
        several = len(book.worksheets) > 1
        yield [Sheet(str(sheet.title) if several else "", _rows(sheet)) for sheet in book.worksheets]


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
    except zipfile.BadZipFile:
        raise UnreadableError("is damaged: it can't be unpacked.") from None
    if not any(name.casefold() == "xl/workbook.xml" for name in names):
        raise UnreadableError("is no Excel workbook: save it from Excel as .xlsx or .csv.")
    # Reading a part stops at the size that is declared for it, so a declared size can't lie.
    size = sum(part.file_size for part in parts)
    if size > UNPACKED or len(parts) > PARTS:
        raise UnreadableError(
            f"would unpack to {size / 2**20:,.0f} MiB in {len(parts):,} parts, which no register needs. "
            "If it is a real one, save it as CSV."
        )


def _rows(sheet: Any) -> Iterator[Row]:
    try:
        sheet.reset_dimensions()  # some programs write a wrong size, and what lies beyond it would be missed
        seen = 0
        for number, cells in enumerate(sheet.iter_rows(), 1):
            seen += len(cells)
            if number > ROWS or seen > CELLS:
                raise UnreadableError("has more rows or cells than any register. If it is a real one, save it as CSV.")
            read = [_cell(cell) for cell in cells[:WIDEST]]
            while read and read[-1] == "":
                read.pop()
            if read:
                yield Row(number, tuple(read))
    except UnreadableError:
        raise
    except Exception as error:  # as above
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> UnreadableError:
    if isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException):
        return UnreadableError("holds XML entities, which are a way of attacking readers. Save it anew from Excel.")
    return UnreadableError("is damaged, or no Excel workbook. Open it in Excel and save it anew as .xlsx or .csv.")


def _cell(cell: Any) -> Cell:
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            return unescape(value)  # Excel writes what XML can't hold as _x000D_
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return _number(value, str(cell.number_format or ""))
        case datetime():
            return value if "h" in str(cell.number_format or "").casefold() or value.time() != time() else value.date()
        case date():
            return value
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _number(value: float, number_format: str) -> str:
    """As its cell shows it: a version 24.10 is a number to Excel, and only the cell's format knows its last figure."""
    whole, dot, decimals = number_format.partition(".")
    if dot and decimals and set(decimals) == {"0"} and set(whole) <= set("#0,"):
        return f"{value:.{len(decimals)}f}"
    if number_format.endswith("%"):
        return f"{value * 100:.6g}%"
    return repr(int(value)) if value.is_integer() else repr(value)
