"""What a lesson is found by: its words without accents, capitals and the commonest endings.

The same is done to what is searched for. Each word is stored behind the mark of its programme, so that looking a word
up walks over no other programme's lessons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.words.ids import ProgrammeId
from bot.words.lesson import Lesson

BLOCK: Final = 1_000
"""How many lessons share a mark on PostgreSQL, where a search goes from block to block, the newest first."""

_WORD: Final = re.compile(r"[^\W_]+")
_ENDINGS: Final = ("ing", "ies", "ed", "es", "s")
_LONGEST: Final = 80  # longer ones are addresses or pastes; an index entry has a limit


def terms(*texts: str | None) -> list[str]:
    """The words to find a text by, each once."""
    joined = " ".join(text for text in texts if text)
    if not joined.isascii():
        decomposed = unicodedata.normalize("NFKD", joined)
        joined = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return list(dict.fromkeys(_stem(word) for word in _WORD.findall(joined.casefold())))


def stored(lesson: Lesson, number: int, dialect: str) -> str:
    """The column `lesson.search`. Nothing where the lesson is not to be found."""
    if lesson.deleted or lesson.redacted or lesson.merged_into is not None:
        return ""
    mark = _mark(lesson.programme, number // BLOCK if dialect == "postgresql" else None)
    return " ".join([mark + word for word in terms(lesson.text, lesson.wording, lesson.area)])


def match(programme: ProgrammeId, words: str) -> str:
    """The query for SQLite's FTS5, or nothing where there are no words."""
    return " ".join(f'"{_mark(programme)}{word}"' for word in terms(words))


def pattern(programme: ProgrammeId, words: str) -> str:
    """The query for PostgreSQL, with `#` in place of the block's number."""
    return " & ".join(f"'{_mark(programme, '#')}{word}'" for word in terms(words))


def _mark(programme: int, block: int | str | None = None) -> str:
    # x parts the number from a word that starts with a digit.
    return f"p{programme}x" if block is None else f"p{programme}b{block}x"


@lru_cache(maxsize=10_000)  # people write about the same things in the same words
def _stem(word: str) -> str:
    """`releases`, `released` and `release` are one word, so are `planning` and `plans`."""
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 3), "")
    stem = word[: len(word) - len(ending)].rstrip("ey") or word
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem.isalpha()
    return (stem[:-1] if doubled else stem)[:_LONGEST]
