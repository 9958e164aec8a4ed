"""Would Slack take these blocks, this view? Works on plain dicts.

`problems_of_message(blocks)` and `problems_of_view(view)` list what Slack would complain of, in Slack's words and with
its JSON pointers; an empty list means yes. Not here, and so refused as unsupported: the blocks that Slack offers for
AI apps and data (alert, card, carousel, container, plan, table, task_card, context_actions).
Sources: docs.slack.dev/reference/block-kit/blocks, /reference/views; slack_sdk/models/blocks and /views.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.slack.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, anything, element
from tests.slack.objects import (
    ID,
    SLACK_FILE,
    Check,
    address,
    boolean,
    complain,
    either,
    items,
    one_of,
    plain,
    shape,
    string,
    text,
)
from tests.slack.rich_text import rich

IN_MESSAGE, IN_VIEW = 50, 100  # blocks
ALL_TEXT = 13_200  # characters over all blocks: msg_blocks_too_long, slackapi/bolt-js issue 2509
ALL_MARKDOWN = 12_000  # characters over all markdown blocks of a message
VIEW_BYTES = 250_000  # view_too_large

BASE: dict[str, Check] = {"type": string(40), "block_id": string(ID)}


def _section(value: dict[str, Any], at: str, problems: list[str]) -> None:
    if "text" not in value and "fields" not in value:
        complain(problems, "must define either `text` or `fields`", at)


def _image(value: dict[str, Any], at: str, problems: list[str]) -> None:
    either(value, "image_url", "slack_file", at, problems)


_IN_CONTEXT_TEXT = text(3000)
_IN_CONTEXT_IMAGE = element(frozenset({"image"}))


def _in_context(value: Any, at: str, problems: list[str]) -> None:
    image = isinstance(value, dict) and value.get("type") == "image"
    (_IN_CONTEXT_IMAGE if image else _IN_CONTEXT_TEXT)(value, at, problems)


BLOCKS: dict[str, Check] = {
    "section": shape(
        {
            **BASE,
            "text": text(3000),
            "fields": items(text(2000), 1, 10),
            "accessory": element(IN_SECTION),
            "expand": boolean,
        },
        "type",
        _section,
    ),
    "divider": shape(BASE, "type"),
    "header": shape({**BASE, "text": plain(150)}, "type text"),
    "context": shape({**BASE, "elements": items(_in_context, 1, 10)}, "type elements"),
    "actions": shape({**BASE, "elements": items(element(IN_ACTIONS), 1, 25)}, "type elements"),
    "image": shape(
        {
            **BASE,
            "image_url": address(3000, "https?"),
            "alt_text": string(2000),
            "title": plain(2000),
            "slack_file": SLACK_FILE,
        },
        "type alt_text",
        _image,
    ),
    "input": shape(
        {
            **BASE,
            "label": plain(2000),
            "element": element(IN_INPUT),
            "dispatch_action": boolean,
            "hint": plain(2000),
            "optional": boolean,
        },
        "type label element",
    ),
    "markdown": shape({**BASE, "text": string(ALL_MARKDOWN)}, "type text"),
    "rich_text": shape({**BASE, "elements": items(rich, 1, 100)}, "type elements"),
    "video": shape(
        {
            **BASE,
            "alt_text": string(2000),
            "title": plain(200),
            "thumbnail_url": address(3000, "https?"),
            "video_url": address(3000, "https"),
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": address(3000, "https?"),
            "provider_name": string(50),
            "title_url": address(3000, "https"),
        },
        "type alt_text title thumbnail_url video_url",
    ),
}
EVERYWHERE = frozenset(BLOCKS) - {"markdown"}
SURFACES: dict[str, frozenset[str]] = {"message": frozenset(BLOCKS), "modal": EVERYWHERE, "home": EVERYWHERE}


def elements_of(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The interactive elements of one block, in the order in which they are shown."""
    kind = block.get("type")
    if kind == "section" and isinstance(block.get("accessory"), dict) and block["accessory"].get("type") != "image":
        yield block["accessory"]
    elif kind == "input" and isinstance(block.get("element"), dict):
        yield block["element"]
    elif kind == "actions" and isinstance(block.get("elements"), list):
        yield from (one for one in block["elements"] if isinstance(one, dict))


