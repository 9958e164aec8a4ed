"""Cutting, written once: always with a visible sign, never in the middle of a character."""

from __future__ import annotations

from typing import Final

ROWS: Final = 10
"""Rows of a list that are shown at once: what a phone shows without much scrolling."""
MANY: Final = 200
"""Beyond this, a list says "more than 200" instead of counting, so that its cost stays the same."""


def shortened(text: str, room: int) -> str:
    """`text` on one line in at most `room` characters, cut at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= room:
        return line
    cut = line[: room - 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > room // 2 else cut}\u2026"


def more_than(total: int, shown: int) -> str:
    """ "and 14 more", "and more than 190 more", or nothing."""
    if total <= shown:
        return ""
    return f"and more than {MANY - shown} more" if total >= MANY else f"and {total - shown} more"
