"""What Slack would render as a mention, a link or formatting: for tests that user text can't get out of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_MENTION = re.compile(r"<([@#!][^<>\s|]+)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<((?:https?|mailto|tel|slack)[^<>|]*)(?:\|([^<>]*))?>")
_BARE = re.compile(r"(?<![<|\w/])https?://[^\s<>|]+")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_BEFORE, _AFTER = r"(?<![\w*_~`])", r"(?![\w*_~`])"
_FORMATS = [re.compile(rf"{_BEFORE}{mark}(?=\S)[^{mark}\n]*(?<=\S){mark}{_AFTER}") for mark in (r"\*", "_", "~", "`")]
_QUOTE = re.compile(r"^(?:&gt;|>).*", re.MULTILINE)


class Link(NamedTuple):
    """Where a link leads, and what is shown for it."""

    url: str
    label: str


def parsed_texts(value: Any) -> Iterator[tuple[str, bool]]:
    """Every text in blocks that Slack reads markup in, and whether it is standard Markdown. Plain text is none."""
    if isinstance(value, str):
        yield value, False
    elif isinstance(value, list):
        for one in value:
            yield from parsed_texts(one) if not isinstance(one, str) else ()
    elif isinstance(value, dict):
        kind, words = str(value.get("type")), value.get("text")
        if isinstance(words, str) and kind in {"mrkdwn", "markdown"}:
            yield words, kind == "markdown"
        for inner in value.values():
            yield from parsed_texts(inner) if isinstance(inner, (dict, list)) else ()


def _rich_parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _rich_parts(one)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _rich_parts(inner)


def mentions_in(blocks: Any) -> list[str]:
    """Everyone and everything that would be mentioned: "@U1", "#C1", "!channel", "!subteam^S1".

    `blocks` is a list of blocks, one block, or a message's text.
    """
    found = [match for words, _ in parsed_texts(blocks) for match in _MENTION.findall(words) if "!date" not in match]
    signs = {"user": ("@", "user_id"), "channel": ("#", "channel_id"), "usergroup": ("!subteam^", "usergroup_id")}
    for part in _rich_parts(blocks):
        kind = str(part.get("type"))
        if kind == "broadcast":
            found.append(f"!{part.get('range')}")
        elif kind in signs and signs[kind][1] in part:
            sign, field = signs[kind]
            found.append(f"{sign}{part[field]}")
    return found


def links_in(blocks: Any) -> list[Link]:
    """Every link that would be shown, buttons that open one included.

    `blocks` is a list of blocks, one block, or a message's text.
    """
    found: list[Link] = []
    for words, markdown in parsed_texts(blocks):
        found += [Link(url, label or url) for url, label in _LINK.findall(words)]
        if markdown:
            found += [Link(url, label) for label, url in _MARKDOWN_LINK.findall(words)]
        found += [Link(url, url) for url in _BARE.findall(_LINK.sub(" ", words))]
    for part in _rich_parts(blocks):
        url = part.get("url")
        if part.get("type") == "button" and isinstance(url, str):
            found.append(Link(url, part["text"]["text"]))
        elif part.get("type") == "link" and isinstance(url, str):
            found.append(Link(url, part.get("text", url)))
    return found


def formats_in(blocks: Any) -> list[str]:
    """Every stretch that would be bold, italic, struck, code or a quotation, with its marks."""
    found: list[str] = []
    for words, _ in parsed_texts(blocks):
        for pattern in (*_FORMATS, _QUOTE):
            found += pattern.findall(words)
    return found