def _unique(blocks: list[Any], at: str, problems: list[str]) -> None:
    """No block_id twice in a surface, no action_id twice in a block."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        name = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(name, str):
            if name in seen:
                complain(problems, f"block_id `{name}` already exists", f"{at}/{number}/block_id")
            seen.add(name)
        if not isinstance(block, dict) or block.get("type") != "actions":
            continue
        actions = [one.get("action_id") for one in elements_of(block) if isinstance(one.get("action_id"), str)]
        for name in sorted({one for one in actions if actions.count(one) > 1}):
            complain(problems, f"`action_id` `{name}` already exists for this block", f"{at}/{number}/elements")


def _problems(blocks: Any, surface: str, at: str, most: int) -> list[str]:
    problems: list[str] = []
    if not isinstance(blocks, list):
        complain(problems, "must provide an array", at)
        return problems
    if len(blocks) > most:
        complain(problems, f"no more than {most} items allowed", at)
    allowed = SURFACES[surface]
    for number, block in enumerate(blocks):
        here = f"{at}/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(kind, str) or kind not in allowed:
            complain(problems, f"unsupported type: {kind}", f"{here}/type")
            continue
        BLOCKS[kind](block, here, problems)
    _unique(blocks, at, problems)
    return problems


def text_length(blocks: Any) -> int:
    """All characters of text in blocks, as msg_blocks_too_long counts them: text of every kind, labels included."""
    found, left = 0, [blocks]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            words = one.get("text")
            found += len(words) if isinstance(words, str) else 0
            left += [inner for inner in one.values() if isinstance(inner, (dict, list))]
    return found


def problems_of_message(blocks: Any) -> list[str]:
    """What Slack would complain of in the blocks of a message (`invalid_blocks`)."""
    problems = _problems(blocks, "message", "/blocks", IN_MESSAGE)
    if not problems:
        markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
        if markdown > ALL_MARKDOWN:
            complain(problems, f"must be less than {ALL_MARKDOWN + 1} characters in all markdown blocks", "/blocks")
    return problems


def too_long(blocks: list[Any]) -> bool:
    """Slack answers `msg_blocks_too_long`."""
    return text_length(blocks) > ALL_TEXT


_VIEW: dict[str, Check] = {
    "type": one_of("modal", "home"),
    "blocks": anything,
    "private_metadata": string(3000, 0),
    "callback_id": string(ID, 0),
    "external_id": string(ID, 0),
}
_HOME = shape(_VIEW, "type blocks")
_MODAL = shape(
    {
        **_VIEW,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    "type blocks title",
)


def problems_of_view(view: Any) -> list[str]:
    """What Slack would complain of in a view (`invalid_arguments`), modal or Home."""
    if not isinstance(view, dict):
        return ["must provide an object [json-pointer:/view]"]
    problems: list[str] = []
    surface = view.get("type")
    if not isinstance(surface, str) or surface not in {"modal", "home"}:
        return [f"unsupported type: {surface} [json-pointer:/view/type]"]
    (_MODAL if surface == "modal" else _HOME)(view, "/view", problems)
    blocks = view.get("blocks")
    if "blocks" in view:
        problems += _problems(blocks, surface, "/view/blocks", IN_VIEW)
    if not isinstance(blocks, list):
        return problems
    kinds = [block.get("type") if isinstance(block, dict) else None for block in blocks]
    if surface == "modal" and "input" in kinds and "submit" not in view:
        complain(problems, "must define `submit` to use `input` block", f"/view/blocks/{kinds.index('input')}/input")
    focused = sum(
        1 for block in blocks if isinstance(block, dict) for one in elements_of(block) if one.get("focus_on_load")
    )
    if focused > 1:
        complain(problems, "only one element may have focus_on_load", "/view/blocks")
    return problems


def view_too_large(view: Any) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES
