"""Who has an action now, where an answer says that somebody else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.segment import Segment
from bot.conversations.understanding.words import Word
from bot.dates.lexicon import DAYS, NUMBER_OF, plain_word

_AHEAD: Final = 6
"""Words in which the "to Tom" of "give both of these to Tom" must come."""


@dataclass(frozen=True, slots=True)
class Handover:
    """Somebody else has it, or should: `to` their name as typed, None where nobody is named."""

    to: str | None


def handover(piece: Segment, in_lower_case: bool) -> Handover | None:
    """Whether a piece says that somebody else has what it is about.

    `in_lower_case`: nothing in the answer has a capital, so a name need not have one.
    """
    found: Handover | None = None
    for cue in piece.cues:
        if cue.means("chatter"):
            continue
        name = None
        if cue.means("hand_to"):
            name = _after(piece, cue, in_lower_case)
        elif cue.means("hand_by"):
            name = _before(piece.words, cue.start, in_lower_case)
        if name and not _is_named(piece, name):
            return Handover(name)
        if cue.means("hand", "mine"):
            found = Handover(None)
    if name := _with_now(piece):
        return Handover(name)
    return found


def _is_named(piece: Segment, name: str) -> bool:
    """Whether it is the name of an action, not of somebody."""
    named = {piece.words[place].raw for mention in piece.mentions for place in range(mention.start, mention.end)}
    return name in named


def _after(piece: Segment, cue: Cue, lower: bool) -> str | None:
    words = piece.words
    last = words[cue.end - 1].text
    if "..." in cue.text:
        return name_at(words, cue.start + 1, lower=False)
    if last in {"to", "with", "onto", "against", "on", "under", "is", "be"} or cue.text in {
        "contact",
        "try",
        "ask",
        "see",
        "prefer that",
        "best placed",
        "new owner",
        "one for",
        "job for",
    }:
        return name_at(words, cue.end, lower and last == "to")
    for place in range(cue.end, min(cue.end + _AHEAD, len(words))):
        if words[place].text in {"to", "onto"}:
            return name_at(words, place + 1, lower)
    return None


def _with_now(piece: Segment) -> str | None:
    """ "that is with Tom now", "Tom's now"."""
    words = piece.words
    if len(words) > 2 and words[-1].text == "'s" and _owns(words):
        return _before(words, len(words) - 1, lower=False)
    for place, word in enumerate(words[:-1]):
        if word.text == "with":
            name = name_at(words, place + 1, lower=False)
            after = place + 1 + (len(name.split()) if name else 0)
            if name and after < len(words) and words[after].text in {"now", "these"}:
                return name
        if (
            word.text == "'s"
            and words[place + 1].text
            in {
                "now",
                "job",
                "action",
                "one",
                "baby",
                "responsibility",
                "to",
                "since",
                "these",
                "really",
                "area",
                "bag",
            }
            and place
        ):
            name = _before(words, place, lower=False)
            if name:
                return name
    return None


def _owns(words: Sequence[Word]) -> bool:
    """ "is Anneka's", "has always been Rowan's" """
    return any(word.text in {"is", "are", "be", "been", "was", "'s"} for word in words[:-2])


def name_at(words: Sequence[Word], place: int, lower: bool) -> str | None:
    """The name that begins at a place, as typed."""
    while place < len(words) and words[place].text in {"@", "the", "my", "our"}:
        place += 1
    parts: list[str] = []
    for word in words[place:]:
        more = bool(parts) and word.raw[0].isupper() and word.text.isalpha() and plain_word(word.raw) not in DAYS
        if word.text == "'s" or not (more or _may_be_name(word, lower and not parts, first=not parts)):
            break
        parts.append(word.raw.split("'")[0].split("\u2019")[0])
    return " ".join(parts) or None


def _before(words: Sequence[Word], place: int, lower: bool) -> str | None:
    """The name that ends just before a place."""
    parts: list[str] = []
    at = place - 1
    while at >= 0 and words[at].text in {
        "now",
        "already",
        "actually",
        "who",
        "team",
        "'s",
        "both",
        "probably",
        "also",
        "as",
    }:
        at -= 1
    while at >= 0 and _may_be_name(words[at], lower and not parts, first=at == 0):
        parts.insert(0, words[at].raw.split("'")[0].split("\u2019")[0])
        at -= 1
    return " ".join(parts) or None


def _may_be_name(word: Word, lower: bool, first: bool) -> bool:
    raw = word.raw
    if not word.text[:1].isalpha() or plain_word(raw) in DAYS or plain_word(raw) in NUMBER_OF:
        return False
    known = lexicon()
    if word.text in known.lists["small"] or word.text in known.vocabulary or word.text in known.lists["nobody"]:
        return False
    if raw[0].isupper():
        return not (raw.isupper() and len(raw) > 1)
    return lower and first
