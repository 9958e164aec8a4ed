"""Keeping track of who has answered the prompt before a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import PersonId, ProgrammeId
from bot.words.person import Viewer


def agreed(register: Register, action: Action, by: PersonId) -> None:
    """An owner who says how an action stands has taken it."""
    if action.owner == by and not action.fine:
        still_offered = action.offered_at if action.offered_to is not None else None
        register.actions.save(replace(action, fine=True, offered_at=still_offered))


def reopened(register: Register, viewer: Viewer, before: Action, after: Action) -> None:
    """A lesson was accepted because nothing was left to do about it; now there is."""
    if after.is_open and not before.is_open:
        lesson = register.lessons.by_id(viewer, after.lesson)
        if lesson is not None and lesson.accepted_why is not None:
            register.lessons.save(replace(lesson, accepted_why=None, accepted_by=None))


def mark_answered(register: Register, programme: ProgrammeId, owner: PersonId | None, now: datetime) -> None:
    """An update on an action of `owner` answers their prompt for the coming review."""
    if owner is None:
        return
    review = register.reviews.current(programme)
    prompt = register.reviews.prompt(review.id, owner) if review else None
    if prompt is not None:
        register.reviews.save_prompt(replace(prompt, answered_at=now))
