"""What an answer to a prompt was understood to mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from bot.words.action import Status


class Intent(Enum):
    UPDATE = "update"
    SNOOZE = "snooze"
    REASSIGN = "reassign"
    QUESTION = "question"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one action. `status` None: it stays; `note`: what others may read."""

    action: str
    status: Status | None = None
    due: date | None = None
    note: str = ""


class Asks(Enum):
    """What somebody wants to know of the bot."""

    WHAT = "what"  # what an action is about
    WHO = "who"  # who wants it
    WHY = "why"  # why it is theirs
    WHEN = "when"  # when the review is
    MINE = "mine"  # what they have


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer means.

    `snooze` is the day to ask again, and `away` whether that is the end of an absence. `to` is the name of who has it
    now and `handed` the actions that they have. `asks` is what was asked of the bot, `about` which actions. `unsure`
    are the actions of which something was said that a careful colleague would ask back about. `stop`: they want to be
    left in peace.
    """

    intent: Intent
    updates: tuple[Said, ...] = ()
    snooze: date | None = None
    away: bool = False
    to: str | None = None
    handed: tuple[str, ...] = ()
    asks: Asks | None = None
    about: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    stop: bool = False


UNCLEAR: Final = Reading(Intent.UNCLEAR)
