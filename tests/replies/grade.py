"""How well a reading fits its label: exact, careful, wrong or harmful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from bot.conversations.understanding.reading import Reading
from bot.conversations.understanding.understand import understand
from bot.words.action import CLOSED
from tests.replies.examples import TODAY, Example

EXACT: Final = "exact"
CAREFUL: Final = "careful"
"""Not all of it was read, but nothing that is stored is wrong: the bot asks."""
WRONG: Final = "wrong"
"""Something is stored that no fair reading says."""
HARMFUL: Final = "harmful"
"""Wrong, and it closes an action."""


def grades(rows: Iterable[Example]) -> Counter[str]:
    """How many of the examples were read how; the harmful ones count as wrong as well."""
    found: Counter[str] = Counter()
    for example in rows:
        given = grade(example, understand(example.text, example.asked, TODAY, example.actions))
        found[given] += 1
        found[WRONG] += given == HARMFUL
    return found


def grade(example: Example, reading: Reading) -> str:
    """How one reading fits its label."""
    fair = {update["action"]: update for update in example.expect["updates"]}
    stored_wrong = closed_wrong = False
    for said in reading.updates:
        label = fair.get(said.action)
        status = said.status.name.lower() if said.status else None
        fair_status = label is not None and status in _listed(label["status"])
        fair_due = label is not None and _typed(said.due) in _listed(label["due"])
        stored_wrong |= label is None or not (status is None or fair_status) or not (said.due is None or fair_due)
        closed_wrong |= said.status in CLOSED and not fair_status
    stored_wrong |= reading.snooze is not None and _typed(reading.snooze) not in _listed(example.expect["snooze"])
    stored_wrong |= reading.to is not None and _name(reading.to) not in map(_name, _listed(example.expect["to"]))
    if closed_wrong:
        return HARMFUL
    if stored_wrong:
        return WRONG
    return EXACT if _is_whole(reading, example.expect) else CAREFUL


def _is_whole(reading: Reading, expect: dict[str, Any]) -> bool:
    intent = reading.intent.value
    if intent not in _listed(expect["intent"]) or _typed(reading.snooze) not in _listed(expect["snooze"]):
        return False
    if _name(reading.to) not in map(_name, _listed(expect["to"])):
        return False
    if intent != "update" and not reading.updates:
        return True  # a label that allows this intent as well needs no updates then
    given = {said.action: said for said in reading.updates}
    fair = {update["action"]: update for update in expect["updates"]}
    return given.keys() == fair.keys() and all(
        (given[action].status.name.lower() if given[action].status else None) in _listed(fair[action]["status"])
        and _typed(given[action].due) in _listed(fair[action]["due"])
        for action in fair
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _typed(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name(name: str | None) -> str | None:
    return name.lstrip("@").lower() if name else None
