"""Answers that are lists: statuses in the order of the actions, a status and then its actions, a name at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.conversations.understanding.mentions import Mentions
from bot.conversations.understanding.quantifiers import quantifier
from bot.conversations.understanding.segment import LABELS, Segment

_HEADING: Final = 6
"""Words that a heading has at most: "Never going to happen: 103"."""
_LIST: Final = 3
"""Statuses from which on they are a list: two may as well be said of one action."""


def in_order(pieces: Sequence[Segment], mentions: Mentions) -> dict[str, list[Segment]] | None:
    """Statuses alone, as many as there are actions: "not started, not started, 70 %". None where it is no such list."""
    said = [piece for piece in pieces if piece.says_status and not piece.set_aside]
    if len(said) != len(mentions.asked) or any(piece.mentions for piece in pieces):
        return None
    if len(said) < _LIST and len({tuple(word.text for word in piece.words) for piece in said}) > 1:
        return None
    if any(quantifier(piece, mentions) for piece in pieces):
        return None
    first = min(place for place, piece in enumerate(pieces) if piece is said[0])
    found: dict[str, list[Segment]] = {}
    place = -1
    for piece in pieces[first:]:
        place += piece in said
        found.setdefault(mentions.asked[place], []).append(piece)
    return found


def heads_a_list(pieces: Sequence[Segment], place: int) -> bool:
    """Whether a status comes first and the actions that it is said of follow: "Done: 101, 104, 105." """
    piece = pieces[place]
    if piece.mentions or not piece.begins_sentence or not piece.says_status or len(piece.words) > _HEADING:
        return False
    rest = pieces[place + 1 :]
    ends = next((at for at, later in enumerate(rest) if later.begins_sentence), len(rest))
    named = [later for later in rest[:ends] if later.mentions]
    label = next((later.before for later in rest[:ends] if later.mentions), "")
    return bool(named) and label in LABELS and all(later.only_names for later in named)


def name_comes_last(pieces: Sequence[Segment], place: int) -> bool:
    """Whether a sentence without a name has one at its end, in brackets: "no longer needed (18)"."""
    if pieces[place].mentions or not pieces[place].begins_sentence or place + 1 == len(pieces):
        return False
    return pieces[place + 1].before == "(" and pieces[place + 1].only_names
