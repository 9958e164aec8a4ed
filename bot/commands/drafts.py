"""Lines too long for a button: kept, and named by the button."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.ports import Register
from bot.words.audit import Draft
from bot.words.ids import NEW, DraftId, PersonId
from bot.words.message import Button, Message, Reply

BUTTON_LINE: Final = 1_900
"""UTF-16 units of a button's line; a longer one is kept as a draft that the button names (Slack: 2,000)."""
_ANONYMOUS: Final = re.compile(r"(?:\w+: )?anon\b", re.IGNORECASE)


def drafted(line: str, person: PersonId, register: Register) -> str:
    """The line that `draft 12` stands for, where it is this person's; any other line as it is."""
    number = line.removeprefix("draft ")
    if line.startswith("draft ") and number.isdecimal() and len(number) < 12:
        draft = register.audit.draft(DraftId(int(number)))
        if draft is not None and draft.person == person:
            return draft.line
    return line


def with_drafts(answer: Reply, register: Register, person: PersonId, now: datetime) -> Reply:
    """The answer with each button's line short enough for every platform."""
    if not has_long_button(answer):
        return answer
    said = tuple(replace(one, message=_fitted(one.message, register, person, now)) for one in answer.said)
    return replace(answer, said=said)


def _fitted(message: Message, register: Register, person: PersonId, now: datetime) -> Message:
    if any(_ANONYMOUS.match(button.line) for button in message.buttons):
        # A draft would keep the text beside the name of somebody who may not want that; typed again it works.
        return replace(message, buttons=tuple(button for button in message.buttons if not _is_long(button.line)))

    def fit(button: Button) -> Button:
        if not _is_long(button.line):
            return button
        kept = register.audit.add_draft(Draft(id=DraftId(NEW), person=person, line=button.line, at=now))
        return Button(button.label, f"draft {kept.id}")

    return replace(message, buttons=tuple(map(fit, message.buttons)))


def has_long_button(answer: Reply) -> bool:
    """Whether some button's line has to be kept."""
    return any(_is_long(button.line) for said in answer.said for button in said.message.buttons)


def _is_long(line: str) -> bool:
    return len(line.encode("utf-16-le")) // 2 > BUTTON_LINE
