"""Phrases that stand for all of the actions, or for those left over, instead of naming any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.segment import Segment, says_how_it_stands

_NUMBERS: Final = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"}
_WHOLE: Final = frozenset({"all", "both", "nothing", "none", "neither", "nil", "everything"})


def quantifier(piece: Segment, mentions: Mentions) -> Cue | None:
    """The phrase that stands for all of them, or for those left over, if there is one that can."""
    for cue in piece.cues:
        words = cue.text.split()
        is_said = says_how_it_stands(cue)
        if words[-1] in {"these", "those", "them", "both"} and says_how_it_stands(cue):
            return Cue(frozenset({"all"}), cue.start, cue.end, words[-1])
        if words[0] == "<n>" and is_said and not piece.mentions and _counts_all(piece, cue, mentions):
            return Cue(frozenset({"all"}), cue.start, cue.end, "all")
        if words[0] in _WHOLE and cue.start <= 1 and is_said and not piece.mentions:
            return Cue(frozenset({"all"}), cue.start, cue.end, words[0])
        if not cue.means("all", "rest"):
            continue
        before = piece.words[cue.start - 1].text if cue.start else ""
        after = piece.words[cue.end].text if cue.end < len(piece.words) else ""
        if "any" in words and not any(c.means("not", "no", "drop", "blocked", "unstarted") for c in piece.cues):
            continue
        if cue.means("all") and before in {"at", "after", "hope", "for", "of"} and words[0] == "all":
            continue
        if words == ["all"] and after in {"the", "being", "day", "week", "month", "year", "sorts"}:
            continue
        if "<n>" in words:
            number = piece.words[cue.start + words.index("<n>")].text
            number = _NUMBERS.get(number, number)
            if cue.means("all") and number != str(len(mentions.asked)):
                continue
        return cue
    return None


def _counts_all(piece: Segment, cue: Cue, mentions: Mentions) -> bool:
    """ "six out of six", where six were asked about."""
    typed = [word.text for word in piece.words[cue.start : cue.end]]
    numbers = [number for text in typed if (number := _NUMBERS.get(text, text)).isdigit()]
    return len(numbers) == 2 and numbers == [str(len(mentions.asked))] * 2


def comes_first(piece: Segment, cue: Cue) -> bool:
    return not any(mention.start < cue.start for mention in piece.mentions)


def said_of_all(pieces: Sequence[Segment]) -> list[Segment]:
    """What is said of none by name is said of all, where it closes nothing, or of "they": "still getting there"."""
    said = [piece for piece in pieces if piece.says_status and not piece.set_aside]
    if len(said) != 1 or said[0].asks:
        return []
    closes = said[0].has("done", "drop", "result", "yes", "stage")
    return said if not closes or said[0].words[0].text in {"they", "these", "those"} else []
