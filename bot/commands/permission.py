"""Who may do what, checked in one place, with a sentence that names who can."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.commands.ask import Ask
from bot.commands.lessons import may_correct
from bot.commands.table import Command, Who
from bot.mistake import Mistake
from bot.ports import Register
from bot.views.names import listed
from bot.words.ids import Reference
from bot.words.message import Button

_KEPT: Final = frozenset({"actions", "show", "more", "fine", "notmine", "undo", "pause", "away", "back"})
"""What whoever has left may still use, with the commands of an owner: for the actions that are theirs."""


def resolve(ask: Ask, register: Register, command: Command) -> Ask | Mistake:
    """Find what the line's references name, for this viewer. What is hidden from them is not found either."""
    for field in ("lesson", "action", "item", "other"):
        reference = ask.fields.reference(field)
        if reference is None:
            continue
        if reference.programme not in {None, ask.programme.key}:
            return Mistake(f"{reference} is of another programme. Here is {ask.programme.name} ({ask.programme.key}).")
        if field == "lesson" and command.name == "list":
            continue  # the number from which a page goes on; the lesson itself may be gone by now
        found = _find(ask, register, reference, field)
        if found is None:
            return Mistake(f"There is no {reference} that you can see in {ask.programme.key}.")
        ask = found
    return ask


def _find(ask: Ask, register: Register, reference: Reference, field: str) -> Ask | None:
    if reference.letter == "A":
        action = register.actions.get(ask.viewer, reference.number)
        return replace(ask, action=action) if action else None
    lesson = register.lessons.get(ask.viewer, reference.number)
    if lesson is None:
        return None
    return replace(ask, other=lesson) if field == "other" else replace(ask, lesson=lesson)


def refuse(ask: Ask, register: Register, command: Command) -> Mistake | None:
    """A sentence that names who can, where the speaker may not use this command."""
    if ask.member.left and command.who is not Who.OWNER and command.name not in _KEPT:
        return gone(ask)
    if ask.member.coordinator or command.who in {Who.ANYONE, Who.MEMBER}:
        return None
    coordinators = _coordinators(ask, register)
    match command.who:
        case Who.OWNER if ask.action is not None:
            if ask.action.owner == ask.person.id:
                return None
            who = f"its owner or {coordinators}" if ask.action.owner else coordinators
            return Mistake(f"Only {who} can do that to {ask.action.reference}.")
        case Who.AUTHOR if ask.lesson is not None:
            if may_correct(ask, ask.lesson):
                return None
            return Mistake(f"Only whoever raised {ask.lesson.reference}, or {coordinators}, can do that.")
        case Who.AUTHOR if ask.action is not None:
            if ask.action.created_by == ask.person.id:
                return None
            return Mistake(f"Only whoever added {ask.action.reference}, or {coordinators}, can do that.")
        case _:
            return Mistake(f"Only {coordinators} can do that.")


def gone(ask: Ask) -> Mistake:
    """What somebody is told who has left the programme, when it is not about an action of theirs."""
    return Mistake(
        f"You have left {ask.programme.name} ({ask.programme.key}), so I can't do that, and nothing is stored. "
        "Your own actions there stay yours until somebody else has them.",
        (Button("My actions", "actions mine"),),
    )


def _coordinators(ask: Ask, register: Register) -> str:
    names = [person.name for member, person in register.people.members(ask.programme.id) if member.coordinator]
    return listed(names[:3]) + (" (PMO)" if names else "a coordinator")
