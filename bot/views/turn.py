"""One action while a review goes through them: who looks after it, what was said last, and what can be said now."""

from __future__ import annotations

from datetime import date

from bot.dates.show import show_date
from bot.ports import Register
from bot.views import action as action_view
from bot.views import history as history_view
from bot.views.names import by_name, called
from bot.words.action import Action, Status, Update
from bot.words.message import Button, Message, Quote, Row, Rows, Section, Text
from bot.words.person import Viewer
from bot.words.programme import Programme


def card(
    register: Register, programme: Programme, viewer: Viewer, action: Action, why: str, place: str, today: date
) -> Message:
    """The action as this viewer may read it; `place` is "3 of 14", `why` what makes it need talking about."""
    owner = by_name(register, action.owner)
    status = "" if action.status is Status.NOT_STARTED else action.status.value
    due = action_view.due_phrase(action, today) if action.is_open else ""
    detail = " \u00b7 ".join(part for part in (owner, due, status) if part)
    buttons = action_view.answer_buttons(action, today) if action.is_open else ()
    sections: list[Section] = [Rows((Row(action.reference, action.text, detail, buttons),))]
    sections += [Text(said) for said in _to_talk_about(register, programme, viewer, action, why, today)]
    if action.offered_to is not None:
        taker = called(register, programme, action.offered_to, viewer)
        sections.append(Text(f"Offered to {taker}, who has not said yes yet."))
    lesson = register.lessons.by_id(viewer, action.lesson)
    if lesson is not None:
        sections += [Text(f"From {lesson.reference}:"), Quote(lesson.reads)]
    ref = action.reference
    moves = (Button("Back", f"review back {ref}"), Button("Next", f"review next {ref}"))
    named = ((owner, action.owner),) if action.owner is not None else ()
    title = f"Lessons-learnt review \u00b7 {place}"
    return Message(title, tuple(sections), (*moves, Button("History", f"show {ref}")), named=named)


def _to_talk_about(
    register: Register, programme: Programme, viewer: Viewer, action: Action, why: str, today: date
) -> list[str]:
    """Why it needs talking about, and what was said last."""
    history = register.actions.updates(viewer, action.id)
    block = next((update for update in reversed(history) if update.status is Status.BLOCKED), None)
    found: list[str] = []
    if action.is_blocked and block is not None:
        found.append(f"Blocked since {_day(programme, block, today)}{f': {block.note}' if block.note else ''}.")
    elif why and action.owner is not None:
        found.append(f"To talk about: {why}.")
    if history and not (action.is_blocked and history[-1] is block):
        said = history_view.said(register, programme, viewer, history[-1], today)
        found.append(f"Last word, {_day(programme, history[-1], today)}: {said}")
    return found


def _day(programme: Programme, update: Update, today: date) -> str:
    return show_date(update.at.astimezone(programme.zoneinfo).date(), today)
