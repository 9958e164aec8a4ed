"""Which actions each piece of an answer is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.conversations.understanding.cues import Cue
from bot.conversations.understanding.in_order import heads_a_list, in_order, name_comes_last
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.quantifiers import comes_first, quantifier, said_of_all
from bot.conversations.understanding.segment import ENDS, LABELS, Segment, says_how_it_stands
from bot.conversations.understanding.subjects import Subjects

_LIKEWISE: Final = frozenset({"too", "also", "likewise", "ditto", "same", "so"})
_STRANGER: Final = re.compile(r"(?<!\S)[al]-[0-9]+(?!\S)")
"""A reference; one of an action that was asked about is a mention."""
_LOOSE: Final = frozenset({"these", "those", "them", "either", "any", "all"})
"""Words for all of them that may as well stand for what was spoken of just now."""


@dataclass(slots=True)
class Topics:
    """What was said of each action by name, of all of them, and of those left over."""

    named: dict[str, list[Segment]] = field(default_factory=dict[str, list[Segment]])
    of_all: list[Segment] = field(default_factory=list[Segment])
    of_rest: list[Segment] = field(default_factory=list[Segment])
    excepted: list[str] = field(default_factory=list[str])
    """Actions that what was said of all, or of those left over, is not said of."""
    only: bool = False
    """Whether what was said of one was said of that one alone."""
    loose: list[Segment] = field(default_factory=list[Segment])
    """Pieces that name no action and follow none that does."""


def topics(pieces: Sequence[Segment], mentions: Mentions) -> Topics:
    """Sort the pieces of an answer by the actions that they are about."""
    return _Sorting(mentions).sort(pieces)


class _Sorting:
    def __init__(self, mentions: Mentions) -> None:
        self._mentions: Final = mentions
        self._topics: Final = Topics()
        self._current: list[str] = []
        self._current_is: str = ""  # "named", "all" or "rest"
        self._pending: list[str] = []
        self._ahead: list[Segment] = []
        self._heading: list[Segment] = []
        self._subjects = Subjects(mentions, ())
        self._orphans: list[Segment] = []
        """Pieces about something that no description names."""

    def sort(self, pieces: Sequence[Segment]) -> Topics:
        asked = self._mentions.asked
        pieces = _without_strangers(pieces)
        if len(asked) == 1:
            self._topics.named[asked[0]] = list(pieces)
            return self._topics
        if (ordered := in_order(pieces, self._mentions)) is not None:
            self._topics.named = ordered
            return self._topics
        self._subjects = Subjects(self._mentions, pieces)
        for place, piece in enumerate(pieces):
            following = pieces[place + 1] if place + 1 < len(pieces) else None
            if piece.begins_sentence:
                self._heading = []
            if heads_a_list(pieces, place):
                self._heading = [piece]
            elif self._heading and not piece.mentions:
                self._heading.append(piece)
            elif name_comes_last(pieces, place):
                self._topics.loose += self._ahead
                self._ahead = [piece]
            else:
                self._take(piece, following)
        left = [action for action in asked if action not in self._topics.named]
        unnamed = self._orphans or [piece for piece in [*self._topics.loose, *self._ahead] if piece.says_status]
        if len(left) == 1 and unnamed and not self._topics.of_all and not self._topics.of_rest:
            self._topics.named[left[0]] = unnamed  # it can be no other
        else:
            self._topics.loose += self._orphans
        self._topics.loose += self._ahead
        if not self._topics.named and not self._topics.of_all and not self._topics.of_rest:
            self._topics.of_all = said_of_all(self._topics.loose)
        return self._topics

    def _take(self, piece: Segment, following: Segment | None) -> None:
        general = quantifier(piece, self._mentions)
        if general is not None and general.means("all") and self._pending and piece.before in LABELS:
            general = None  # "24: calibrated the lot"
        excepting = _first(piece, "except")
        if piece.before == "except" and piece.words[0].text == "not" and self._take_exception(piece, piece.cues[0]):
            return
        if excepting is not None and excepting.start == 0 and self._take_exception(piece, excepting):
            return
        named = self._subjects.of(piece, self._current)
        if general is not None and (these := self._subjects.both(piece, general)):
            named, general = these, None
        if named and general is not None and general.means("all") and not comes_first(piece, general):
            general = None
        if general is not None and not (named and not comes_first(piece, general)):
            self._take_general(piece, general)
            return
        if not named:
            self._follow(piece)
            return
        if piece.only_names and self._heading:
            self._set(named, "named")
            self._claim(named, piece)
            for action in named:
                self._topics.named[action] += [said for said in self._heading if said not in self._topics.named[action]]
            return
        if self._is_a_label(piece, following) and not self._joins_back(piece, following):
            if piece.before in ENDS or not piece.before:
                self._pending = []
            self._pending += named
            self._set(self._pending, "named")
            self._claim(self._pending, piece)
            return
        label = self._pending and piece.before in {":", "=", "-"}
        if label and not any(m.by_reference for m in piece.mentions):
            named = self._pending
        elif self._pending and piece.before in {",", "and", "&"}:
            named = [*self._pending, *named]
        self._pending = []
        if (
            _first(piece, "only") is not None
            and piece.words[0].text in {"only", "just"}
            and piece.has("done", "result")
        ):
            self._topics.only = True
        before = [p for action in self._current for p in self._topics.named.get(action, []) if p.says_status]
        self._set(named, "named")
        self._claim(named, piece)
        if not piece.says_status and any(word.text in _LIKEWISE for word in piece.words):
            for action in named:
                self._topics.named[action] += before

    def _is_a_label(self, piece: Segment, following: Segment | None) -> bool:
        """Whether it names what the next piece speaks of; it may have a word more where a colon or dash follows."""
        return piece.only_names and (not piece.unknown or (following is not None and following.before in LABELS))

    def _joins_back(self, piece: Segment, following: Segment | None) -> bool:
        """Whether a bare name goes on a list that a status began: "done: 51, 52"."""
        if following is not None and following.before not in ENDS and (following.says_status or not following.mentions):
            return False
        return (self._has_said() or bool(self._ahead)) and piece.before in {",", "and", ":", "-", "&"}

    def _has_said(self) -> bool:
        """Whether it was said how what is spoken of stands."""
        return any(piece.says_status for action in self._current for piece in self._topics.named.get(action, []))

    def _take_exception(self, piece: Segment, cue: Cue) -> bool:
        """ "except A-9", after what was said of all of them, or "but not A-9" after what was said of others."""
        left_out = [a for m in piece.mentions if m.start >= cue.end for a in self._subjects.settle(m, self._current)]
        if not left_out:
            return False
        piece.excepts = True
        if not self._current_is and piece.says_status and cue.start == 0:
            self._set([], "all")  # "apart from the carpet they're done"
            self._topics.of_all.append(piece)
            self._topics.excepted += left_out
            return True
        if self._current_is == "named":
            self._set(left_out, "named")
            self._topics.excepted += left_out
            self._claim(left_out, piece)
            return True
        if self._current_is not in {"all", "rest"}:
            return False
        whole = self._topics.of_all if self._current_is == "all" else self._topics.of_rest
        self._topics.excepted += left_out
        if whole and not whole[-1].says_status and piece.says_status:
            whole.append(piece)  # "all except the second are done"
        else:
            self._set(left_out, "named")
            self._claim(left_out, piece)
        return True

    def _take_general(self, piece: Segment, cue: Cue) -> None:
        self._pending = []
        if cue.means("all"):
            both = cue.text.split()[0] in {"both", "neither", "either"}
            count = len(self._mentions.asked)
            if (both and count > 2 and len(self._current) == 2) or (self._current and cue.text in _LOOSE):
                self._claim(self._current, piece)
                return
            if both and count > 2:
                self._topics.loose.append(piece)
                return
            self._set([], "all")
            self._topics.of_all += [*self._ahead, piece]
        else:
            self._set([], "rest")
            self._topics.of_rest.append(piece)
        self._ahead = []

    def _follow(self, piece: Segment) -> None:
        """A piece without a name goes on about what was spoken of, or waits for the name to come."""
        if self._current_is == "named" and self._is_of_another(piece):
            self._orphans.append(piece)
        elif self._current_is == "named":
            self._claim(self._current, piece)
            self._pending = [] if piece.says_status or piece.before in LABELS else self._pending
        elif self._current_is == "all":
            self._topics.of_all.append(piece)
        elif self._current_is == "rest":
            self._topics.of_rest.append(piece)
        elif piece.says_status and piece.before not in ENDS:
            self._ahead.append(piece)
        elif piece.says_status:
            self._ahead = [piece]
        else:
            self._topics.loose.append(piece)

    def _is_of_another(self, piece: Segment) -> bool:
        """Whether a piece speaks of something that has no name here, when all was said of the action before it."""
        said = [p for action in self._current for p in self._topics.named.get(action, []) if p is not piece]
        ended = any(p.has("done", "drop", "result") for p in said) and not any(
            p.has("blocked", "partial") for p in said
        )
        return (
            piece.before != "except"
            and ended
            and piece.says_status
            and not piece.has("done", "result")
            and _has_own_subject(piece)
        )

    def _set(self, actions: list[str], kind: str) -> None:
        self._current, self._current_is = list(actions), kind

    def _claim(self, actions: list[str], piece: Segment) -> None:
        ahead = [] if piece.says_status else self._ahead
        self._topics.loose += [other for other in self._ahead if other not in ahead]
        for action in actions:
            said = self._topics.named.setdefault(action, [])
            said += ahead
            if piece not in said:
                said.append(piece)
        self._ahead = []


def _without_strangers(pieces: Sequence[Segment]) -> list[Segment]:
    """The pieces without those about an action that was not asked about, and what goes on about it."""
    found: list[Segment] = []
    strange = False
    for piece in pieces:
        if _STRANGER.search(" ".join(word.text for word in piece.words)) and not piece.mentions:
            strange = not piece.has("all", "rest", "except")
        elif piece.begins_sentence or piece.mentions:
            strange = False
        found += [] if strange else [piece]
    return found


def _first(piece: Segment, kind: str) -> Cue | None:
    return next((cue for cue in piece.cues if cue.means(kind)), None)


def _has_own_subject(piece: Segment) -> bool:
    """Whether it begins with a thing of its own: "DoLS in limbo", and not "waiting on them" or "it's with them"."""
    first = next((cue.start for cue in piece.cues if says_how_it_stands(cue)), len(piece.words))
    small = lexicon().lists["small"]
    return any(word.text.isalpha() and word.text not in small for word in piece.words[:first])
