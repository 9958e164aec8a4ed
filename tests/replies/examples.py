"""Labelled answers: what people typed, and the reading that a careful coordinator would accept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.conversations.understanding.scales import NOTHING, SAME

TODAY: Final = date(2026, 11, 24)
"""The day on which all of them were typed, a Tuesday."""
FOLDER: Final = Path(__file__).parent
TAUGHT: Final = tuple(sorted((FOLDER / "taught").glob("*.jsonl")))
"""What the scales learn from; whoever changes the reader may look at these."""
HELD: Final = tuple(sorted((FOLDER / "held").glob("*.jsonl")))
"""What nobody tunes on: these say how well it reads what it has never seen."""


@dataclass(frozen=True, slots=True)
class Example:
    """One answer. `expect` is the label, with every fair reading of each field."""

    id: str
    asked: tuple[str, ...]
    actions: dict[str, str]
    text: str
    expect: dict[str, Any]

    def outcomes(self, action: str) -> list[str]:
        """The fair outcomes for one action."""
        for update in self.expect["updates"]:
            if update["action"] == action:
                status = update["status"]
                return [each or SAME for each in (status if isinstance(status, list) else [status])]
        return [NOTHING]


def examples(paths: tuple[Path, ...]) -> Iterator[Example]:
    """All examples of some files, in order."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                yield Example(row["id"], tuple(row["asked"]), row.get("actions") or {}, row["text"], row["expect"])
