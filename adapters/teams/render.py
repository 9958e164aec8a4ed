"""Neutral messages as Adaptive Cards 1.5: within Teams' limits whatever they hold, with no mention and no mark-up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from adapters.teams import limits
from adapters.teams.element import Element, Opens, buttons, heading, is_plain, linked, muted, press, rich, run
from bot.words.message import (
    Button,
    Message,
    Quote,
    Row,
    Rows,
    Section,
    Text,
    message_from_json,
    message_to_json,
    plain,
)
from bot.words.text import cut, cut_counted, one_line, tidy

CONTENT: Final = "application/vnd.microsoft.card.adaptive"
NOTHING: Final = "There is nothing to show."
SAID: Final = "said"
"""The hidden input in which a card remembers what it says."""
_NOBODY: Final[Mapping[str, str]] = {}
_COUNT: Final = re.compile(r"and (more than )?([\d,]+) more")


@dataclass(frozen=True, slots=True)
class _Room:
    """How much is shown of what there is: sections, rows of each, letters of each text, and letters aloud.

    And of buttons: how many of a set, and the letters of their lines.
    """

    sections: int
    rows: int
    text: int
    spoken: int = limits.SPOKEN
    buttons: int = limits.ACTIONS
    line: int = limits.LINE


_ROOMS: Final = (
    _Room(60, 60, limits.TEXT),
    _Room(40, 30, 1_500, 2_000),
    _Room(30, 15, 800, 1_000, 10),
    _Room(20, 8, 400, 500, 6, 500),
    _Room(10, 4, 200, 200, 3, 200),
    _Room(4, 2, 100, 100, 2, 100),
)
"""Tried one after the other until the card is small enough. What the core makes fits into the first."""


def card(message: Message, *, opens: Opens, remembers: bool = False, named: Mapping[str, str] = _NOBODY) -> Element:
    """A message as a card. One that `remembers` brings what it says along when it is pressed.

    Whoever is `named`, with their account, is called where a row's detail begins with their name.
    """
    whole = _small(message, opens, remembers=remembers)
    called = {name: account for name, account in named.items() if is_plain(name)}
    return _calling(whole, called) if called else whole


def _small(message: Message, opens: Opens, *, remembers: bool) -> Element:
    drawn, taken = _card(message, _ROOMS[0], opens), _most(message)
    if taken > limits.CARD_BYTES:
        for room in _ROOMS:
            drawn = _card(message, room, opens)
            if (taken := size(drawn)) <= limits.CARD_BYTES:
                break
    if not remembers or not any(_pressable(drawn["body"])):
        return drawn
    kept = json.dumps(message_to_json(message), ensure_ascii=False, separators=(",", ":"))
    said = {"type": "Input.Text", "id": SAID, "isVisible": False, "value": kept}
    if len(kept) <= limits.REMEMBERED and taken + 6 * len(kept) < limits.CARD_BYTES:
        return {**drawn, "body": [*drawn["body"], said]}
    return drawn


def _calling(whole: Element, named: Mapping[str, str]) -> Element:
    """The card with each name that begins a row's detail as a mention, on a line of its own: runs know none.

    learn.microsoft.com/microsoftteams/platform, "Mention support within Adaptive Cards".
    """
    body: list[Element] = []
    entities: dict[str, Element] = {}
    for element in whole["body"]:
        text: str = element["inlines"][0]["text"] if element["type"] == "RichTextBlock" else ""
        name, _, rest = text.partition(" \u00b7 ")
        if name not in named or element["inlines"][0].get("isSubtle") is None:
            body.append(element)
            continue
        at = f"<at>{name}</at>"
        entities[name] = {"type": "mention", "text": at, "mentioned": {"id": named[name], "name": name}}
        body.append({"type": "TextBlock", "text": at, "wrap": True, "isSubtle": True, "spacing": "Small"})
        body += [muted(rest)] if rest else []
    return {**whole, "body": body, "msteams": {**whole["msteams"], "entities": [*entities.values()]}}


def remembered(data: Mapping[str, Any]) -> Message | None:
    """What the card said whose button was pressed; None where it did not remember."""
    try:
        return message_from_json(json.loads(data[SAID]))
    except (LookupError, TypeError, ValueError, RecursionError):
        return None


def attachment(content: Element) -> Element:
    """A card as a message's attachment."""
    return {"contentType": CONTENT, "content": content}


def text(message: Message) -> str:
    """What the notification shows: the summary, else everything, as far as it fits."""
    whole = " \u00b7 ".join(line for line in tidy(message.summary or plain(message)).splitlines() if line.strip())
    return cut(whole, limits.SUMMARY) or NOTHING


def within(body: list[Element]) -> Element:
    """A card of these elements."""
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": body,
    }


