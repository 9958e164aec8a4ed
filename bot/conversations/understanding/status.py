"""How an action stands, weighed from all that was said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.segment import Segment
from bot.words.action import Status

IsVerb = Callable[[str], bool]
_GATHERINGS: Final = frozenset({"review", "meeting", "call", "session"})
_TURNS: Final = frozenset({"but", "however", "though", "although", "whereas", "while"})
_NEGATES_WITHIN: Final = 4
"""Words that may stand between a "not" and what it negates."""


@dataclass(slots=True)
class Weighed:
    """What was said, and whether all of it is plain."""

    status: Status | None = None
    said: bool = False
    unsure: bool = False
    """Whether it may be done or dropped, and nobody could say for certain."""
    signs: set[str] = field(default_factory=set[str])

    @property
    def tells(self) -> bool:
        """Whether it was said how it stands, not only when."""
        return self.said and bool(self.signs - {"slip", "sometime", "will", "if", "lies_with", "not", "event"})


def weigh(pieces: Sequence[Segment], is_verb: IsVerb, *, several: bool = False) -> Weighed:
    """Weigh what was said of one action; `is_verb` tells whether a word is what it asks to do."""
    signs: set[str] = set()
    for piece in pieces:
        if piece.set_aside:
            continue
        found = _signs(piece, is_verb, several)
        if "correct" in found:
            had_done = "done" in signs
            signs = {"was_done"} if had_done or "was_done" in signs else set()
        if piece.before in _TURNS and piece.before != "because":
            signs = _turned(signs, found)
        else:
            signs |= found
    return _decide(signs)


def _turned(before: set[str], after: set[str]) -> set[str]:
    """What counts of both sides of a "but": that it is done outweighs how slow it was, and nothing else does."""
    if "done" in after and not after & _VETO:
        return {sign for sign in before if sign not in {"partial", "progress", "slip", "event", "but", "doing"}} | after
    return before | after | ({"but"} if before & {"done", "drop"} else set())


def _signs(piece: Segment, is_verb: IsVerb, several: bool) -> set[str]:
    signs: set[str] = set()
    pending_not: Cue | None = None
    conditional = future = doubtful = False
    for cue in piece.cues:
        if cue.means("chatter"):
            continue
        if cue.means("correct"):
            signs = {"correct"}
            pending_not, conditional, future, doubtful = None, False, False, False
            continue
        if cue.means("if"):
            conditional = True
            if piece.mentions or cue.start == 0 or len(cue.text.split()) > 1:
                signs.add("if")
        if cue.means("will"):
            future = True
            signs.add("will")
        if cue.means("doubt"):
            doubtful = True
            signs.add("doubt")
        if cue.means("but") and cue.start:
            signs.add("but")
        kind = _kind(piece, cue, is_verb, several)
        if conditional and not cue.means("if") and kind not in {"not", "unstarted", "progress", "blocked"}:
            continue  # that is what it waits for
        if piece.asks and kind is not None:
            signs.add("asked")
            continue
        if kind == "not":
            pending_not = cue
            signs.add("not")
            continue
        if kind is None:
            continue
        if pending_not is not None and cue.start - pending_not.end <= _NEGATES_WITHIN:
            kind = "unstarted" if cue.means("result") and pending_not.text == "have not" else _negated(kind)
            signs.discard("not")
            pending_not = None
        if kind in {"done", "drop"}:
            if any(later.means("if") and later.start >= cue.end and later.text != "before" for later in piece.cues):
                kind = f"if_{kind}"
            elif future:
                kind = f"will_{kind}"
            elif doubtful:
                kind = f"doubt_{kind}"
        signs.add(kind)
    return signs


def _negated(kind: str) -> str:
    match kind:
        case "done" | "drop":
            return f"not_{kind}"
        case "blocked":
            return "progress"
        case "progress" | "doing":
            return "not_progress"
        case "partial":
            return "partial"
        case _:
            return kind


def _kind(piece: Segment, cue: Cue, is_verb: IsVerb, several: bool) -> str | None:
    words = [word.text for word in piece.words[cue.start : cue.end]]
    verb = any(is_verb(word) for word in words if word in cue.text.split())
    object_follows = _has_object(piece, cue)
    if cue.means("hinges"):
        return "hinges"
    if cue.means("promised"):
        return "will_done"
    if cue.means("far"):
        return "partial"
    numbers = [word.replace(",", "") for word in words if word[0].isdigit()]
    if len(numbers) == 2 and cue.text.startswith("<n> ") and numbers[0] == numbers[1]:
        return "done"
    if cue.means("drop"):
        if verb:
            return "done"
        if cue.text.startswith(("forget it", "forget that", "forget this", "forget about", "never mind")):
            named = piece.mentions or not piece.begins_sentence
            return "drop" if named else None  # alone it takes back the message
        if any(word.text in _GATHERINGS for word in piece.words[: cue.start]) and not piece.mentions:
            return "event"  # "the review is cancelled"
        return "event" if object_follows and len(words) == 1 else "drop"
    if cue.means("done", "result") and not verb and _is_of_a_step(piece, cue, is_verb):
        return "stage"
    if cue.means("result"):
        return "event" if not verb and (object_follows or _has_another_subject(piece, cue)) else "done"
    if cue.means("stage"):
        return "done" if verb and len(words) == 1 else "stage"
    if cue.means("done"):
        named = any(mention.end == cue.start for mention in piece.mentions)
        if cue.text in {"ok", "ok <end>", "good to go"} and not named:
            return None  # "OK" says that it was read
        if object_follows and len(words) == 1 and not verb:
            return "event"
        return "done"
    if cue.means("yes"):
        return "done" if several else None
    if cue.means("away"):
        return "blocked"
    if cue.means("except"):
        return None if piece.excepts else "partial"
    if cue.means("progress") and "<ing>" in cue.text:
        return "doing"
    if verb and words[0] in {"booked", "scheduled", "arranged"}:
        return "done"  # it asked for no more: "session booked for 3 Dec"
    for kind in (
        "off_list",
        "unstarted",
        "blocked",
        "partial",
        "progress",
        "slip",
        "same",
        "no",
        "not",
        "sometime",
        "lies_with",
    ):
        if cue.means(kind):
            if kind == "lies_with" and len(words) == 1 and not _opens(piece, cue):
                return None
            return kind
    return None


def _is_of_a_step(piece: Segment, cue: Cue, is_verb: IsVerb) -> bool:
    """Whether only a step was done, "the charter meeting", which is not what the action asks for."""
    steps = lexicon().lists["steps"]
    for mention in piece.mentions:
        if mention.end <= cue.start:
            between = [word.text for word in piece.words[mention.end : cue.start]]
            return any(word in steps and not is_verb(word) for word in between)
    return False


def _opens(piece: Segment, cue: Cue) -> bool:
    """Whether a phrase is the first thing that a piece says of what it names."""
    start = cue.start
    if start and any(letter.isdigit() for letter in piece.words[start - 1].text):
        start -= 1  # "plan v0.9 with finance"
    return start == 0 or any(
        m.end in {start, cue.start} for m in [*piece.mentions, *(c for c in piece.cues if c.means("all", "rest"))]
    )


def _has_another_subject(piece: Segment, cue: Cue) -> bool:
    """Whether somebody or something else is what did it: "everyone agreed", "vendor confirmed"."""
    if any(mention.start < cue.end for mention in piece.mentions):
        return False
    small, taken = lexicon().lists["small"], {p for c in piece.cues for p in range(c.start, c.end)}
    return any(
        word.text.isalpha() and word.text not in small and place not in taken
        for place, word in enumerate(piece.words[: cue.start])
    )


def _has_object(piece: Segment, cue: Cue) -> bool:
    """Whether what was done is something else than the action: "cancelled the meeting"."""
    if cue.end >= len(piece.words):
        return False
    after = piece.words[cue.end].text
    if after == "with":
        return True
    if after not in lexicon().lists["articles"] or after in {"this", "that", "these", "those"}:
        return False
    return not any(mention.start <= cue.end + 2 and mention.end > cue.end for mention in piece.mentions)


_VETO: Final = frozenset(
    {
        "partial", "blocked", "progress", "unstarted", "not", "no", "not_done", "will_done", "if_done", "doubt",
        "doubt_done", "but", "not_progress", "asked", "slip", "doing",
    }
)  # fmt: skip


def _decide(signs: set[str]) -> Weighed:
    said = bool(signs - {"will", "doubt", "but", "asked", "correct", "event", "not"})
    weighed = Weighed(None, said, signs=signs)
    if signs and signs <= {"off_list", "will", "but"}:
        return Weighed(unsure=True, signs=signs)
    if "hinges" in signs or (
        "asked" in signs and not signs - {"asked", "doubt", "doubt_done", "if", "will", "but", "event"}
    ):
        return Weighed(unsure=True, signs=signs)
    if "drop" in signs and not signs & {"doubt", "asked", "partial", "progress"}:
        weighed.status = Status.DROPPED
    elif "done" in signs and not signs & _VETO:
        weighed.status = Status.DONE
    elif "blocked" in signs and "unstarted" not in signs:
        weighed.status = Status.BLOCKED
    elif "unstarted" in signs:
        weighed.status = Status.NOT_STARTED
    elif signs & {"partial", "stage", "progress", "doing", "will_done", "not_progress", "was_done"}:
        weighed.status = Status.IN_PROGRESS
    elif signs & {"if_done"}:
        weighed.status = Status.IN_PROGRESS
        weighed.unsure = True
    elif "done" in signs or signs & {"doubt_done", "doubt_drop", "will_drop", "if_drop"}:
        weighed.status = Status.IN_PROGRESS if "drop" not in signs else None
        weighed.unsure = True
    elif "lies_with" in signs:
        weighed.status = Status.IN_PROGRESS
    elif "if" in signs:
        weighed.status = Status.NOT_STARTED
    elif signs & {"no", "not_done"} and signs & {"event", "doubt", "but", "will"}:
        weighed.status = Status.IN_PROGRESS
    elif "not_done" in signs or "not" in signs:
        weighed.status = None
    return weighed
