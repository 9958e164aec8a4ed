"""What came of something that somebody did."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.teams import cards


class NotAnswered(Exception):  # noqa: N818 - what a user is told
    """The app did not answer in time."""


class CannotDo(Exception):  # noqa: N818 - what a user finds
    """That can't be done in Teams."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the app answered to an activity."""

    status: int
    text: str
    activity: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def body(self) -> Any:
        return json.loads(self.text) if self.text else None

    @property
    def shows(self) -> str:
        """What the answer itself has the client show: a sentence, a card or a dialog; nothing, where it closes."""
        answer = self.body or {}
        value = answer["task"]["value"] if "task" in answer else answer.get("value", "")
        if isinstance(value, str):
            return value
        card = value["card"]["content"] if "card" in value else value
        return "\n".join(cards.reads(card))
