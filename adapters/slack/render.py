"""Neutral messages as Block Kit: within Slack's limits whatever they hold, and never with a mention or a mark-up.

Everything is shown as rich text or plain_text, neither of which reads mrkdwn, `:emoji:` or bare addresses. Web
addresses in titles and paragraphs become links that show where they lead, as people expect who are told where to find
something. In quotations and lists, which are people's own words, nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.slack import limits, rows
from adapters.slack.block import (
    Block,
    actions,
    header,
    linked,
    muted,
    numbered,
    press,
    rich,
    section,
    text_size,
    too_long,
    words,
)
from adapters.slack.text import cut_counted, mrkdwn, one_line, size, tidy, units
from bot.words.message import Message, Quote, Rows, Section, Text, plain

NOTHING: Final = "There is nothing to show."
_PARTS: Final = 8
"""Messages that App Home shows one below the other, so that each has at least eleven blocks."""


@dataclass(frozen=True, slots=True)
class _Room:
    """What may still be shown."""

    blocks: int
    chars: int

    def holds(self, drawn: list[Block]) -> bool:
        return len(drawn) <= self.blocks and sum(map(text_size, drawn)) <= self.chars


def blocks(message: Message) -> list[Block]:
    """A message as the blocks of `chat.postMessage`, a reply or an update."""
    return numbered(_draw(message, _Room(limits.MESSAGE_BLOCKS, limits.ALL_TEXT)))


def home(messages: Sequence[Message]) -> list[Block]:
    """Messages as the blocks of App Home or of a modal without questions, each under its title."""
    shown = messages[:_PARTS]
    room = _Room(limits.VIEW_BLOCKS - len(shown), limits.ALL_TEXT - 100)
    drawn = [_draw(message, room, heading=True) for message in shown]
    heights = share([len(whole) for whole in drawn], room.blocks)
    chars = share([sum(map(text_size, whole)) for whole in drawn], room.chars)
    out: list[Block] = []
    for message, whole, height, most in zip(shown, drawn, heights, chars, strict=True):
        here = _Room(height, most)
        out += [{"type": "divider"}] if out else []
        out += whole if here.holds(whole) else _draw(message, here, heading=True)
    if len(messages) > len(shown):
        out.append(muted(f"and {len(messages) - len(shown)} more"))
    return numbered(out or [muted(NOTHING)])


def text(message: Message) -> str:
    """What the notification shows and screen readers read in place of the blocks: the summary, then everything.

    At most `limits.MESSAGE_TEXT` long and never empty.
    """
    whole = plain(message)
    if message.summary and not whole.startswith(message.summary):
        whole = f"{message.summary}\n{whole}"
    whole = tidy(whole).strip() or NOTHING
    room = limits.MESSAGE_TEXT
    while units(said := mrkdwn(cut_counted(whole, room))) > limits.MESSAGE_TEXT:
        room = room * limits.MESSAGE_TEXT // units(said)
    return said


def share(wants: Sequence[int], room: int) -> list[int]:
    """To each what it wants; where that is too much, the modest are served first and the rest get the same."""
    given = [0] * len(wants)
    for place, index in enumerate(sorted(range(len(wants)), key=wants.__getitem__)):
        given[index] = min(wants[index], room // (len(wants) - place))
        room -= given[index]
    return given


def _draw(message: Message, room: _Room, *, heading: bool = False) -> list[Block]:
    """Title, sections and buttons. The first and the last always show; the sections share what they leave."""
    top = _title(message, room.chars // 4, heading=heading)
    bottom = _buttons(message, room.chars // 4)
    left = _Room(room.blocks - len(top) - len(bottom), room.chars - sum(map(text_size, top + bottom)))
    drawn = [(one, whole) for one in message.sections if (whole := _section(one, _MOST))]
    shown = drawn
    if len(drawn) > left.blocks // 2:
        left = _Room(left.blocks - 1, left.chars - 30)
        shown = drawn[: left.blocks // 2]
    heights = share([len(whole) for _, whole in shown], left.blocks)
    chars = share([sum(map(text_size, whole)) for _, whole in shown], left.chars)
    out = top
    for (one, whole), height, most in zip(shown, heights, chars, strict=True):
        here = _Room(height, most)
        out += whole if here.holds(whole) else _section(one, here)
    if len(drawn) > len(shown):
        out.append(muted(f"and {len(drawn) - len(shown)} more"))
    return (out + bottom) or [rich(section(words(NOTHING)))]


_MOST: Final = _Room(limits.VIEW_BLOCKS, limits.ALL_TEXT)


def _title(message: Message, chars: int, *, heading: bool) -> list[Block]:
    """A header where it is one, bold where something stands under it, and plain where it is all there is to say."""
    title = tidy(message.title).strip()
    if not title:
        return []
    if heading and size(one_line(title)) <= limits.HEADER:
        return [header(one_line(title))]
    style = {"bold": True} if message.sections else {}
    return [rich(section(linked(cut_counted(title, chars), **style)))]


def _section(one: Section, room: _Room) -> list[Block]:
    match one:
        case Text(said):
            shown = cut_counted(tidy(said).strip(), room.chars)
            return [rich(section(linked(shown)))] if shown else []
        case Quote(said):
            shown = cut_counted(tidy(said).strip(), room.chars)
            return [rich({"type": "rich_text_quote", "elements": words(shown)})] if shown else []
        case Rows():
            return rows.draw(one, room.blocks, room.chars)


def _buttons(message: Message, chars: int) -> list[Block]:
    """The message's own buttons: one block of them, which is more than anybody reads."""
    elements = [press(button) for button in message.buttons if not too_long(button)]
    shown: list[Block] = []
    for element in elements[: limits.ACTIONS]:
        chars -= text_size(element)
        if chars < 0:
            break
        shown.append(element)
    out = [actions(shown)] if shown else []
    out += rows.untold(message.buttons)
    if len(elements) > len(shown):
        out.append(muted(f"and {len(elements) - len(shown)} more buttons"))
    return out
