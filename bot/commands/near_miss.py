"""Did you mean: commands that a line nearly is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher

from bot.commands.naming import fit_command
from bot.commands.shape import Fit, parts_of
from bot.commands.table import BY_NAME
from bot.words.ids import read_reference
from bot.words.message import Button


def near_misses(line: str, today: date) -> tuple[Button, ...]:
    """Commands whose name is nearly typed and whose shape the rest fits completely.

    Shapes that any text fits are left out: "Improved tests helped" is no misspelt `improve`.
    """
    words = line.split()[:3]
    found: list[tuple[float, Button]] = []
    for name, command in ((name, command) for name, commands in BY_NAME.items() for command in commands):
        count = len(name.split())
        typed = " ".join(words[:count]).casefold()
        if len(words) < count or not close_to(typed, name):
            continue
        rest = line.split(maxsplit=count)
        tail = rest[count] if len(rest) > count else ""
        if tail and parts_of(command.shape) and parts_of(command.shape)[0].kind == "free":
            continue
        fitted = fit_command(command, tail, today)
        if isinstance(fitted, Fit) and not fitted.missing:
            whole = f"{name} {tail}".strip()
            found.append((SequenceMatcher(None, typed, name).ratio(), Button(whole, whole)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(button for _, button in found[:3]))


def turned_round(line: str, today: date) -> Iterator[Button]:
    """`A-7 done` as `done A-7`. In a direct message it is an answer."""
    words = line.split(maxsplit=2)[:2]
    if len(words) < 2 or read_reference(words[0]) is None:
        return
    rest = line.split(maxsplit=2)[2:]
    for command in BY_NAME.get(words[1].casefold(), ()):
        fitted = fit_command(command, " ".join([words[0], *rest]), today)
        if isinstance(fitted, Fit) and not fitted.missing:
            whole = " ".join([command.name, words[0], *rest])
            yield Button(whole, whole)


def close_to(typed: str, name: str) -> bool:
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
