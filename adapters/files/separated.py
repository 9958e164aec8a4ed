"""CSV, in whatever encoding and with whatever separator Excel writes it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from bot.exchange.columns import ALL_COLUMNS, Value, one_table
from bot.exchange.layout import LOOKED_AT, find_layout
from bot.exchange.record import LessonRecord
from bot.exchange.sheet import Row, Sheet, UnreadableError

SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
SAMPLE: Final = 200_000
"""Characters by which the separator is judged."""

_CHUNK: Final = 1 << 20
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES: Final = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
_SEP: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet takes for the start of a formula (OWASP, CSV Injection), perhaps behind apostrophes of ours."""


def read_separated(path: Path) -> tuple[Sheet, str]:
    """The table, and how it was read. Raises `UnreadableError` where it is none."""
    encoding = _encoding(path)
    with _open(path, encoding) as file:
        sample = file.read(SAMPLE)
    if found := _SEP.match(sample):
        separator, skipped = found[1], 1
    else:
        separator, skipped = _separator(sample), 0
    named = SEPARATORS.get(separator, f"\u201c{separator}\u201d")
    said = f"a table separated by {named}, in {_NAMES.get(encoding, encoding.upper())}"
    return Sheet("", _rows(path, encoding, separator, skipped)), said


def write_separated(path: Path, lessons: Iterable[LessonRecord]) -> None:
    """One table: a lesson's first action beside it, its other actions and their histories on the rows below.

    With a byte order mark, by which Excel knows UTF-8; no cell can become a formula.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([field.value for field in ALL_COLUMNS])
        for lesson in lessons:
            for values in one_table(lesson):
                writer.writerow([_guarded(values.get(field)) for field in ALL_COLUMNS])


def _guarded(value: Value) -> str:
    """The cell, behind an apostrophe where a spreadsheet could take it for a formula; reading takes that off again."""
    if isinstance(value, datetime):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _rows(path: Path, encoding: str, separator: str, skipped: int) -> Iterator[Row]:
    with _open(path, encoding) as file:
        for _ in range(skipped):
            file.readline()
        reader = csv.reader(file, delimiter=separator)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                yield Row(number, tuple(_unguarded(cell) for cell in cells))
        except csv.Error:
            raise UnreadableError(
                f"has a cell of more than {csv.field_size_limit():,} characters in row {number + 1}: "
                "is a quotation mark open there that is never closed?"
            ) from None


def _separator(sample: str) -> str:
    """The separator by which most columns are known by their headings."""
    known: dict[str, int] = {}
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        try:
            head = [Row(number, tuple(cells)) for number, cells in enumerate(islice(reader, LOOKED_AT), 1)]
        except csv.Error:
            continue  # read as a whole it says more
        layout = find_layout(head)
        known[separator] = len(layout.fields) if layout else 0
    return max(known, key=lambda separator: known[separator], default=",")


def _open(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open(encoding=encoding, errors="replace", newline="")


def _encoding(path: Path) -> str:
    """By its first bytes; without a byte order mark UTF-16 by its zeros, and UTF-8 by being valid to the end."""
    with path.open("rb") as file:
        start = file.read(4_096)
    if (marked := next((name for bom, name in _BOMS if start.startswith(bom)), None)) is not None:
        return marked
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 5 > len(start):
        return "utf-16-le" if odd > even else "utf-16-be"
    if sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a" for byte in start) * 20 > len(start) or not start.strip():
        raise UnreadableError("is empty." if not start.strip() else "is no table: save it from Excel as .xlsx or .csv.")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
