"""Which of the actions asked about a word speaks of: by reference, or by a word of its description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.words import words

_ENDINGS: Final = (
    "ations", "ation", "ising", "izing", "ings", "ing", "ments", "ment", "ions", "ion", "als", "al",
    "is", "ers", "er", "ors", "or", "ies", "ied", "ed", "es", "s", "e", "y",
)  # fmt: skip
_DISTINCT: Final = 0.2
"""Weight from which a word, or words together, name an action: half a word that no other description has."""


def stem(word: str) -> str:
    """The word without its ending: "approvals" and "approved" both give "approv"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 + (len(ending) < 3):
            short = word.removesuffix(ending)
            doubled = len(short) > 3 and short[-1] == short[-2] and short[-1] not in "aeiousl"
            return short[:-1] if doubled and ending in {"ing", "ed", "er"} else short
    if word.endswith("s") and len(word) == 4 and not word.endswith("ss"):
        return word[:3]
    return word


class Mentions:
    """The actions asked about, and what people may call them."""

    def __init__(self, asked: Sequence[str], descriptions: Mapping[str, str]) -> None:
        self.asked: Final = tuple(asked)
        self.numbers: Final = {action.removeprefix("A-"): action for action in asked}
        self._words: Final = {action: self._content(descriptions.get(action, "")) for action in asked}
        self._firsts: Final = {
            action: stem(found[0].text) for action in asked if (found := words(descriptions.get(action, ""))[:1])
        }
        self._initials: Final = {action: _initials(descriptions.get(action, "")) for action in asked}
        self._known: dict[str, dict[str, float]] = {}

    def _content(self, description: str) -> dict[str, str]:
        small = lexicon().lists["small"]
        short = lexicon().short
        found = [word.text for word in words(description) if not word.is_mark and word.text not in small]
        whole = {short.get(word, word) for word in found}
        joined = {a + b for a, b in pairwise(found)}
        return {word: stem(word) for word in whole | joined}

    def of(self, word: str) -> dict[str, float]:
        """The actions whose description has the word, each with how much that tells: one if it is the only one."""
        known = self._known.get(word)
        if known is None:
            found = [action for action in self.asked if self._has(action, word)]
            weight = 1 / len(found) if found else 0.0
            known = self._known[word] = dict.fromkeys(found, weight)
        return known

    def short_for(self, raw: str) -> dict[str, float]:
        """The actions that a word in capitals may be short for: "RA", of "Risk assessment"."""
        found = [action for action in self.asked if raw.casefold() in self._initials[action]] if raw.isupper() else []
        return dict.fromkeys(found, 1 / len(found)) if found else {}

    def _has(self, action: str, word: str) -> bool:
        if len(word) < 2 or word in lexicon().lists["small"]:
            return False
        word = lexicon().short.get(word, word)
        short = stem(word)
        return any(_alike(word, short, other, other_stem) for other, other_stem in self._words[action].items())

    def has_word(self, word: str) -> bool:
        """Whether a description has this very word."""
        return any(word in found for found in self._words.values())

    def did(self, word: str) -> bool:
        """Whether a word says that what an action asks to do was done: "serviced", of "Service the hoist"."""
        if not word.endswith("ed") or len(word) < 5:
            return False
        return any(stem(word) in stems.values() and word not in stems for stems in self._words.values())

    def is_verb_of(self, action: str, word: str) -> bool:
        """Whether a word is what the action asks to do: "approved", of "Approve the backfill"."""
        return self._has(action, word)

    def begins(self, word: str) -> str | None:
        """The one action whose description begins with this word in some form."""
        word = stem(lexicon().short.get(word, word))
        found = [action for action, first in self._firsts.items() if first == word]
        return found[0] if len(found) == 1 else None


def _initials(description: str) -> set[str]:
    """What a description may be called for short: "ra" for "Risk assessment"."""
    letters = [word.text[0] for word in words(description) if word.text.isalpha()]
    return {"".join(letters[start : start + size]) for size in (2, 3, 4) for start in range(len(letters) - size + 1)}


def best(weights: Mapping[str, float]) -> tuple[str, ...]:
    """The actions that a run of words names: the one that stands out, or those that it may equally mean."""
    if not weights:
        return ()
    most = max(weights.values())
    if most < _DISTINCT - 0.01:
        return ()
    return tuple(action for action, weight in weights.items() if weight > most - 0.2)


def _alike(word: str, short: str, other: str, other_stem: str) -> bool:
    if word == other or (short == other_stem and len(short) >= 3):
        return True
    if len(word) >= 4 and len(other) - len(word) >= 3 and other.startswith(word):
        return True
    if len(other) >= 4 and len(word) - len(other) >= 3 and word.startswith(other):
        return True
    if len(word) >= 5 and len(other) - len(word) >= 3 and other.endswith(word):
        return True
    if len(word) >= 5 and abs(len(word) - len(other)) <= 1 and word[0] == other[0]:
        return _one_apart(word, other)
    return False


def _one_apart(word: str, other: str) -> bool:
    if len(word) == len(other):
        differ = [place for place, pair in enumerate(zip(word, other, strict=True)) if pair[0] != pair[1]]
        if len(differ) == 1:
            return len(word) >= 7
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1
        return swapped and word[differ[0]] == other[differ[1]] and word[differ[1]] == other[differ[0]]
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    return len(longer) >= 6 and any(longer[:p] + longer[p + 1 :] == shorter for p in range(len(longer)))
