"""Reading a line: is it a command, a lesson, or something that was meant to be one?

A line is a command only if its first words name one and the rest fits its shape. `start A-7` is; "Start testing
earlier" and "Release notes were late" are lessons. Reading never fails, whatever is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Final

from bot.commands.shape import Fields, Fit, Part, fit, parts_of
from bot.commands.table import BY_NAME, Command
from bot.mistake import Mistake
from bot.words.ids import read_reference
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
_SENTENCE: Final = frozenset(
    re.findall(
        r"\S+",
        """
    was were is are isn't aren't wasn't weren't did didn't should shouldn't took has had have hasn't
    needs needed must can can't could would does doesn't went goes works worked never always of got
    gets being becomes came
""",
    )
)
"""What a command's name is followed by where it is the subject of a sentence: "search was down", "list of contacts"."""
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


_LOOKS_LIKE: Final = {
    "left": re.compile(r"^@"),
    "organisation": re.compile(r"\s(?:inside|outside)\s+\S+$", re.IGNORECASE),
    "undo": re.compile(r"^L-?\d+ [0-9a-f]{8}$", re.IGNORECASE),
    "review schedule": re.compile(r"\d|\b(?:first|second|third|fourth|last|every|monthly|weekly)\b", re.IGNORECASE),
}
"""What has to be in the text after these names; without it they begin a lesson: "Left the firewall open"."""
_TOPICS: Final = {word for name in BY_NAME for word in name.split()[:1]} | {"keep", "improve", "anon", "more", "all"}


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
    for command, rest in _named(line):
        fitted = _fit(command, rest, today)
        if isinstance(fitted, Mistake):
            return Mistake(fitted.sentence, (*fitted.instead, as_is(line)))
        if fitted is not None and not _lacks_reference(fitted):
            return Asked(command, fitted.fields, fitted.missing)
        if fitted is not None and not rest:
            return Unnamed(command)
    meant = (*(_turned_round(line, today) if capture else ()), *_near_misses(line, today))
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
    if _close_to(word, "anon") and rest and _read_kind(rest) is not None:
        return Mistake(
            "Did you mean to leave your name out? Nothing is stored yet.",
            (Button("Without my name", f"anon {rest}"), Button("With my name", f"lesson: {line}")),
        )
    kind = _read_kind(line)
    if kind is not None:
        return kind
    near = next((k for k in ("keep", "improve") if _close_to(word, k) and word not in _NOT_TYPOS), None)
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


def _named(line: str) -> Iterator[tuple[Command, str]]:
    """The commands that the first words name, longest name first, each with the rest of the line."""
    words = line.split(maxsplit=2)
    for count in (2, 1):
        if len(words) >= count:
            rest = line.split(maxsplit=count)[count] if len(words) > count else ""
            for command in BY_NAME.get(" ".join(words[:count]).casefold(), ()):
                yield command, rest


def _fit(command: Command, rest: str, today: date) -> Fit | Mistake | None:
    usage = command.shape
    if rest and not _plausible(command, rest):
        return None
    starts_free = bool(parts_of(usage)) and parts_of(usage)[0].kind in {"free", "person"}
    if starts_free and rest and rest.split(maxsplit=1)[0].casefold() in _SENTENCE:
        return None
    return fit(usage, rest, today)


def _plausible(command: Command, rest: str) -> bool:
    """Whether free text after a command's name can be meant for it: people start lessons with the same words."""
    wanted = _LOOKS_LIKE.get(command.name)
    if command.name == "help":
        return rest.split(maxsplit=1)[0].casefold() in _TOPICS and len(rest.split()) < 4
    return wanted is None or wanted.search(rest) is not None


def _lacks_reference(fitted: Fit) -> bool:
    """Whether what makes it a command is missing: text and dates can be asked for, references have to be there."""
    kinds = {part.kind for part in fitted.missing}
    return bool(kinds & {"lesson", "action", "item", "literal"}) or ("choice" in kinds and not fitted.fields.values)


def _near_misses(line: str, today: date) -> tuple[Button, ...]:
    """Commands whose name is nearly typed and whose shape the rest fits completely.

    Shapes that any text fits are left out: "Improved tests helped" is no misspelt `improve`.
    """
    words = line.split()[:3]
    found: list[tuple[float, Button]] = []
    for name, command in ((name, command) for name, commands in BY_NAME.items() for command in commands):
        count = len(name.split())
        typed = " ".join(words[:count]).casefold()
        if len(words) < count or not _close_to(typed, name):
            continue
        rest = line.split(maxsplit=count)
        tail = rest[count] if len(rest) > count else ""
        if tail and parts_of(command.shape) and parts_of(command.shape)[0].kind == "free":
            continue
        fitted = _fit(command, tail, today)
        if isinstance(fitted, Fit) and not fitted.missing:
            whole = f"{name} {tail}".strip()
            found.append((SequenceMatcher(None, typed, name).ratio(), Button(whole, whole)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(button for _, button in found[:3]))


def _turned_round(line: str, today: date) -> Iterator[Button]:
    """`A-7 done` as `done A-7`. In a direct message it is an answer."""
    words = line.split(maxsplit=2)[:2]
    if len(words) < 2 or read_reference(words[0]) is None:
        return
    rest = line.split(maxsplit=2)[2:]
    for command in BY_NAME.get(words[1].casefold(), ()):
        fitted = _fit(command, " ".join([words[0], *rest]), today)
        if isinstance(fitted, Fit) and not fitted.missing:
            whole = " ".join([command.name, words[0], *rest])
            yield Button(whole, whole)


def _close_to(typed: str, name: str) -> bool:
    """Whether `typed` is `name` with one letter wrong, missing, added or two swapped (two in long names)."""
    if typed == name or abs(len(typed) - len(name)) > 2 or len(name) < 4:
        return False
    if len(typed) == len(name) and sorted(typed) == sorted(name):
        return sum(a != b for a, b in zip(typed, name, strict=True)) <= 2
    return _edits(typed, name) <= (1 if len(name) < 8 else 2)


def _edits(one: str, two: str) -> int:
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
