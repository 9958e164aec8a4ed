"""Faults that a test switches on: by method, by count, by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Kind = Literal["silent", "drop", "status", "limited", "slow", "html", "refuse"]


@dataclass(slots=True, eq=False)
class Fault:
    """One fault. `hits` counts how often it struck; `stop()` ends it."""

    method: str
    kind: Kind
    after: bool = False  # Slack has done what was asked before things go wrong
    left: int | None = None
    chance: float = 1.0
    status: int = 503
    seconds: float = 0.0
    error: str = ""
    hits: int = 0

    def stop(self) -> None:
        self.left = 0


class Faults:
    """What goes wrong. Methods are patterns ("chat.*"); response URLs are called "response_url", uploads "upload"."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.active: list[Fault] = []

    def clear(self) -> None:
        self.active.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        for fault in self.active:
            if fault.left == 0 or not fnmatchcase(method, fault.method):
                continue
            if fault.chance < 1.0 and self.random.random() >= fault.chance:
                continue
            if fault.left is not None:
                fault.left -= 1
            fault.hits += 1
            return fault
        return None

    def _add(self, fault: Fault, times: int | None, chance: float) -> Fault:
        fault.left, fault.chance = times, chance
        self.active.append(fault)
        return fault

    def loses_answers(
        self, method: str, *, times: int | None = None, chance: float = 1.0, hangs: bool = False
    ) -> Fault:
        """Slack does it, but the answer never comes: the connection drops, or (`hangs`) stays silent."""
        return self._add(Fault(method, "silent" if hangs else "drop", after=True), times, chance)

    def drops(self, method: str, *, times: int | None = None, chance: float = 1.0) -> Fault:
        """The connection drops before Slack has done anything."""
        return self._add(Fault(method, "drop"), times, chance)

    def fails(
        self, method: str, status: int = 503, *, done: bool = False, times: int | None = None, chance: float = 1.0
    ) -> Fault:
        """A 5xx; with `done`, although the request was carried out."""
        return self._add(Fault(method, "status", status=status, after=done), times, chance)

    def limits(self, method: str, retry_after: int = 30, *, times: int | None = None, chance: float = 1.0) -> Fault:
        """429 with Retry-After."""
        return self._add(Fault(method, "limited", seconds=retry_after), times, chance)

    def slows(self, method: str, seconds: float, *, times: int | None = None, chance: float = 1.0) -> Fault:
        """The right answer, after real seconds."""
        return self._add(Fault(method, "slow", seconds=seconds), times, chance)

    def answers_html(self, method: str, status: int = 200, *, times: int | None = None, chance: float = 1.0) -> Fault:
        """A page for people instead of JSON."""
        return self._add(Fault(method, "html", status=status), times, chance)

    def refuses(self, method: str, error: str, *, times: int | None = None, chance: float = 1.0) -> Fault:
        """Any of Slack's errors: `refuses("conversations.history", "missing_scope")`."""
        return self._add(Fault(method, "refuse", error=error), times, chance)
