"""A piece of an answer: it says one thing, about the actions that it names or about those named before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.words import Word
from bot.dates.lexicon import DAYS, plain_word

STATUS: Final = frozenset(
    {
        "done", "result", "stage", "drop", "blocked", "progress", "partial", "unstarted", "same", "slip", "not", "far",
        "promised", "yes", "no",
    }
)  # fmt: skip
"""Kinds of phrases that say how an action stands."""
ENDS: Final = frozenset({".", "!", "?", "\n", "..."})
"""Marks after which a new sentence begins."""
LABELS: Final = frozenset({":", "=", "-", ">"})
"""Marks between a name and what is said of it."""
_WHEN: Final = frozenset({"today", "tomorrow", "tonight", "eow", "eom", "eod"})


@dataclass(slots=True)
class Mention:
    """A run of words that names one action, or (`actions` of several) could mean any of them."""

    actions: tuple[str, ...]
    start: int
    end: int
    by_reference: bool = False


@dataclass(slots=True)
class Segment:
    words: list[Word]
    before: str
    """The mark or the word that parts it from the one before: ".", ",", ":", "and", …"""
    asks: bool = False
    set_aside: bool = False
    """Whether it says nothing of how an action stands: a question, "ask me later", a hand-over."""
    excepts: bool = False
    """Whether its "except" leaves out actions that it names."""
    cues: list[Cue] = field(default_factory=list[Cue])
    mentions: list[Mention] = field(default_factory=list[Mention])

    def has(self, *kinds: str) -> bool:
        return any(cue.means(*kinds) for cue in self.cues)

    @property
    def says_status(self) -> bool:
        return any(says_how_it_stands(cue) and not cue.means("chatter") for cue in self.cues)

    @property
    def begins_sentence(self) -> bool:
        return self.before in ENDS or not self.before

    @property
    def only_names(self) -> bool:
        """Whether it is a name of actions and nothing else."""
        if not self.mentions or self.says_status:
            return False
        rest = self.unknown
        if any(plain_word(word.raw) in DAYS or word.text in _WHEN for word in rest):
            return False
        return len(rest) <= (1 if len(self.words) > 3 else 0)

    @property
    def unknown(self) -> list[Word]:
        """The words that are neither part of a name nor too small to tell anything."""
        named = {place for mention in self.mentions for place in range(mention.start, mention.end)}
        small = lexicon().lists["small"]
        return [
            w for place, w in enumerate(self.words) if place not in named and w.text not in small and w.text.isalnum()
        ]


def says_how_it_stands(cue: Cue) -> bool:
    return not cue.kinds.isdisjoint(STATUS)
