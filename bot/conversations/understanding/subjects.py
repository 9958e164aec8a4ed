"""Which actions a piece of an answer names as what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.segment import Mention, Segment

_BOTH: Final = 2


class Subjects:
    """The actions that pieces are about; `current` are those spoken of just before."""

    def __init__(self, mentions: Mentions, pieces: Sequence[Segment]) -> None:
        self._mentions: Final = mentions
        self._sure: Final = {m.actions[0] for piece in pieces for m in piece.mentions if len(m.actions) == 1}

    def of(self, piece: Segment, current: Sequence[str]) -> list[str]:
        """The actions that a piece names as what it is about."""
        split = _condition(piece)
        names: list[Mention] = []
        main = [m for m in piece.mentions if split is None or m.end <= split]
        aside = [m for m in piece.mentions if split is not None and m.end > split]
        if not main and aside and piece.begins_sentence and not self._is_condition_first(piece):
            main = aside
        if not main and aside and not current:
            main = aside
        references = [m for m in main if m.by_reference]
        chosen = references or main
        for mention in chosen:
            if names and not _joined(piece, names[-1], mention) and not (references and _goes_on(piece, names[-1])):
                break
            names.append(mention)
        found: list[str] = []
        for mention in names:
            actions = self.settle(mention, current)
            found += [action for action in actions if action not in found]
        if not found:
            found = self._by_verb(piece, current)
        return found

    def both(self, piece: Segment, cue: Cue) -> list[str]:
        """The two that "both lifts", or "both the letter and the bins", stand for."""
        if cue.text != "both" or not any(m.start - cue.end in {0, 1} for m in piece.mentions):
            return []
        found = list(dict.fromkeys(a for m in piece.mentions if m.start >= cue.end for a in m.actions))
        return found if len(found) == _BOTH else []

    def _by_verb(self, piece: Segment, current: Sequence[str]) -> list[str]:
        """The action whose verb a piece begins with: "approved (Jo, 20 Nov). running it this Saturday"."""
        for cue in piece.cues:
            if cue.means("result", "stage", "progress", "unstarted", "partial"):
                for word in piece.words[cue.start : cue.end]:
                    action = self._mentions.begins(word.text) or self._only_one(word.text)
                    if action and (not current or self._is_a_new_one(action, piece, current)):
                        return [action]
        return []

    def _only_one(self, word: str) -> str | None:
        """The one action whose description has the word."""
        actions = list(self._mentions.of(word))
        return actions[0] if len(actions) == 1 else None

    @staticmethod
    def _is_a_new_one(action: str, piece: Segment, current: Sequence[str]) -> bool:
        return action not in current and (piece.begins_sentence or piece.before in {",", "and", "&", "/"})

    def settle(self, mention: Mention, current: Sequence[str]) -> tuple[str, ...]:
        """The actions of a name; where it may mean several, those of them that are being spoken of."""
        if mention.by_reference or len(mention.actions) == 1:
            return mention.actions
        spoken = tuple(action for action in mention.actions if action in current)
        if len(spoken) == 1:
            return spoken
        left = tuple(action for action in mention.actions if action not in self._sure)
        return left if len(left) == 1 else ()

    @staticmethod
    def _is_condition_first(piece: Segment) -> bool:
        return bool(piece.cues) and piece.cues[0].start == 0 and piece.cues[0].means("if")


def _condition(piece: Segment) -> int | None:
    """Where a piece begins to speak of what it waits for, or of something that is not its subject."""
    for cue in piece.cues:
        if cue.means("if") or (cue.means("blocked") and any(m.end <= cue.start for m in piece.mentions)):
            return cue.start
    return None


def _joined(piece: Segment, one: Mention, other: Mention) -> bool:
    between = [word.text for word in piece.words[one.end : other.start]]
    small = lexicon().lists["articles"] | {"and", "&", "/", "+", "plus", "also", "or", "'s"}
    return all(word in small for word in between) and any(word in {"and", "&", "/", "+", "plus"} for word in between)


def _goes_on(piece: Segment, mention: Mention) -> bool:
    """Whether other references may follow this one without an "and": "A-7, A-9", but not "A-7 is the same as A-9"."""
    return not any(cue.means("drop", "if", "blocked") or cue.start == mention.end for cue in piece.cues)
