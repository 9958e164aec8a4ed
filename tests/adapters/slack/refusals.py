"""What Slack would refuse in blocks, beyond their shape: lengths in every way of counting, blank text, mark-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.slack import limits

MOST = {"header": limits.HEADER, "button": limits.BUTTON, "option": limits.OPTION}


def lengths(text: str) -> tuple[int, int, int]:
    """Code points, UTF-16 units, and code points once escaped: Slack may count any of them."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return len(text), len(text.encode("utf-16-le")) // 2, len(escaped)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in there, from the outside in."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects(one)


def strings(value: Any) -> list[str]:
    """All text that is shown."""
    return [one["text"] for one in objects(value) if isinstance(one.get("text"), str)]


def refusals(blocks: Sequence[Mapping[str, Any]], most: int) -> list[str]:
    """What is wrong with them, in our words; an empty list means nothing."""
    wrong = [f"{len(blocks)} blocks"] if not 1 <= len(blocks) <= most else []
    for one in objects(list(blocks)):
        wrong += _text(one) + _pressed(one)
    shown = strings(list(blocks))
    if max(sum(lengths(text)[way] for text in shown) for way in range(3)) > limits.ALL_TEXT:
        wrong.append("all text")
    ids = [one["action_id"] for one in objects(list(blocks)) if "action_id" in one]
    ids += [one["block_id"] for one in blocks if "block_id" in one and one["type"] != "input"]
    if len(set(ids)) != len(ids):
        wrong.append(f"twice: {ids}")
    return wrong


def _text(one: dict[str, Any]) -> list[str]:
    if one.get("type") == "mrkdwn":
        return ["mrkdwn"]
    text = one.get("text")
    if isinstance(text, dict):
        room = MOST.get(one.get("type", "option"), limits.TEXT)
        return [f"{one.get('type')} of {lengths(text['text'])}"] if max(lengths(text["text"])) > room else []
    if isinstance(text, str) and (not text or max(lengths(text)) > limits.TEXT):
        return [f"text of {lengths(text)}"]
    if one.get("type") == "plain_text" and not str(text).strip():
        return ["blank text"]
    return ["no elements"] if one.get("elements") == [] else []


def _pressed(one: dict[str, Any]) -> list[str]:
    wrong = []
    if not 0 < len(one.get("value", "x").encode("utf-16-le")) // 2 <= limits.BUTTON_VALUE:
        wrong.append("value")
    if not 0 < max(lengths(one.get("accessibility_label", "x"))) <= limits.BUTTON_SPOKEN:
        wrong.append("accessibility_label")
    if one.get("type") == "actions" and not 1 <= len(one["elements"]) <= limits.ACTIONS:
        wrong.append("actions")
    if one.get("type") == "overflow" and not 1 <= len(one["options"]) <= limits.OVERFLOW_OPTIONS:
        wrong.append("overflow")
    return wrong
