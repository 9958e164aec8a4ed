"""An answer as words: in plain spelling, with short forms spelt out and small typos mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.conversations.understanding.lexicon import lexicon, plain, without_a_letter


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or mark; `start` and `end` are where it stands in the text that was typed."""

    text: str
    start: int
    end: int
    raw: str

    @property
    def is_mark(self) -> bool:
        return self.text not in {"'s", "#"} and not any(letter.isalnum() for letter in self.text)


_PARTS: Final = re.compile(
    r"""
      (?P<id>(?<![\w-])[Aa]-?[1-9][0-9]{0,4}(?![\w]))
    | (?P<lesson>(?<![\w-])[Ll]-[1-9][0-9]{0,4}(?![\w]))
    | (?P<date>(?<![\w.])[0-9]{1,4}[/][0-9]{1,2}(?:[/][0-9]{2,4})?(?!\w) | [0-9]{4}-[0-9]{2}-[0-9]{2})
    | (?P<percent>[0-9]+(?:[.,][0-9]+)*[ ]?%)
    | (?P<money>[\u00a3$\u20ac][0-9][0-9.,]*[a-zA-Z]*)
    | (?P<number>(?<!\w)[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:[.:][0-9]+)*(?!\w))
    | (?P<measure>(?<!\w)[vV]?[0-9]+(?:[.:][0-9]+)+[a-zA-Z]*)
    | (?P<na>(?<!\w)[nN]/[aA](?!\w))
    | (?P<week>[wW]/[cb]\b)
    | (?P<with>[wW]/)
    | (?P<word>\w+(?:['\u2019\u2018]\w+)*['\u2019]?)
    | (?P<dots>\.\.+|\u2026)
    | (?P<newline>\n+)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)
_ENDINGS: Final = (("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"))
_HOW_FAR: Final = {"100": "complete", "0": "unstarted"}
_WHOLE: Final = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("will", "not"), "ain't": ("is", "not")}


def words(text: str) -> list[Word]:
    """The words and marks of a text, in order."""
    return [word for found in _PARTS.finditer(text) for word in _read(found)]


def _read(found: re.Match[str]) -> Iterator[Word]:
    kind, raw, start, end = found.lastgroup, found[0], found.start(), found.end()
    match kind:
        case "id":
            yield Word("a-" + re.sub(r"\D", "", raw), start, end, raw)
        case "lesson":
            yield Word(raw.lower(), start, end, raw)
        case "percent":
            yield Word(_HOW_FAR.get(raw.rstrip(" %"), "percent"), start, end, raw)
        case "dots":
            yield Word("...", start, end, raw)
        case "newline":
            yield Word("\n", start, end, raw)
        case "na":
            yield Word("na", start, end, raw)
        case "week":
            yield Word("w/c", start, end, raw)
        case "with":
            yield Word("with", start, end, raw)
        case "word":
            for part in _spelt(plain(raw), raw[:1].isupper()):
                yield Word(part, start, end, raw)
        case "mark":
            meant = lexicon().emoji.get(raw)
            yield Word(meant or raw, start, end, raw)
        case _:
            yield Word(raw, start, end, raw)


@lru_cache(maxsize=4096)
def _spelt(word: str, capital: bool) -> tuple[str, ...]:
    known = lexicon()
    word = word.rstrip("'")
    if word in _WHOLE:
        return _WHOLE[word]
    if word in known.spelling:
        return known.spelling[word]
    for ending, meant in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return (*_spelt(word.removesuffix(ending), capital), meant)
    if word.endswith("'s"):
        return (*_spelt(word[:-2], capital), "'s")
    return (mended(word),)


def mended(word: str) -> str:
    """The word of the lexicon that this one is a typo of, or the word itself."""
    known = lexicon()
    if len(word) < 4 or word in known.vocabulary or not word.isalpha():
        return word
    for shorter in sorted(without_a_letter(word)):
        for meant in known.typos.get(shorter, ()):
            if _one_slip(word, meant):
                return meant
    return word


def _one_slip(typed: str, meant: str) -> bool:
    """Two letters swapped, or (in longer words) one wrong, missing or too many; the first one is right."""
    if typed[0] != meant[0]:
        return False
    if len(typed) == len(meant):
        differ = [place for place, pair in enumerate(zip(typed, meant, strict=True)) if pair[0] != pair[1]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return typed[differ[0]] == meant[differ[1]] and typed[differ[1]] == meant[differ[0]]
        return len(differ) == 1 and len(meant) >= 6
    if abs(len(typed) - len(meant)) != 1 or len(meant) < 6:
        return False
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
