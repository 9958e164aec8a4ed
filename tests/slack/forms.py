"""Filling in: what a person chooses or types in a view or message becomes Slack's state values and actions."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from tests.slack.blocks import elements_of
from tests.slack.messages import label_of, shown
from tests.slack.objects import DATE

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")


class CannotDo(AssertionError):  # noqa: N818 - it reads as what happened
    """A person can't do this: there is no such button, field or option in what they see."""


def option_named(element: dict[str, Any], wanted: str) -> dict[str, Any]:
    """The option with this label (or, failing that, value)."""
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options = [one for group in groups for one in group["options"]]
    for one in options:
        if shown(one["text"]) == wanted or (one.get("value") == wanted):
            return one
    offered = ", ".join(repr(shown(one["text"])) for one in options)
    raise CannotDo(f"no option {wanted!r}; offered: {offered}")


def find(blocks: list[dict[str, Any]], label: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The block and element that a person would call `label`: its own label, its block's, or its action_id."""
    seen: list[str] = []
    for by_id in (False, True):
        for block in blocks:
            for element in elements_of(block):
                title = shown(block["label"]) if block["type"] == "input" else label_of(element)
                names = {element["action_id"], block["block_id"]} if by_id else {title, label_of(element)}
                if label.casefold() in {name.casefold() for name in names}:
                    return block, element
                seen.append(title)
    raise CannotDo(f"nothing is called {label!r} here; there is: {', '.join(dict.fromkeys(seen)) or 'nothing'}")


def menu_for(blocks: list[dict[str, Any]], answer: Any, users: Container[str]) -> str:
    """The action_id of the first menu or picker that takes this answer."""
    for block in blocks:
        for element in elements_of(block):
            fits = {"users_select": answer in users, "datepicker": bool(DATE.match(str(answer)))}
            if fits.get(element["type"]):
                return element["action_id"]
            if "options" in element or "option_groups" in element:
                try:
                    action_of(block, element, answer, "0")
                except CannotDo:
                    continue
                return element["action_id"]
    raise CannotDo(f"nothing offers {answer!r}")


def value_of(element: dict[str, Any], answer: Any) -> dict[str, Any]:
    """The element's part of `state.values` once `answer` was given. `answer` reads as a person would say it.

    Options by label, people and channels by id, dates as YYYY-MM-DD, several as a list, None to clear.
    """
    kind: str = element["type"]
    many = kind.startswith("multi_") or kind == "checkboxes"
    base: dict[str, Any] = {"type": kind}
    if kind in {"static_select", "radio_buttons", "multi_static_select", "checkboxes"}:
        if many:
            return base | {"selected_options": [option_named(element, one) for one in answer or []]}
        return base | {"selected_option": None if answer is None else option_named(element, answer)}
    if kind in {"external_select", "multi_external_select"}:
        return base | {"selected_options" if many else "selected_option": answer}
    for what in ("user", "conversation", "channel"):
        if kind in {f"{what}s_select", f"multi_{what}s_select"}:
            return base | {f"selected_{what}s": list(answer or [])} if many else base | {f"selected_{what}": answer}
    if kind == "datepicker":
        return base | {"selected_date": answer}
    if kind == "timepicker":
        return base | {"selected_time": answer}
    if kind == "datetimepicker":
        return base | {"selected_date_time": answer}
    if kind == "rich_text_input":
        return base | {"rich_text_value": _rich(str(answer)) if answer else None}
    return base | {"value": str(answer) if answer not in {None, ""} else None}


def _rich(words: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
    return {"type": "rich_text", "elements": [section]}


_INITIAL = {
    "initial_option": "selected_option",
    "initial_options": "selected_options",
    "initial_user": "selected_user",
    "initial_users": "selected_users",
    "initial_conversation": "selected_conversation",
    "initial_conversations": "selected_conversations",
    "initial_channel": "selected_channel",
    "initial_channels": "selected_channels",
    "initial_date": "selected_date",
    "initial_time": "selected_time",
    "initial_date_time": "selected_date_time",
    "initial_value": "value",
}


def state_of(blocks: list[dict[str, Any]], filled: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """`state.values`: every stateful element, as filled in or as it began."""
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in {"button", "overflow"}:
                continue
            given = filled.get(block["block_id"], {}).get(element["action_id"])
            if given is None:
                given = value_of(element, None)
                for first, selected in _INITIAL.items():
                    if first in element:
                        name = "rich_text_value" if element["type"] == "rich_text_input" else selected
                        given = {"type": element["type"], name: element[first]}
            found.setdefault(block["block_id"], {})[element["action_id"]] = given
    return found


def empty(value: dict[str, Any]) -> bool:
    return not any(inner for name, inner in value.items() if name != "type")


def complaints(blocks: list[dict[str, Any]], values: dict[str, dict[str, Any]]) -> dict[str, str]:
    """What Slack's own client refuses before it submits anything, by block_id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        value = values[name][element["action_id"]]
        words = value.get("value")
        if empty(value):
            if not block.get("optional"):
                found[name] = "Please complete this required field."
        elif isinstance(words, str):
            if len(words) > element.get("max_length", 3000):
                found[name] = f"Please enter no more than {element.get('max_length', 3000)} characters."
            elif len(words) < element.get("min_length", 0):
                found[name] = f"Please enter at least {element['min_length']} characters."
            elif element["type"] == "email_text_input" and not EMAIL.match(words):
                found[name] = "Please enter a valid email address."
            elif element["type"] == "url_text_input" and not words.startswith(("http://", "https://")):
                found[name] = "Please enter a valid URL."
    return found


def action_of(block: dict[str, Any], element: dict[str, Any], answer: Any, ts: str) -> dict[str, Any]:
    """The entry in `actions` when somebody uses an element."""
    kind = element["type"]
    found: dict[str, Any] = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    if kind == "button":
        found["text"] = element["text"]
        found |= {name: element[name] for name in ("value", "style", "url") if name in element}
        return found
    if kind == "overflow":
        return found | {"selected_option": option_named(element, answer)}
    found |= {name: inner for name, inner in value_of(element, answer).items() if name != "type"}
    for name in ("placeholder", *_INITIAL):
        if name in element and name != "initial_value":
            found[name] = element[name]
    return found
