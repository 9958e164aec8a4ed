"""Adaptive Cards' building stones. What people wrote stands in text runs, which read no Markdown and no mention.

adaptivecards.io/explorer: a TextRun "does not support Markdown". The one thing that is read everywhere is
`{{DATE(…)}}`, which a zero-width space takes apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from adapters.teams import limits
from bot.words.message import Button
from bot.words.text import CUT, cut, one_line, tidy

Element = dict[str, Any]
"""One element or action as Teams' JSON."""
Opens = Callable[[str], bool]
"""Whether a button's line opens a form."""

_READ: Final = re.compile(r"[*_~`\[\]()<>#\\|{}&]|^\s*(?:[-+]|\d+[.)])\s|https?:", re.MULTILINE)
"""What a text block would not show as it is."""
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z~]*)?")
"""A web address of plain ASCII, so that no look-alike letter leads elsewhere."""


def literal(text: str) -> str:
    """`text` for a run, letter by letter."""
    return tidy(text).replace("{{", "{\u200b{").replace("${", "$\u200b{")


def run(text: str, **style: Any) -> Element:
    """A piece of text."""
    return {"type": "TextRun", "text": literal(text), **style}


def linked(text: str, **style: Any) -> list[Element]:
    """Like `run`, and web addresses lead where they say: a link has no text but its address."""
    runs: list[Element] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?'" if "(" in found[0] else ".,;:!?')")
        follows = text[found.end() : found.end() + 1]
        if follows in {CUT, "@"} or follows.isalnum():
            continue
        if found.start() > end:
            runs.append(run(text[end : found.start()], **style))
        runs.append(run(address, **style, selectAction={"type": "Action.OpenUrl", "url": address}))
        end = found.start() + len(address)
    if end < len(text):
        runs.append(run(text[end:], **style))
    return runs


def rich(runs: Sequence[Element], **more: Any) -> Element:
    """A paragraph of runs."""
    return {"type": "RichTextBlock", "inlines": list(runs), **more}


def is_plain(text: str) -> bool:
    """Whether a text block shows it as it is."""
    return not _READ.search(text)


def heading(text: str) -> Element:
    """What a screen reader announces as a heading, where nothing in it would be read as Markdown; else bold."""
    if not is_plain(text):
        return rich(linked(text, weight="Bolder"))
    return {"type": "TextBlock", "text": text, "weight": "Bolder", "wrap": True, "style": "heading"}


def muted(text: str) -> Element:
    """A small grey line."""
    return rich([run(text, isSubtle=True, size="Small")], spacing="Small")


def press(button: Button, opens: Opens, about: str = "") -> Element:
    """A button that sends its line. `about` is added for those who hear it: "Done, A-7 Write the charter".

    One that opens a form is a submit that fetches the dialog; the others are executed, with a submit for old clients.
    """
    title = cut(one_line(button.label) or one_line(button.line) or "Open", limits.BUTTON)
    named: Element = {"title": title} | ({"tooltip": cut(f"{title}, {about}", 2 * limits.BUTTON)} if about else {})
    data: Element = {"line": button.line}
    if opens(button.line):
        return {"type": "Action.Submit", **named, "data": {"msteams": {"type": "task/fetch"}, **data}}
    fallback = {"type": "Action.Submit", **named, "data": data}
    return {"type": "Action.Execute", "verb": "line", **named, "data": data, "fallback": fallback}


def buttons(actions: Sequence[Element], most: int) -> Iterable[Element]:
    """A set of at most so many buttons: the first few, and the rest behind "…"."""
    if not actions:
        return
    shown = [
        action if place < limits.PRIMARY else {**action, "mode": "secondary"}
        for place, action in enumerate(actions[:most])
    ]
    yield {"type": "ActionSet", "actions": shown, "spacing": "Small"}
    if len(actions) > len(shown):
        yield muted(f"and {len(actions) - len(shown)} more buttons")
