"""What a client sends of a card's inputs, and what it lets nobody send.

adaptivecards.io/explorer, `Action.Submit`: the inputs of the card, hidden ones too, are put over what the button has.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.teams import cards
from tests.teams.outcome import CannotDo


def fields(card: dict[str, Any]) -> list[dict[str, Any]]:
    """What somebody can fill in."""
    return [one for one in cards.inputs(card) if one.get("isVisible", True)]


def name_of(field: dict[str, Any]) -> str:
    """What a test calls it: the name within Learnt's "field:text:chosen", with "_typed" where it is typed instead."""
    _, _, name = field["id"].rpartition("field:")
    name, _, how = name.partition(":")
    return f"{name}_typed" if how == "typed" else name


def sent(card: dict[str, Any], button: dict[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The data of a button that is pressed, where so much was typed. Raises CannotDo where a field doesn't take it."""
    own = button.get("data") or {}
    if button.get("associatedInputs") == "none":
        return dict(own)
    values = {one["id"]: _value(one, typed.get(name_of(one))) for one in cards.inputs(card)}
    return {**own, **{name: value for name, value in values.items() if value is not None}}


def _value(field: dict[str, Any], typed: str | None) -> str | None:
    """What goes with a button; None, nothing does."""
    label = field.get("label") or field["id"]
    value = str(field.get("value", "")) if typed is None or not field.get("isVisible", True) else typed
    if field.get("isRequired") and not value.strip():
        raise CannotDo(f"{label} is left empty: {field.get('errorMessage')}")
    match field["type"]:
        case "Input.ChoiceSet":
            return _choice(field, label, value) if value else None
        case "Input.Date" if value:
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                raise CannotDo(f"{label} takes no {value!r}, as it is no day") from None
        case "Input.Text" if len(value) > field.get("maxLength", len(value)):
            raise CannotDo(f"{label} takes {field['maxLength']} characters, not {len(value)}")
        case _:
            return value


def _choice(field: dict[str, Any], label: str, value: str) -> str:
    """A choice by what it says or by what it sends; where people are looked up, anybody."""
    for one in field.get("choices", ()):
        if value.casefold() == one["title"].casefold() or value == one["value"]:
            return str(one["value"])
    if "choices.data" in field:
        return value
    raise CannotDo(f"{label} offers no {value!r}; it offers {[one['title'] for one in field.get('choices', ())]}")
