"""The lexicon: the phrases of a language by what they mean, read from its one file."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Final

LANGUAGES: Final = ("english", "french", "german", "italian", "polish", "spanish")
GAP: Final = "..."
GAP_WORDS: Final = 5
"""Words that "..." in a phrase may stand for, at most."""

Slots = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as words in a row; "..." stands for a few others, "<n>" for a number."""

    slots: Slots
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    by_first: Mapping[str, tuple[Phrase, ...]]
    """Phrases by their first word, longest first."""
    spelling: Mapping[str, tuple[str, ...]]
    emoji: Mapping[str, str]
    short: Mapping[str, str]
    vocabulary: frozenset[str]
    typos: Mapping[str, tuple[str, ...]]
    """Words worth mending a typo for, by what is left of them without one letter."""
    lists: Mapping[str, frozenset[str]]


def plain(text: str) -> str:
    """Lower case, without accents, with straight apostrophes."""
    text = text.replace("\u2019", "'").replace("\u2018", "'").casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@cache
def lexicon() -> Lexicon:
    """All languages together; read once."""
    kinds: dict[Slots, set[str]] = {}
    spelling: dict[str, tuple[str, ...]] = {}
    emoji: dict[str, str] = {}
    short: dict[str, str] = {}
    lists: dict[str, frozenset[str]] = {}
    for language in LANGUAGES:
        text = files("bot.conversations.understanding").joinpath(f"{language}.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        classes = {f"<{name}>": words.split() for name, words in data.pop("words", {}).items()}
        spelling |= {plain(word): tuple(meant.split()) for word, meant in data.pop("spelling", {}).items()}
        emoji |= data.pop("emoji", {})
        short |= data.pop("short", {})
        lists |= {name: frozenset(plain(words).split()) for name, words in data.pop("lists", {}).items()}
        for kind, section in data.items():
            for line in section["phrases"].strip().splitlines():
                for slots in _spelt_out(plain(line), classes):
                    kinds.setdefault(slots, set()).add(kind)
    return _indexed(kinds, spelling, emoji, short, lists)


def _indexed(
    kinds: Mapping[Slots, set[str]],
    spelling: Mapping[str, tuple[str, ...]],
    emoji: Mapping[str, str],
    short: Mapping[str, str],
    lists: Mapping[str, frozenset[str]],
) -> Lexicon:
    by_first: dict[str, list[Phrase]] = {}
    for slots, meant in sorted(kinds.items(), key=lambda item: (-len(item[0]), item[0])):
        by_first.setdefault(slots[0], []).append(Phrase(slots, frozenset(meant)))
    words = {word for slots in kinds for word in slots}
    typos: dict[str, list[str]] = {}
    for word in sorted(lists["typos"]):
        for shorter in without_a_letter(word):
            typos.setdefault(shorter, []).append(word)
    return Lexicon(
        by_first={first: tuple(phrases) for first, phrases in by_first.items()},
        spelling=spelling,
        emoji=emoji,
        short=short,
        vocabulary=frozenset(words) | frozenset(spelling) | lists.get("no_typos", frozenset()),
        typos={shorter: tuple(found) for shorter, found in typos.items()},
        lists=lists,
    )


def _spelt_out(line: str, classes: Mapping[str, list[str]]) -> Iterator[Slots]:
    """Every row of words that a line of the lexicon stands for."""
    slots: list[list[str]] = []
    for slot in line.split():
        optional = slot.endswith("?")
        words = [word for part in slot.removesuffix("?").split("|") for word in classes.get(part, [part])]
        slots.append([*words, ""] if optional else words)
    for chosen in product(*slots):
        row = tuple(word for word in chosen if word)
        if row and row[0] != GAP:
            yield row


def without_a_letter(word: str) -> set[str]:
    """The word, and what is left of it when any one letter is taken out."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}
