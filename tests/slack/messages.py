"""Messages, as Slack keeps them and as a person sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.slack.blocks import elements_of

_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def unescape(words: str) -> str:
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shown(obj: Any) -> str:
    """A text object, or mrkdwn, as somebody reads it."""
    if isinstance(obj, dict):
        words = str(obj.get("text", ""))
        return words if obj.get("type") == "plain_text" else shown(words)
    return unescape(_REFERENCE.sub(lambda m: m[2] or m[1], str(obj)))


def _block_lines(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if "text" in block:
        yield shown(block["text"])
    for one in block.get("fields", []):
        yield shown(one)
    if kind == "context":
        yield "  ".join(shown(one) if "text" in one else str(one.get("alt_text", "")) for one in block["elements"])
    if kind in {"image", "video"}:
        yield str(block.get("alt_text", ""))
    if kind == "input":
        yield shown(block["label"])
    if kind == "rich_text":
        yield "".join(_rich_words(block["elements"]))
    labels = [label_of(one) for one in elements_of(block)] if kind != "input" else []
    if labels:
        yield " ".join(f"[{label}]" for label in labels)


def _rich_words(parts: Any) -> Iterator[str]:
    for part in parts:
        if "elements" in part:
            yield from _rich_words(part["elements"])
        else:
            yield str(part.get("text") or part.get("url") or part.get("user_id") or part.get("range") or "")


def label_of(element: dict[str, Any]) -> str:
    """What is written on a button, or in an empty menu or picker."""
    label = element.get("text") or element.get("placeholder")
    return shown(label) if label else str(element.get("type", ""))


def lines_of(blocks: list[dict[str, Any]]) -> str:
    """Blocks as lines of text, with buttons and menus as [label]."""
    return "\n".join(line for block in blocks for line in _block_lines(block) if line)


@dataclass(slots=True, eq=False)
class Message:
    """One message: who wrote it where, what it says now, and who alone may see it (`only`)."""

    ts: str
    channel: str
    text: str
    user: str = ""
    bot: str = ""
    app: str = ""
    team: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    attachments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    metadata: dict[str, Any] | None = None
    thread: str = ""
    only: str = ""
    subtype: str = ""
    deleted: bool = False
    edited: str = ""
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    before: list[str] = field(default_factory=list[str])

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts messages by time."""
        return tuple(map(int, self.ts.split(".")))

    @property
    def ephemeral(self) -> bool:
        return bool(self.only)

    @property
    def shows(self) -> str:
        """What a person reads: the blocks where there are any, otherwise the text."""
        return lines_of(self.blocks) if self.blocks else shown(self.text)

    @property
    def buttons(self) -> list[str]:
        """The labels of what can be pressed or opened, in order."""
        return [label_of(one) for block in self.blocks for one in elements_of(block)]

    def replace(self, text: str, blocks: list[dict[str, Any]], edited: str) -> None:
        """A new version in place; `before` keeps what the old ones showed."""
        self.before.append(self.shows)
        self.text, self.blocks, self.edited = text, blocks, edited

    def json(self, *, metadata: bool = False) -> dict[str, Any]:
        """The message as the Web API and payloads give it."""
        found: dict[str, Any] = {"type": "message", "ts": self.ts, "text": self.text, "user": self.user}
        if self.bot:
            found |= {"bot_id": self.bot, "app_id": self.app}
        if self.team:
            found["team"] = self.team
        if self.blocks:
            found["blocks"] = self.blocks
        if self.arguments.get("files"):
            found["files"] = [{"name": name} for name in self.arguments["files"]]
        if self.attachments:
            found["attachments"] = self.attachments
        if self.thread:
            found["thread_ts"] = self.thread
        if self.subtype:
            found["subtype"] = self.subtype
        if self.edited:
            found["edited"] = {"user": self.user, "ts": self.edited}
        if metadata and self.metadata:
            found["metadata"] = self.metadata
        return found
