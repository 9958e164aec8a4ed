"""What registers call kinds, statuses and audiences. To teach Learnt another word, add it to a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from bot.exchange.headings import NAMES, Field
from bot.words.action import CLOSED, Status
from bot.words.lesson import Kind
from bot.words.person import Audience

KINDS: Final = {
    Kind.KEEP: f"keep, well, good, positive, success, strength, continue, plus, +, best practice, good practice, "
    f"\U0001f600, \U0001f44d, {NAMES[Field.KEPT]}",
    Kind.IMPROVE: f"improve, better, improvement, needs improvement, needs improving, negative, bad, not so well, "
    f"not well, failure, weakness, issue, problem, challenge, stop, minus, -, risk, opportunity, \U0001f44e, "
    f"{NAMES[Field.IMPROVED]}",
    Kind.UNSORTED: "unsorted, neutral, both, mixed, other, general, observation",
}
STATUSES: Final = {
    Status.NOT_STARTED: "not started, open, new, to do, todo, planned, proposed, pending, not yet started, not begun, "
    "identified, raised, agreed, assigned, backlog, outstanding, 0%",
    Status.IN_PROGRESS: "in progress, started, ongoing, on going, in hand, under way, underway, doing, active, wip, "
    "work in progress, on track, in review, in development, partially complete, part complete, partly done",
    Status.BLOCKED: "blocked, on hold, held, paused, waiting, stuck, awaiting, deferred, parked, stalled, suspended",
    Status.DONE: "done, complete, completed, closed, finished, implemented, resolved, delivered, fixed, 100%",
    Status.DROPPED: "dropped, cancelled, canceled, rejected, withdrawn, superseded, no longer required, not required, "
    "no longer needed, abandoned, declined, wont do, not taken forward, no action",
}
COLOURS: Final = {Status.IN_PROGRESS: "green, amber, red, yellow, orange, g, a, r", Status.DONE: "blue, b"}
"""A colour says how worried to be, not how far it is: the reading is said, and the colour kept as a note."""
AUDIENCES: Final = {
    Audience.EVERYONE: "everyone, all, public, anyone, everybody, open",
    Audience.PARTNERS: "partners, internal, inside, partners only, internal only",
    Audience.PMO: "pmo, the pmo, coordinators, confidential, restricted, private, pmo only, sensitive",
}
NOTHING: Final = frozenset(
    "n/a, na, none, nil, tbc, tbd, tba, -, --, \u2013, \u2014, ?, ??, unknown, not applicable, not known".split(", ")
)
"""What people write into a cell that has no value yet."""
MARKS: Final = frozenset("x, y, yes, \u2713, \u2714, 1, true, \u2612, \u2611".split(", "))
"""What people write to tick a cell."""

_NOT_A_WORD: Final = re.compile(r"[^\w%+-]+|_")
_PART: Final = re.compile(r"[-\u2013\u2014/:;,(\n]+")
_DATE: Final = re.compile(
    r"(?:on )?\d{1,2}(?:st|nd|rd|th)? (?:\d{1,2}|[a-z]{3,9})(?: (?:\d{4}|\d{2}))?|(?:on )?\d{4} \d{1,2} \d{1,2}"
)
_PER_CENT: Final = re.compile(r"(\d{1,3})\s*%")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """A value, and whether the cell says it and nothing more: if not, the cell is kept as a note as well."""

    value: Value
    whole: bool


def is_nothing(text: str) -> bool:
    """Whether a cell says that it has no value."""
    return not text or text.strip(". ").casefold() in NOTHING


@lru_cache(maxsize=1_000)
def read_kind(text: str) -> Kind | None:
    """The kind that a cell names."""
    return _named(KINDS).get(_plain(text))


@lru_cache(maxsize=1_000)
def read_audience(text: str) -> Audience | None:
    """The audience that a cell names."""
    return _named(AUDIENCES).get(_plain(text))


@lru_cache(maxsize=1_000)
def read_status(text: str) -> Read[Status] | None:
    """The status that a cell names: "Done", "Green - complete", "Closed 12/03/2026", "60%", "Amber"."""
    known, colours = _named(STATUSES), _named(COLOURS)
    plain = _plain(text)
    if plain in known:
        return Read(known[plain], whole=True)
    if share := _PER_CENT.fullmatch(text.strip()):
        return Read(Status.DONE if share[1] == "100" else Status.IN_PROGRESS, whole=share[1] == "100")
    parts = [part for each in _PART.split(text) if (part := _plain(each))]
    said = {status for part in [*parts, plain] if (status := _status_of(part)) is not None}
    said = said or {colours[part] for part in parts if part in colours}
    return Read(said.pop(), whole=False) if len(said) == 1 else None


def _status_of(part: str) -> Status | None:
    """The status that a part of a cell begins with. "Complete the review" is none: it closes nothing on a guess."""
    known = _named(STATUSES)
    if part in known:
        return known[part]
    start = max((name for name in known if part.startswith(f"{name} ")), key=len, default="")
    rest = part[len(start) :].strip()
    return None if not start or (known[start] in CLOSED and not _DATE.fullmatch(rest)) else known[start]


def _plain(text: str) -> str:
    plain = text.strip().casefold().replace("'", "").replace("\u2019", "")
    return _NOT_A_WORD.sub(" ", plain).strip() or plain


def _named(table: dict[Value, str]) -> dict[str, Value]:
    return {name: value for value, names in table.items() for name in names.split(", ")}
