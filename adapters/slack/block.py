"""Block Kit's building stones: text, rich text, buttons. All text is literal; nothing here is read as mrkdwn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from adapters.slack import limits
from adapters.slack.text import CUT, cut, one_line, size, units
from bot.words.message import Button

Block = dict[str, Any]
"""One block or element as Slack's JSON. Types for all of them would outgrow the renderer; the tests check more."""

_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
"""A web address of plain ASCII, so that no look-alike letter leads elsewhere."""
_VISIBLE: Final = 3
"""Buttons that a row shows; further ones are in its menu."""


def plain_text(text: str) -> Block:
    """A text object that knows neither mrkdwn nor `:emoji:`."""
    return {"type": "plain_text", "text": text, "emoji": False}


def words(text: str, **style: bool) -> list[Block]:
    """`text` as rich text elements that are shown letter by letter."""
    elements: list[Block] = []
    while text:
        piece, text = _split(text)
        elements.append({"type": "text", "text": piece} | ({"style": style} if style else {}))
    return elements


def linked(text: str, **style: bool) -> list[Block]:
    """Like `words`, and web addresses lead where they say.

    A link has no text but its address, so nobody can hide where one leads. One that was cut, or goes on in other
    letters, is no link.
    """
    elements: list[Block] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?'" if "(" in found[0] else ".,;:!?')")
        follows = text[found.end() : found.end() + 1]
        if size(address) > limits.LINK or follows in {CUT, "@"} or follows.isalnum():
            continue
        elements += words(text[end : found.start()], **style)
        elements.append({"type": "link", "url": address} | ({"style": style} if style else {}))
        end = found.start() + len(address)
    return elements + words(text[end:], **style)


def _split(text: str) -> tuple[str, str]:
    """The first text element of `text`, and the rest."""
    if size(text) <= limits.TEXT:
        return text, ""
    end = limits.TEXT // 5  # even where each letter is an ampersand
    return text[:end], text[end:]


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def muted(text: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [plain_text(text)]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text)}


def actions(elements: list[Block]) -> Block:
    return {"type": "actions", "elements": elements}


def too_long(button: Button) -> bool:
    """A line that no button can carry. The core keeps such a line as a draft, so none should come."""
    return units(button.line) > limits.BUTTON_VALUE


def press(button: Button, about: str = "") -> Block:
    """A button that sends its line. `about` is added for those who hear it: "Done, A-7 Write the charter".

    A line that is empty has no value, as Slack may refuse an empty one. No button has a style: green would say which
    answer is wanted.
    """
    label = _label(button)
    element: Block = {"type": "button", "text": plain_text(cut(label, limits.BUTTON))}
    if button.line:
        element["value"] = button.line
    if about:
        element["accessibility_label"] = cut(f"{label}, {about}", limits.BUTTON_SPOKEN)
    return element


def _label(button: Button) -> str:
    return one_line(button.label) or one_line(button.line) or "Open"


def row_buttons(buttons: Sequence[Button], about: str) -> list[Block]:
    """Three buttons, and the rest in menus; a line too long for a menu stays a button."""
    visible = [press(button, about) for button in buttons[:_VISIBLE]]
    rest = buttons[_VISIBLE:]
    visible += [press(button, about) for button in rest if not _fits_menu(button)]
    short = [button for button in rest if _fits_menu(button)]
    step = limits.OVERFLOW_OPTIONS
    return visible + [_menu(short[at : at + step]) for at in range(0, len(short), step)]


def _fits_menu(button: Button) -> bool:
    return 0 < units(button.line) <= limits.OPTION_VALUE


def _menu(buttons: Sequence[Button]) -> Block:
    options = [{"text": plain_text(cut(_label(button), limits.OPTION)), "value": button.line} for button in buttons]
    return {"type": "overflow", "options": options}


def numbered(blocks: list[Block]) -> list[Block]:
    """The blocks with an `action_id` for each element that can be pressed: "line:0", "line:1", …"""
    for number, element in enumerate(_pressable(blocks)):
        element["action_id"] = f"line:{number}"
    return blocks


def _pressable(blocks: list[Block]) -> Iterable[Block]:
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        elif "accessory" in block:
            yield block["accessory"]


def text_size(block: Block) -> int:
    """How much text a block shows or speaks, as `limits.ALL_TEXT` may count it."""
    return sum(_sizes(block))


def _sizes(value: Any) -> Iterable[int]:
    if isinstance(value, list):
        for one in value:  # pyright: ignore[reportUnknownVariableType]  # JSON
            yield from _sizes(one)
    elif isinstance(value, dict):
        for name, one in value.items():  # pyright: ignore[reportUnknownVariableType]  # JSON
            if isinstance(one, str):
                if name in {"text", "url", "accessibility_label"}:
                    yield size(one)
            else:
                yield from _sizes(one)
