"""What a user can mend: a sentence that says what to type instead. Returned, never raised."""

from __future__ import annotations

from dataclasses import dataclass

from bot.words.message import Button


@dataclass(frozen=True, slots=True)
class Mistake:
    """Nothing was stored. `instead` holds lines to choose from, so that nothing typed is lost."""

    sentence: str
    instead: tuple[Button, ...] = ()
