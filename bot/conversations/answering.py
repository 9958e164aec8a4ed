"""Keeping track of who has answered the prompt before a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import PersonId, ProgrammeId


def agreed(register: Register, action: Action, by: PersonId) -> None:
    """An owner who says how an action stands has taken it."""
    if action.owner == by and not action.fine:
        register.actions.save(replace(action, fine=True, offered_at=None))


def mark_answered(register: Register, programme: ProgrammeId, owner: PersonId | None, now: datetime) -> None:
    """An update on an action of `owner` answers their prompt for the coming review."""
    if owner is None:
        return
    review = register.reviews.current(programme)
    prompt = register.reviews.prompt(review.id, owner) if review else None
    if prompt is not None:
        register.reviews.save_prompt(replace(prompt, answered_at=now))
