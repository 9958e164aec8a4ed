"""Registers in files: which format a file has, and how one is written so that it is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import Final

from adapters.files.notation import read_notation, write_notation
from adapters.files.separated import read_separated, write_separated
from bot.exchange.record import LessonRecord
from bot.exchange.sheet import Sheet, UnreadableError
from bot.words.programme import Programme

Write = Callable[[Path, Iterable[LessonRecord], Programme], None]

_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The compound file of .xls, and of workbooks with a password ([MS-CFB] 2.2)."""


@contextmanager
def read_file(path: Path) -> Generator[tuple[list[Sheet], str], None, None]:
    """The tables of a file, by what it holds rather than by its name, and what it was read as.

    Raises `UnreadableError` where it holds none, and `OSError` where it can't be opened.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        from adapters.files.workbook_in import read_workbook  # here, as openpyxl takes a moment to load

        with read_workbook(path) as sheets:
            yield sheets, "an Excel workbook"
        return
    if start == _OLD_EXCEL:
        raise UnreadableError("is an old .xls workbook, or has a password: save it from Excel as .xlsx or .csv.")
    if start.startswith(b"%PDF"):
        raise UnreadableError("is a PDF, not a table: find the spreadsheet that it was made from.")
    is_json = path.suffix.casefold() == ".json" or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    sheet, said = read_notation(path) if is_json else read_separated(path)
    yield [sheet], said


def writers(zone: tzinfo) -> Mapping[str, Write]:
    """What writes which ending; instants in a workbook read as in `zone`."""

    def workbook(path: Path, lessons: Iterable[LessonRecord], _: Programme) -> None:
        from adapters.files.workbook_out import write_workbook  # here, as openpyxl takes a moment to load

        write_workbook(path, lessons, zone)

    def separated(path: Path, lessons: Iterable[LessonRecord], _: Programme) -> None:
        write_separated(path, lessons)

    return {".xlsx": workbook, ".csv": separated, ".json": write_notation}


@contextmanager
def whole(path: Path) -> Generator[Path, None, None]:
    """A file beside `path` to write to, which takes its place at the end; after a failure nothing is left of it."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield partial
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
