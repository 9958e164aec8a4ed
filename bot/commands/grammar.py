"""Reading a line: is it a command, a lesson, or something that was meant to be one?

A line is a command only if its first words name one and the rest fits its shape. `start A-7` is; "Start testing
earlier" and "Release notes were late" are lessons. Reading never fails, whatever is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.commands.naming import fit_command, lacks_reference, named
from bot.commands.near_miss import close_to, near_misses, turned_round
from bot.commands.shape import Fields, Part, parts_of
from bot.commands.table import Command
from bot.mistake import Mistake
from bot.words.lesson import Kind
from bot.words.message import Button


@dataclass(frozen=True, slots=True)
class Asked:
    """A command and what it said. `missing` parts have to be asked for."""

    command: Command
    fields: Fields
    missing: tuple[Part, ...] = ()

    def about(self, release: str) -> Asked:
        """The same of one release: `24.3: list` is `list 24.3`. Where something else was said, that counts."""
        narrows = any("RELEASE" in part.choices for part in parts_of(self.command.shape))
        return replace(self, fields=Fields({"release": release})) if narrows and not self.fields.values else self


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A command alone that needs to be told of which lesson or action: `done`."""

    command: Command


@dataclass(frozen=True, slots=True)
class Captured:
    """A lesson, of the kind that was said."""

    text: str
    kind: Kind = Kind.UNSORTED
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Bare:
    """Text in a direct message that names no command: an answer, or something to offer to save."""

    text: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing after `/lesson`, or a kind alone: the form."""

    kind: Kind | None = None


Read = Asked | Unnamed | Captured | Bare | Empty | Mistake

_ADDRESS: Final = re.compile(r"\s*(?:/lesson\b|@learnt\b[:,]?)\s*", re.IGNORECASE)
_SCOPE: Final = re.compile(r"([A-Za-z0-9][\w.\-]{0,19}):\s*(\S.*)", re.DOTALL)
_TROUBLE: Final = frozenset(
    re.findall(
        r"\S+",
        """
    forgetting losing having getting missing failing breaking running hitting seeing waiting making
    being
""",
    )
)
"""What "keep" is followed by where it complains: "keep forgetting the firewall rule"."""
_NOT_TYPOS: Final = frozenset(
    re.findall(
        r"\S+",
        """
    improved improves improving improver keeps keeping kept keen
""",
    )
)


def addressed(typed: str) -> tuple[str, bool]:
    """The line without `/lesson` or `@Learnt` at its front, and whether one was there."""
    found = _ADDRESS.match(typed)
    return (typed[found.end() :].strip(), True) if found else (typed.strip(), False)


def split_scope(line: str) -> tuple[str, str] | None:
    """`24.3: improve TEXT` or `DCR: list` as (scope, rest). Whether the scope exists is for the register to say."""
    found = _SCOPE.fullmatch(line)
    if found is None or found[1].casefold() in {"keep", "improve", "lesson", "anon", "http", "https"}:
        return None
    return found[1], found[2]


def read(line: str, today: date, *, capture: bool) -> Read:
    """Read a line from which its address and scope are gone.

    `today` is the date where the speaker is. `capture`: what is no command is a lesson (after `/lesson` and in a
    channel); otherwise it is bare text.
    """
    if not line:
        return Empty()
    if line.casefold().rstrip(":") in {"keep", "improve", "lesson"}:
        word = line.casefold().rstrip(":")
        return Empty(None if word == "lesson" else Kind(word))
    as_lesson = _read_capture(line)
    if as_lesson is not None:
        return as_lesson
    for command, rest in named(line):
        fitted = fit_command(command, rest, today)
        if isinstance(fitted, Mistake):
            return Mistake(fitted.sentence, (*fitted.instead, as_is(line)))
        if fitted is not None and not lacks_reference(fitted):
            return Asked(command, fitted.fields, fitted.missing)
        if fitted is not None and not rest:
            return Unnamed(command)
    meant = (*(turned_round(line, today) if capture else ()), *near_misses(line, today))
    if meant:
        return Mistake("Did you mean one of these? Nothing is stored yet.", (*meant, as_is(line)))
    return Captured(line) if capture else Bare(line)


def as_is(line: str) -> Button:
    """The button that stores a line as a lesson whatever it looks like."""
    return Button("Save as lesson", f"lesson: {line}")


def _read_capture(line: str) -> Captured | Mistake | None:
    first, _, rest = line.partition(" ")
    word = first.casefold()
    rest = rest.strip()
    if word == "lesson:" and rest:
        return Captured(rest)
    if word.rstrip(":") == "anon":
        if not rest or rest.casefold().rstrip(":") in {"keep", "improve"}:
            return Mistake("Say what happened in the same line, such as: anon improve Testing was cut short")
        return _read_anonymous(rest)
    if close_to(word, "anon") and rest and _read_kind(rest) is not None:
        return Mistake(
            "Did you mean to leave your name out? Nothing is stored yet.",
            (Button("Without my name", f"anon {rest}"), Button("With my name", f"lesson: {line}")),
        )
    kind = _read_kind(line)
    if kind is not None:
        return kind
    near = next((k for k in ("keep", "improve") if close_to(word, k) and word not in _NOT_TYPOS), None)
    if near and rest and len(word) > 3:
        return Mistake(
            f"Did you mean \u201c{near}\u201d? Nothing is stored yet.",
            (Button(f"{near.capitalize()}", f"{near}: {rest}"), as_is(line)),
        )
    return None


def _read_anonymous(rest: str) -> Captured | Mistake:
    kind = _read_kind(rest)
    match kind:
        case Captured(text, what):
            return Captured(text, what, anonymous=True)
        case Mistake(sentence, instead):
            return Mistake(sentence, tuple(Button(b.label, f"anon {b.line}") for b in instead))
        case _:
            return Captured(rest.removeprefix("lesson:").strip(), anonymous=True)


def _read_kind(line: str) -> Captured | Mistake | None:
    first, _, rest = line.partition(" ")
    rest = rest.strip()
    word = first.casefold()
    sure = word.endswith(":")
    if word.rstrip(":") not in {"keep", "improve"} or not rest:
        return None
    kind = Kind(word.rstrip(":"))
    following = rest.split(maxsplit=1)[0].casefold()
    if kind is Kind.KEEP and not sure and following in _TROUBLE:
        return Mistake(
            "Is that something to keep, or something to improve?",
            (Button("Improve", f"improve: {line}"), Button("Keep", f"keep: {rest}")),
        )
    if following in {"is", "was", "are", "were"} and not sure:
        return None
    return Captured(rest, kind)
