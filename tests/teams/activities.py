"""What the connector takes as an activity.

learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference; "Format your bot messages".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.teams import cards
from tests.teams.refused import Refused

LARGEST = 80 * 1024
"""Bytes of a message as UTF-16: Teams puts the limit at about 100 KB, and says to stay below 80."""
FILES = {
    "application/vnd.microsoft.teams.card.file.consent",
    "application/vnd.microsoft.teams.card.file.info",
}
_FORMATS = {None, "plain", "markdown", "xml"}
_SHAPES: dict[str, type] = {"text": str, "summary": str, "attachments": list, "entities": list, "channelData": dict}


def check(activity: dict[str, Any]) -> None:
    """Raises Refused where Teams would refuse it."""
    if activity.get("type") not in {"message", "typing"}:
        raise Refused(400, "BadSyntax", f"an activity of type {activity.get('type')!r}")
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > LARGEST:
        raise Refused(413, "MessageSizeTooBig", "Message size too large.")
    if activity["type"] == "message" and (found := next(_problems(activity), "")):
        raise Refused(400, "BadSyntax", found)


def _problems(activity: dict[str, Any]) -> Iterator[str]:
    for name, shape in _SHAPES.items():
        if activity.get(name) is not None and not isinstance(activity[name], shape):
            yield f"{name} is no {shape.__name__}"
    if activity.get("textFormat") not in _FORMATS:
        yield f"a text of the format {activity['textFormat']!r}"
    attachments = activity.get("attachments") or []
    if not attachments and not activity.get("text"):
        yield "neither a text nor an attachment"
    if attachments and activity.get("text"):
        yield "a text and a card are two messages"
    for one in attachments:
        if not isinstance(one, dict):
            yield "an attachment that is no object"
        elif one.get("contentType") == cards.CONTENT:
            yield from cards.problems(one.get("content"))
        elif one.get("contentType") not in FILES:
            yield f"an attachment of type {one.get('contentType')!r}"
    yield from _mentions(activity)


def _mentions(activity: dict[str, Any]) -> Iterator[str]:
    """A mention is written in the text, or in the card, as it stands in the entity."""
    parts = [(activity.get("entities") or [], [activity.get("text") or ""])]
    for one in activity.get("attachments") or []:
        content = one.get("content") or {}
        own = (content.get("msteams") or {}).get("entities") or []
        parts.append((own, list(_texts(content.get("body")))))
    for entities, texts in parts:
        for entity in entities:
            if not isinstance(entity, dict):
                yield "an entity that is no object"
            elif entity.get("type") == "mention":
                yield from _mention(entity, texts)


def _mention(entity: dict[str, Any], texts: list[str]) -> Iterator[str]:
    text, mentioned = entity.get("text"), entity.get("mentioned")
    if not isinstance(text, str) or not (text.startswith("<at>") and text.endswith("</at>")):
        yield "a mention that is not written <at>…</at>"
    elif not any(text in one for one in texts):
        yield "a mention whose text is not in the message"
    if not isinstance(mentioned, dict) or not mentioned.get("id") or not mentioned.get("name"):
        yield "a mention of nobody"


def _texts(node: Any) -> Iterator[str]:
    """All that is written in a card."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for one in node.values():
            yield from _texts(one)
    elif isinstance(node, list):
        for one in node:
            yield from _texts(one)
