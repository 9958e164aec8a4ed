"""Which command a line names, and whether the rest of the line can be meant for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.commands.shape import Fit, fit, parts_of
from bot.commands.table import BY_NAME, Command
from bot.mistake import Mistake

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
_LOOKS_LIKE: Final = {
    "left": re.compile(r"^@"),
    "organisation": re.compile(r"\s(?:inside|outside)\s+\S+$", re.IGNORECASE),
    "undo": re.compile(r"^L-?\d+ [0-9a-f]{8}$", re.IGNORECASE),
    "review schedule": re.compile(r"\d|\b(?:first|second|third|fourth|last|every|monthly|weekly)\b", re.IGNORECASE),
}
"""What has to be in the text after these names; without it they begin a lesson: "Left the firewall open"."""
_TOPICS: Final = {word for name in BY_NAME for word in name.split()[:1]} | {"keep", "improve", "anon", "more", "all"}


def named(line: str) -> Iterator[tuple[Command, str]]:
    """The commands that the first words name, longest name first, each with the rest of the line."""
    words = line.split(maxsplit=2)
    for count in (2, 1):
        if len(words) >= count:
            rest = line.split(maxsplit=count)[count] if len(words) > count else ""
            for command in BY_NAME.get(" ".join(words[:count]).casefold(), ()):
                yield command, rest


def fit_command(command: Command, rest: str, today: date) -> Fit | Mistake | None:
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


def lacks_reference(fitted: Fit) -> bool:
    """Whether what makes it a command is missing: text and dates can be asked for, references have to be there."""
    kinds = {part.kind for part in fitted.missing}
    return bool(kinds & {"lesson", "action", "item", "literal"}) or ("choice" in kinds and not fitted.fields.values)
