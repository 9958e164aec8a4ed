"""The lexicon's phrases in a row of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.conversations.understanding.lexicon import GAP, GAP_WORDS, Phrase, lexicon
from bot.conversations.understanding.words import Word
from bot.dates.lexicon import DAYS, NUMBER_OF, plain_word

_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve")
_NUMBER_CLASS: Final = "<n>"
_DAY_CLASS: Final = "<day>"
_A_DAY: Final = re.compile(r"[0-9]{1,4}[/-][0-9]{1,2}([/-][0-9]{2,4})?|[0-9]{1,2}(st|nd|rd|th)|tomorrow|today|next|w/c")
_END: Final = "<end>"
_ENDINGS: Final = {"<ing>": "ing", "<ed>": "ed"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that means something, from the word at `start` to the one before `end`."""

    kinds: frozenset[str]
    start: int
    end: int
    text: str

    def means(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


def cues(words: Sequence[Word]) -> list[Cue]:
    """Every phrase in a row of words, the longest at each place, none over another."""
    found: list[Cue] = []
    place = 0
    while place < len(words):
        longest = _longest(words, place)
        if longest is not None and _gives_way(words, place, *longest):
            place += 1
        elif longest is not None:
            end, phrase = longest
            found.append(Cue(phrase.kinds, place, end, " ".join(phrase.slots)))
            place = end
        else:
            place += 1
    return found


def _longest(words: Sequence[Word], place: int) -> tuple[int, Phrase] | None:
    text = words[place].text
    by_first = lexicon().by_first
    candidates = by_first.get(text, ())
    if text == "'s":
        candidates = tuple(phrase for phrase in by_first.get("is", ()) if phrase.slots[-1] != _END)
    if is_number(text):
        candidates = (*candidates, *by_first.get(_NUMBER_CLASS, ()))
    best: tuple[int, Phrase] | None = None
    for phrase in candidates:
        end = _fits(words, place + 1, phrase.slots, 1)
        if end is not None and (best is None or end > best[0]):
            best = end, phrase
    return best


def _gives_way(words: Sequence[Word], place: int, end: int, phrase: Phrase) -> bool:
    """Whether "is <ing>" is better read by what its verb means: "is waiting"."""
    if not any(slot in _ENDINGS for slot in phrase.slots):
        return False
    return any(_longest(words, later) is not None for later in range(place + 1, end))


def _is(wanted: str, word: Word) -> bool:
    text = word.text
    if wanted == text or (wanted == "is" and text == "'s"):
        return True
    if wanted == _NUMBER_CLASS:
        return is_number(text)
    if wanted == _DAY_CLASS:
        return _A_DAY.fullmatch(text) is not None or plain_word(word.raw) in DAYS or plain_word(word.raw) in NUMBER_OF
    if wanted not in _ENDINGS or len(text) <= 4 or (word.raw[0].isupper() and not word.raw.isupper()):
        return False  # a name is no doing: "it's Reading"
    return text.endswith(_ENDINGS[wanted])


def _fits(words: Sequence[Word], place: int, slots: Sequence[str], slot: int) -> int | None:
    """Where the phrase ends that began before `place`, or None."""
    while slot < len(slots):
        wanted = slots[slot]
        if wanted == GAP:
            for skipped in range(GAP_WORDS + 1):
                if place + skipped < len(words) and not any(w.is_mark for w in words[place : place + skipped]):
                    end = _fits(words, place + skipped, slots, slot + 1)
                    if end is not None:
                        return end
            return None
        if wanted == _END:
            if place < len(words):
                return None
            slot += 1
            continue
        if place >= len(words):
            return None
        if not _is(wanted, words[place]):
            return None
        place, slot = place + 1, slot + 1
    return place


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None
