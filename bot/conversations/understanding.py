"""Reading how somebody says that their actions stand.

Pure and deterministic: no clock, no register. Today it reads the plain forms ("A-7 done, A-9 blocked waiting on
supplier, due 4 Dec") and says `UNCLEAR` to everything else, so that nothing is ever stored on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from bot.dates.reading import read_date, trailing_by_date
from bot.words.action import Status
from bot.words.ids import read_reference


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
    """What an answer means. `snooze` is the day to ask again, `to` the name of who has it now."""

    intent: Intent
    updates: tuple[Said, ...] = ()
    snooze: date | None = None
    to: str | None = None


UNCLEAR: Final = Reading(Intent.UNCLEAR)
_REFERENCE: Final = re.compile(r"(?<![\w-])[Aa][- ]?[1-9]\d{0,8}(?![\w])")
_STATUS: Final[Mapping[str, Status]] = {
    "done": Status.DONE,
    "finished": Status.DONE,
    "complete": Status.DONE,
    "completed": Status.DONE,
    "in progress": Status.IN_PROGRESS,
    "started": Status.IN_PROGRESS,
    "on track": Status.IN_PROGRESS,
    "not started": Status.NOT_STARTED,
    "blocked": Status.BLOCKED,
    "dropped": Status.DROPPED,
}
_STATUS_FIRST: Final = re.compile(
    rf"({'|'.join(sorted(_STATUS, key=len, reverse=True))})(?:$|[\s,:;.\-]+)", re.IGNORECASE
)
_DUE: Final = re.compile(r"(?:new date|due|by)\s+(.+)", re.IGNORECASE)
_LIMIT: Final = 3_000  # characters; longer texts are refused at the door, so a reader never meets them


def understand(text: str, asked: Sequence[str], today: date) -> Reading:
    """Read `text`, the answer to having been asked about the actions `asked`.

    `today` is the date where the speaker is. Never raises; what it doesn't read for certain is `UNCLEAR`.
    """
    line = " ".join(text[:_LIMIT].split())
    found = list(_REFERENCE.finditer(line))
    if not found:
        said = _about(asked[0], line, today) if len(asked) == 1 else None
        return Reading(Intent.UPDATE, (said,)) if said else UNCLEAR
    if line[: found[0].start()].strip():
        return UNCLEAR
    updates: list[Said] = []
    for place, reference in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(line)
        read = read_reference(reference[0])
        said = _about(str(read), line[reference.end() : end], today)
        if said is None or said.action not in asked or said.action in {u.action for u in updates}:
            return UNCLEAR
        updates.append(said)
    return Reading(Intent.UPDATE, tuple(updates))


def _about(action: str, words: str, today: date) -> Said | None:
    """One action's part: a status, a reason, a date; None unless all of it is one of these."""
    rest = words.strip(" ,;:.-\u2013=")
    rest = re.sub(r"^is\s+", "", rest, flags=re.IGNORECASE)
    rest = re.sub(r"\s+and$", "", rest, flags=re.IGNORECASE).strip(" ,;.")
    status = None
    if first := _STATUS_FIRST.match(rest):
        status = _STATUS[first[1].casefold()]
        rest = rest[first.end() :].strip(" ,;:.-")
    due, rest = _due(rest, today)
    if rest and status not in {Status.BLOCKED, Status.DROPPED}:
        return None
    if status is None and due is None:
        return None
    if status in {Status.DONE, Status.DROPPED} and due is not None:
        return None  # a closed action with a new date contradicts itself
    return Said(action, status, due, rest)


def _due(rest: str, today: date) -> tuple[date | None, str]:
    if whole := _DUE.fullmatch(rest):
        day = read_date(whole[1], today)
        return (day, "") if isinstance(day, date) else (None, rest)
    tail = trailing_by_date(rest, today)
    if tail is not None and isinstance(tail[1], date):
        return tail[1], tail[0].strip(" ,;.")
    return None, rest
