"""Why an action is blocked or late, as others may read it: the reason alone, in its owner's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.due import days_in
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.segment import Mention, Segment

_DOING: Final = frozenset({"not", "has", "have", "will", "do", "does", "did", "can", "refusing", "refused", "still"})
_LONGEST: Final = 120
"""Characters; a longer one is a story, and its owner can put it shortly with "blocked A-7 WHY"."""


def reason(pieces: Sequence[Segment], text: str, today: date) -> str:
    """The reason given in what was said of an action, as typed, or "" where there is none that others may read.

    Absence, health, blame and temper never are one: a piece that has any of them is left out whole.
    """
    for piece in pieces:
        if piece.set_aside or piece.asks or _is_private(piece):
            continue
        span = _because(piece) or _blocked(piece)
        if span is None:
            continue
        start, end = span
        end = _before_the_date(piece, start, end, text, today)
        while end > start and piece.words[end - 1].text in lexicon().lists["not_last_in_a_reason"]:
            end -= 1
        if end - start >= 2:
            return _typed(text[piece.words[start].start : piece.words[end - 1].end])
    return ""


def _is_private(piece: Segment) -> bool:
    private = lexicon().lists["private"]
    off = any(
        word.text == "off" and before.text in {"is", "'s", "are", "am", "was", "been", "be", "were"}
        for before, word in pairwise(piece.words)
    )
    return off or piece.has("away", "rude") or any(word.text in private for word in piece.words)


def _because(piece: Segment) -> tuple[int, int] | None:
    """What follows "because", "due to", or "as" in "needs another week as partners can't meet"."""
    texts = [word.text for word in piece.words]
    for place, word in enumerate(texts):
        after = texts[place + 1] if place + 1 < len(texts) else ""
        if word == "because":
            return place + 1 + (after == "of"), len(texts)
        if word == "due" and after == "to":
            return place + 2, len(texts)
        if (
            word in {"as", "since"}
            and place >= 2
            and len(texts) - place >= 4
            and after not in {"well", "soon", "planned"}
        ):
            return place + 1, len(texts)
    return None


def _blocked(piece: Segment) -> tuple[int, int] | None:
    """From who or what holds it up ("supplier has not replied") or from what it waits for, to the end of the piece."""
    for cue in piece.cues:
        again = any(later.start == cue.end and later.means("blocked") and later.text != "until" for later in piece.cues)
        if not cue.means("blocked") or again or _is_bare(piece, cue):
            continue
        named = [mention for mention in piece.mentions if mention.end <= cue.start and not _is_subject(mention, cue)]
        start = max((mention.end for mention in named), default=0)
        if any(earlier.end == cue.start and earlier.means("blocked") for earlier in piece.cues):
            start = cue.start  # "blocked, waiting on": the first word says no more
        while start < cue.start and piece.words[start].text in lexicon().lists["not_first_in_a_reason"]:
            start += 1
        return start, len(piece.words)
    return None


def _is_subject(mention: Mention, cue: Cue) -> bool:
    """Whether words that could name an action are who holds it up: "partners not replying"."""
    return not mention.by_reference and mention.end == cue.start and cue.text.split()[0] in _DOING


def _is_bare(piece: Segment, cue: Cue) -> bool:
    """Whether it says no more than that the action is blocked."""
    if cue.end < len(piece.words):
        return False
    return (cue.end - cue.start == 1 and cue.start == 0) or cue.text.startswith("can not")


def _before_the_date(piece: Segment, start: int, end: int, text: str, today: date) -> int:
    """Where the reason ends that a date follows: "waiting on the supplier, say 4 Dec"."""
    for day in days_in(piece, text, today):
        if day.start > start:
            end = min(end, day.start)
    return end


def _typed(words: str) -> str:
    words = " ".join(words.split()).strip(" ,;:-")
    return words if len(words) <= _LONGEST else ""
