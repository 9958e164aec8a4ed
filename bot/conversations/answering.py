"""Saying how an action stands, and what follows: its owner has taken it, and may have answered their prompt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.commands.ask import Ask
from bot.commands.calendar import working_days
from bot.conversations import agenda
from bot.ports import Register
from bot.rules.deadline import asked_about
from bot.views.review import heard
from bot.words.action import Action, How, Status, Update
from bot.words.ids import NEW, PersonId, PromptId, UpdateId
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from bot.words.review import Prompt, Review


def agreed(register: Register, action: Action, by: PersonId) -> None:
    """An owner who says how an action stands has taken it."""
    if action.owner == by and not action.fine:
        still_offered = action.offered_at if action.offered_to is not None else None
        register.actions.save(replace(action, fine=True, offered_at=still_offered))


def reopen(register: Register, action: Action) -> None:
    """A lesson was accepted as nothing was left to do about it; now there is, whether or not the speaker reads it."""
    everything = Viewer(programme=action.programme, person=None, clearance=Audience.PMO)
    lesson = register.lessons.by_id(everything, action.lesson)
    if lesson is not None and lesson.accepted_why is not None:
        register.lessons.save(replace(lesson, accepted_why=None, accepted_by=None))


def say(
    register: Register,
    ask: Ask,
    action: Action,
    *,
    status: Status | None = None,
    due: date | None = None,
    note: str | None = None,
) -> Action:
    """Append what was said of an action, with all that follows from it, and return the action as it now stands.

    What is None stays as it was.
    """
    after = append(register, ask, action, status=status, due=due, note=note)
    mark_answered(register, after, ask.person.id, ask.now)
    return after


def append(
    register: Register,
    ask: Ask,
    action: Action,
    *,
    status: Status | None = None,
    due: date | None = None,
    note: str | None = None,
    words: str | None = None,
    review: Review | None = None,
) -> Action:
    """Append one of several things that were said at once; `mark_answered` once they all are.

    What is None stays as it was. `review` is the one whose prompt was answered, in these `words`.
    """
    after = register.actions.add_update(
        Update(
            id=UpdateId(NEW),
            action=action.id,
            at=ask.now,
            by=ask.person.id,
            how=How.ANSWER if review else _how(register, ask),
            status=status,
            due=due,
            note=note,
            words=words,
            review=review.id if review else None,
        )
    )
    agreed(register, after, ask.person.id)
    if after.is_open and not action.is_open:
        reopen(register, after)
    return after


def _how(register: Register, ask: Ask) -> How:
    """Typed or pressed; where a review is held, it was said there."""
    held = ask.channel is not None and agenda.is_held_in(
        register.reviews.current(ask.programme.id), ask.channel, ask.now
    )
    return How.REVIEW if held else ask.how


def mark_answered(
    register: Register, action: Action, by: PersonId, now: datetime
) -> tuple[PromptId, list[Action]] | None:
    """Once an owner has said how each of their open actions stands, their prompt for the coming review is answered.

    Returns that prompt with what is left to answer; None where there is no such prompt.
    """
    if action.owner != by:
        return None
    review = register.reviews.current(action.programme)
    prompt = register.reviews.prompt(review.id, by) if review else None
    if prompt is None:
        return None
    left = left_to_answer(register, prompt)
    if not left:
        register.reviews.save_prompt(replace(prompt, answered_at=now))
    return prompt.id, left


def left_to_answer(register: Register, prompt: Prompt) -> list[Action]:
    """What was asked about, or was given to them since, and has had no word from its owner since the prompt."""
    since = prompt.sent_at
    programme = register.programmes.get(prompt.programme)
    if since is None or programme is None:
        return list(register.actions.open_of(prompt.programme, prompt.person))
    asked, _ = to_ask(register, programme, prompt.person, since)
    return [action for action in asked if not heard(register, action, since)]


def to_ask(
    register: Register, programme: Programme, person: PersonId, now: datetime
) -> tuple[list[Action], list[Action]]:
    """Somebody's open actions: those old enough to be asked about at `now`, a UTC instant, and the others."""
    old_enough = asked_about(now, programme.zoneinfo, working_days(register, programme))
    theirs = register.actions.open_of(programme.id, person)
    return [a for a in theirs if a.created_at < old_enough], [a for a in theirs if a.created_at >= old_enough]
