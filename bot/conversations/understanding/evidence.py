"""What speaks for one reading of an action or another: the signs that were found, and the words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from bot.conversations.understanding.due import days_in
from bot.conversations.understanding.mentions import stem
from bot.conversations.understanding.segment import Segment
from bot.conversations.understanding.status import Weighed

_NAME: Final = "<name>"
_DAY: Final = "<day>"
_NUMBER: Final = "<number>"
_MANY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What holds for an answer as a whole: how many actions were asked about, and of how many nothing was said."""

    asked: int
    unspoken: int
    loose: int
    intent: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was said of one action: by its name, of all of them, or of all but it."""

    weighed: Weighed
    rule: str
    words: tuple[str, ...]
    named: bool
    general: bool
    left_out: bool
    handed: bool
    dated: bool
    unexplained: int


def evidence(spoken: Spoken, answer: Answer) -> list[str]:
    """Everything that may speak for how an action stands, each as a short text; the same for the same answer."""
    found = [
        f"reads {spoken.rule}",
        *(f"sign {sign}" for sign in sorted(spoken.weighed.signs)),
        f"asked {min(answer.asked, _MANY + 1)}",
        f"unspoken {min(answer.unspoken, _MANY)}",
        f"loose {min(answer.loose, _MANY - 1)}",
        f"intent {answer.intent}",
        f"named {spoken.named} general {spoken.general} left {spoken.left_out}",
        f"handed {spoken.handed}",
        f"dated {spoken.dated}",
        f"unexplained {min(spoken.unexplained, _MANY + 1)}",
    ]
    about = "" if spoken.words else "elsewhere "
    words = spoken.words or answer.words
    found.append(f"{about}long {min(len(words) // 8, _MANY + 1)}")
    found += [f"{about}{word}" for word in words]
    found += [f"{about}~{stem(word)}" for word in words]
    found += [f"{about}{one} {other}" for one, other in pairwise(words)]
    return list(dict.fromkeys(found))


def masked(pieces: Sequence[Segment], text: str, today: date, *, whole: bool = False) -> tuple[str, ...]:
    """The words of some pieces, with a sign in place of each name, day and number, and one where a piece ends.

    `whole`: also those that say nothing of how an action stands.
    """
    found: list[str] = []
    for piece in pieces:
        if piece.set_aside and not whole:
            continue
        names = {place for mention in piece.mentions for place in range(mention.start, mention.end)}
        days = {place for day in days_in(piece, text, today) for place in range(day.start, day.end)}
        for place, word in enumerate(piece.words):
            shown = _NAME if place in names else _DAY if place in days else word.text
            if shown.replace(".", "").replace(",", "").isdigit():
                shown = _NUMBER
            if not found or found[-1] != shown or shown not in {_NAME, _DAY}:
                found.append(shown)
        found.append("?" if piece.asks else "|")
    return tuple(found)


def unexplained(pieces: Sequence[Segment], text: str, today: date) -> int:
    """How many words of some pieces are neither in a phrase nor a name nor a day, and still not too small to matter."""
    count = 0
    for piece in pieces:
        if piece.set_aside:
            continue
        known = {place for cue in piece.cues for place in range(cue.start, cue.end)}
        known |= {place for day in days_in(piece, text, today) for place in range(day.start, day.end)}
        known_words = {id(piece.words[place]) for place in known}
        count += sum(1 for word in piece.unknown if id(word) not in known_words and word.text.isalpha())
    return count
