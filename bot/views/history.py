"""What was said of an action, when and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.dates.show import show_date
from bot.ports import Register
from bot.views.fit import ROWS, shortened
from bot.views.names import called
from bot.words.action import Action, Update
from bot.words.message import Quote, Row, Rows, Text
from bot.words.person import Viewer
from bot.words.programme import Programme

_NOTHING_NEW: Final = "on track"
"""An answer that leaves everything as it was."""


def said(register: Register, programme: Programme, viewer: Viewer, update: Update, today: date) -> str:
    """ "blocked · new date Fri 4 Dec · waiting on the supplier" """
    parts = (
        update.status.value if update.status else "",
        f"new date {show_date(update.due, today)}" if update.due else "",
        f"handed to {called(register, programme, update.owner, viewer)}" if update.owner else "",
        "without an owner" if update.unowned else "",
        update.note or "",
    )
    return " \u00b7 ".join(part for part in parts if part) or _NOTHING_NEW


def rows(
    register: Register, programme: Programme, viewer: Viewer, action: Action, zone: ZoneInfo, today: date
) -> tuple[Rows | Text | Quote, ...]:
    """Its newest entries, oldest first, in the reader's zone; nothing where there are none."""
    history = register.actions.updates(viewer, action.id)
    if not history:
        return ()
    shown = tuple(
        Row(
            show_date(update.at.astimezone(zone).date(), today),
            said(register, programme, viewer, update, today),
            called(register, programme, update.by, viewer) if update.by else update.how.value,
        )
        for update in history[-ROWS:]
    )
    earlier = len(history) - len(shown)
    return (Rows(shown, f"and {earlier} before that" if earlier else ""), *_words(history))


def _words(history: Sequence[Update]) -> list[Text | Quote]:
    """The newest answer as it was typed, where this viewer may read that; it goes once the review has closed."""
    words = next((update.words for update in reversed(history) if update.words), None)
    if words is None:
        return []
    return [Text("In words that only whoever wrote them and the coordinators read:"), Quote(shortened(words, 300))]
