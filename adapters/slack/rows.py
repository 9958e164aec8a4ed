"""Lists: a row without buttons is an item of a list, one with buttons stands by itself with them under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from adapters.slack import limits
from adapters.slack.block import (
    Block,
    actions,
    muted,
    plain_text,
    press,
    rich,
    row_buttons,
    section,
    text_size,
    too_long,
    words,
)
from adapters.slack.text import cut, one_line, tidy
from bot.words.message import Button, Row, Rows

_LEAD: Final = 100
_TEXT: Final = 600
_DETAIL: Final = 300
"""What a row shows of each at most; the core's own rows are shorter."""
_MORE: Final = 60
_COUNT: Final = re.compile(r"and (more than )?([\d,]+) more")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row's blocks. `item` is the row as an item of a list, where it has no buttons."""

    blocks: tuple[Block, ...] = ()
    item: Block | None = None
    size: int = 0


def draw(rows: Rows, blocks: int, chars: int) -> list[Block]:
    """As many rows as fit into `blocks` and `chars`, and what stands under them.

    What doesn't fit is counted into "and N more", which stands before the button that shows it. Needs at least one
    block and 140 characters.
    """
    filled = [row for row in rows.rows if _is_filled(row)]
    drawn = [_row(row) for row in filled[: limits.ROWS]]
    whole = [*_joined(drawn), *_end(rows, len(filled) - len(drawn))]
    if len(whole) <= blocks and sum(map(text_size, whole)) <= chars:
        return whole
    chars -= sum(map(text_size, _end(rows, len(filled))))
    shown: list[_Drawn] = []
    for one in drawn:
        chars -= one.size
        if chars < 0 or _height([*shown, one]) > blocks - 1:
            break
        shown.append(one)
    return [*_joined(shown), *_end(rows, len(filled) - len(shown))]


def _is_filled(row: Row) -> bool:
    return bool(row.buttons) or any(map(one_line, (row.lead, row.text, row.detail)))


def _row(row: Row) -> _Drawn:
    lead, text = cut(one_line(row.lead), _LEAD), cut(tidy(row.text).strip(), _TEXT)
    detail = cut(one_line(row.detail), _DETAIL)
    if not row.buttons:
        item = section(_line(lead, text, detail))
        return _Drawn(item=item, size=text_size(item))
    blocks: list[Block] = []
    if lead or text:
        blocks.append(rich(section(_line(lead, text))))
    if detail:
        blocks.append(muted(detail))
    blocks += _under(row, " ".join(part for part in (lead, one_line(text)) if part))
    return _Drawn(tuple(blocks), size=sum(map(text_size, blocks)))


def _line(lead: str, text: str, detail: str = "") -> list[Block]:
    """ "A-7  Write the delivery charter · due Fri 27 Nov", the reference in bold and the detail in italics."""
    line = words(lead, bold=True)
    for gap, part in (("  ", words(text)), (" \u00b7 ", words(detail, italic=True))):
        if part:
            line += [*(words(gap) if line else []), *part]
    return line


def _under(row: Row, about: str) -> Iterator[Block]:
    """The buttons of a row."""
    elements = row_buttons([button for button in row.buttons if not too_long(button)], about)
    for at in range(0, len(elements), limits.ACTIONS):
        yield actions(elements[at : at + limits.ACTIONS])
    yield from untold(row.buttons)


def untold(buttons: tuple[Button, ...]) -> Iterator[Block]:
    """What to do about buttons whose line no button can carry."""
    yield from map(muted, _untold(buttons))


def _untold(buttons: tuple[Button, ...]) -> Iterator[str]:
    if labels := [one_line(button.label) for button in buttons if too_long(button)]:
        yield cut(f"Too long for a button here, so please type it: {', '.join(labels)}", _MORE * 2)


def _joined(drawn: list[_Drawn]) -> Iterator[Block]:
    """The rows' blocks, with neighbouring items as one list."""
    items: list[Block] = []
    for one in drawn:
        if one.item is not None:
            items.append(one.item)
            continue
        if items:
            yield _bullets(items)
            items = []
        yield from one.blocks
    if items:
        yield _bullets(items)


def _bullets(items: list[Block]) -> Block:
    return rich({"type": "rich_text_list", "style": "bullet", "elements": items})


def _height(drawn: list[_Drawn]) -> int:
    return sum(1 for _ in _joined(drawn))


def _end(rows: Rows, hidden: int) -> list[Block]:
    """ "and 14 more  [Show all]", where `hidden` rows more than the core knows of are not shown."""
    more = cut(one_line(_counted(rows.more, hidden)), _MORE)
    if rows.see is None:
        return [muted(more)] if more else []
    if too_long(rows.see):
        return [muted(f"{more} {told}".strip()) for told in _untold((rows.see,))]
    see = press(replace(rows.see, label=cut(one_line(rows.see.label), _MORE)))
    return [{"type": "section", "text": plain_text(more), "accessory": see}] if more else [actions([see])]


def _counted(more: str, hidden: int) -> str:
    if not hidden:
        return more
    found = _COUNT.fullmatch(more.strip())
    if found is None:
        return f"and {hidden} more{f'; {more.strip()}' if more.strip() else ''}"
    return f"and {found[1] or ''}{int(found[2].replace(',', '')) + hidden} more"
