"""How an action may move. A table, so that it can be printed, drawn as buttons, and swept by a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.words.action import OPEN, Status

EVERY: Final = frozenset(Status)


class Verb(Enum):
    START = "start"
    ON_TRACK = "ontrack"
    BLOCK = "blocked"
    DONE = "done"
    DROP = "drop"
    DUE = "due"
    NOTE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a verb leads (`to` None: the status stays), and from which statuses it may start.

    `on_a_guess`: whether an answer that is only probably meant so may make this move.
    """

    to: Status | None
    start: frozenset[Status]
    needs_why: bool = False
    on_a_guess: bool = True


MOVES: Final[Mapping[Verb, Move]] = {
    Verb.START: Move(to=Status.IN_PROGRESS, start=EVERY),  # also the way back from a wrong "done"
    Verb.ON_TRACK: Move(to=None, start=OPEN),  # an answer; the status stays
    Verb.BLOCK: Move(to=Status.BLOCKED, start=OPEN, needs_why=True),
    Verb.DONE: Move(to=Status.DONE, start=OPEN, on_a_guess=False),  # a guess never closes an action: the bot asks
    Verb.DROP: Move(to=Status.DROPPED, start=OPEN, needs_why=True, on_a_guess=False),
    Verb.DUE: Move(to=None, start=OPEN),
    Verb.NOTE: Move(to=None, start=EVERY),
}


def may(verb: Verb, status: Status) -> bool:
    """Whether an action that stands at `status` may make this move."""
    return status in MOVES[verb].start
