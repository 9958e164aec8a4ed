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


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer means.

    `snooze` is the day to ask again, `to` the name of who has it now and `handed` the actions that they have,
    `asks` whether a question was put to the bot, and `unsure` the actions of which something was said that a
    careful colleague would ask back about.
    """

    intent: Intent
    updates: tuple[Said, ...] = ()
    snooze: date | None = None
    to: str | None = None
    handed: tuple[str, ...] = ()
    asks: bool = False
    unsure: tuple[str, ...] = ()


UNCLEAR: Final = Reading(Intent.UNCLEAR)
