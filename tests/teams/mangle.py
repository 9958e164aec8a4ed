"""Real activities, spoilt at random: by a wrong value deep inside, or by what is cut off."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from tests.slack.mangle import VALUES, places


def mangled(chance: Random, activity: dict[str, Any], number: int) -> bytes:
    """One real activity, spoilt, with an id of its own so that it isn't taken for a repetition."""
    spoilt = copy.deepcopy(activity)
    spoilt["id"] = f"{number}.fuzz"
    for _ in range(chance.choice((0, 1, 1, 1, 2, 4))):
        _spoil(chance, spoilt)
    body = json.dumps(spoilt).encode()
    match chance.randrange(12):
        case 0:
            return body[: chance.randrange(len(body) + 1)]
        case 1:
            at = chance.randrange(len(body) + 1)
            return body[:at] + chance.randbytes(chance.randrange(1, 9)) + body[at + 4 :]
        case _:
            return body


def _spoil(chance: Random, activity: dict[str, Any]) -> None:
    held, name = chance.choice([place for place in places(activity) if place[1] != "serviceUrl"])
    match chance.randrange(4):
        case 0:
            del held[name]
        case 1 if isinstance(held, dict):
            held[f"{name}x"] = held.pop(name)
        case 2 if isinstance(held[name], str):
            held[name] = held[name] * chance.choice((2, 300)) + chance.choice(("", "\ud800", "\x00"))
        case _:
            held[name] = copy.deepcopy(chance.choice(VALUES))
