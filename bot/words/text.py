"""Text as it is shown to people: tidied, and cut where there is no room, visibly and between letters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from typing import Final

_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the writing direction of all that follows. Right-to-left letters turn by themselves."""
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
CUT: Final = "\u2026"
"""The sign that something was cut."""
Size = Callable[[str], int]
"""How long a platform finds a text."""


def tidy(text: str) -> str:
    """`text` without what would disturb its surroundings; blank text becomes empty."""
    return _TURNING.sub("", _UNWANTED.sub("\ufffd", text)) if not text.isspace() else ""


def one_line(text: str) -> str:
    """`text`, tidied, on one line."""
    return " ".join(tidy(text).split())


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units, which is never less than its code points."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, room: int, size: Size = units) -> str:
    """`text` in at most `room` as `size` counts; where it is cut, an ellipsis says so."""
    return text if size(text) <= room else _start(text, room - 1, size) + CUT


def cut_counted(text: str, room: int, size: Size = units) -> str:
    """Like `cut`, and says how much is missing: "… and 240 more characters"."""
    if size(text) <= room:
        return text
    tail = f"{CUT} and {len(text):,} more characters"  # at least as long as the real one
    if room <= size(tail):
        return cut(text, room, size)
    start = _start(text, room - size(tail), size)
    return f"{start}{CUT} and {len(text) - len(start):,} more characters"


def _start(text: str, room: int, size: Size) -> str:
    """As much of the beginning as fits, without parting a letter from its accents or an emoji from its parts."""
    longest = range(min(len(text), max(room, 0)) + 1)
    end = max(bisect_right(longest, room, key=lambda letters: size(text[:letters])) - 1, 0)
    if end == len(text):
        return text
    whole = end
    while whole and end - whole < 32 and _continues(text, whole):  # beyond that it is no letter but a prank
        whole -= 1
    return text[: whole if whole and not _continues(text, whole) else end].rstrip()


def _continues(text: str, at: int) -> bool:
    letter = text[at]
    return unicodedata.combining(letter) != 0 or letter in _JOINERS or text[at - 1] == "\u200d"