def _card(message: Message, room: _Room, opens: Opens) -> Element:
    drawn = within(list(_draw(message, room, opens)) or [rich([run(NOTHING)])])
    spoken = cut_counted(tidy(plain(message)).strip(), room.spoken) or NOTHING
    return {**drawn, "fallbackText": spoken, "msteams": {"width": "Full"}}


def _draw(message: Message, room: _Room, opens: Opens) -> Iterator[Element]:
    if title := tidy(message.title).strip():
        yield (
            heading(cut_counted(title, room.text)) if message.sections else rich(linked(cut_counted(title, room.text)))
        )
    for section in message.sections[: room.sections]:
        yield from _section(section, room, opens)
    if len(message.sections) > room.sections:
        yield muted(f"and {len(message.sections) - room.sections} more")
    above = any(isinstance(one, Rows) and any(row.buttons for row in one.rows) for one in message.sections)
    for element in _pressing(message.buttons, room, opens):
        yield {**element, "separator": True, "spacing": "Medium"} if above else element  # not the last row's


def _section(section: Section, room: _Room, opens: Opens) -> Iterator[Element]:
    match section:
        case Text(said):
            if shown := cut_counted(tidy(said).strip(), room.text):
                yield rich(linked(shown))
        case Quote(said):
            if shown := cut_counted(tidy(said).strip(), room.text):
                yield {"type": "Container", "style": "emphasis", "items": [rich([run(shown)])], "spacing": "Small"}
        case Rows():
            yield from _rows(section, room, opens)


def _rows(rows: Rows, room: _Room, opens: Opens) -> Iterator[Element]:
    filled = [row for row in rows.rows if row.buttons or any(map(one_line, (row.lead, row.text, row.detail)))]
    for row in filled[: room.rows]:
        yield from _row(row, room, opens)
    more = cut(one_line(_counted(rows.more, len(filled) - room.rows)), limits.BUTTON)
    if more:
        yield muted(more)
    if rows.see is not None:
        yield from _pressing((rows.see,), room, opens)


def _row(row: Row, room: _Room, opens: Opens) -> Iterator[Element]:
    """ "A-7  Write the delivery charter", under it "due Fri 27 Nov" and its buttons."""
    lead, text = cut(one_line(row.lead), 100), cut(tidy(row.text).strip(), min(room.text, 600))
    detail = cut(one_line(row.detail), 300)
    runs = [run(f"{lead}  ", weight="Bolder")] if lead and text else [run(lead, weight="Bolder")] if lead else []
    runs += [run(text)] if text else []
    line = rich(runs, spacing="Medium" if row.buttons else "Small")
    if row.buttons and detail:
        yield from [line] if runs else []
        yield muted(detail)
    elif runs or detail:
        gap = " \u00b7 " if runs else ""
        told = [run(f"{gap}{detail}", isSubtle=True)] if detail else []
        yield {**line, "inlines": [*runs, *told]}
    yield from _pressing(row.buttons, room, opens, " ".join(part for part in (lead, one_line(text)) if part))


def _pressing(shown: tuple[Button, ...], room: _Room, opens: Opens, about: str = "") -> Iterable[Element]:
    pressed = [press(button, opens, about) for button in shown if len(button.line) <= room.line]
    yield from buttons(pressed, room.buttons)
    if labels := [one_line(button.label) for button in shown if len(button.line) > room.line]:
        yield muted(cut(f"Too long for a button here, so please type it: {', '.join(labels)}", 2 * limits.BUTTON))


def _counted(more: str, hidden: int) -> str:
    if hidden <= 0:
        return more
    found = _COUNT.fullmatch(more.strip())
    if found is None:
        return f"and {hidden} more{f'; {more.strip()}' if more.strip() else ''}"
    return f"and {found[1] or ''}{int(found[2].replace(',', '')) + hidden} more"


def _most(message: Message) -> int:
    """No card of this message has more bytes: to make sure by writing it out takes as long as to draw it."""
    rows = [row for section in message.sections if isinstance(section, Rows) for row in section.rows]
    buttons = [*message.buttons, *(button for row in rows for button in row.buttons)]
    letters = len(message.title) + len(message.summary) + sum(len(row.lead + row.text + row.detail) for row in rows)
    letters += sum(len(section.text) for section in message.sections if not isinstance(section, Rows))
    pressed = sum(len(button.label) + 2 * len(button.line) for button in buttons)
    elements = len(message.sections) + len(rows) + len(buttons)
    return 6 * (3 * letters + 2 * pressed) + 700 * elements + 1_500


def size(drawn: Element) -> int:
    """How many bytes a card takes, as UTF-8."""
    return len(json.dumps(drawn, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _pressable(body: list[Element]) -> Iterator[Element]:
    for element in body:
        yield from cast("list[Element]", element.get("actions") or ())
