"""What there is to say about an import, by row and column; the same thing about many rows is said once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.exchange.headings import Field
from bot.words.clean import tidy

SHOWN = 80
"""Characters of a cell that are quoted: enough to find it."""


@dataclass(slots=True)
class Findings:
    """`said` holds the rows by sheet, column and sentence; `headings` what each sheet calls its columns."""

    said: dict[tuple[str, str, str], list[int]] = field(default_factory=dict[tuple[str, str, str], list[int]])
    headings: dict[tuple[str, Field], str] = field(default_factory=dict[tuple[str, Field], str])

    def heading(self, sheet: str, column: Field) -> str:
        return self.headings.get((sheet, column), column.value)

    def about(self, sheet: str, column: Field, row: int, sentence: str) -> None:
        self.said.setdefault((sheet, self.heading(sheet, column), sentence), []).append(row)

    def lines(self) -> Iterator[str]:
        """ "Rows 3 to 5 and 9, Owner: “Tom” is nobody I know; kept as a note." """
        for (sheet, column, sentence), rows in sorted(self.said.items(), key=lambda item: item[1][0]):
            place = ", ".join([*([sheet] if sheet else []), _rows(rows), column])
            yield f"{place[0].upper()}{place[1:]}: {sentence}."


def quoted(text: str) -> str:
    """The start of a cell on one line, for people to find it by."""
    line = " ".join(tidy(text).split())
    shown = line if len(line) <= SHOWN else f"{line[: SHOWN - 2].rstrip()} \u2026"
    return f"\u201c{shown}\u201d"


def _rows(rows: list[int]) -> str:
    """ "row 3", "rows 3 to 5 and 9" """
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    parts = [str(a) if a == b else f"{a} {'and' if b == a + 1 else 'to'} {b}" for a, b in runs]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"row {listed}" if len(rows) == 1 else f"rows {listed}"
