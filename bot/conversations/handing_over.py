""" "Tom has this now": the owner is offered to have Tom asked; nothing changes hands until he says yes."""

from __future__ import annotations

from bot.commands.ask import Ask
from bot.conversations.asked import Asked
from bot.conversations.told import Told
from bot.conversations.understanding.reading import Intent, Reading
from bot.ports import ActionFilter, Register
from bot.views import action as action_view
from bot.views.fit import MANY
from bot.views.names import to_name
from bot.words import message as m
from bot.words.action import Action
from bot.words.person import Person

_AT_MOST = 3
"""People of one name that are offered."""


def hand_over(told: Told, asked: Asked, register: Register, reading: Reading) -> None:
    """Offer to hand over what the answer says is somebody else's now."""
    if not reading.handed and reading.intent is not Intent.REASSIGN:
        return
    theirs = [action for action in asked.actions if action.is_open and action.owner == asked.ask.person.id]
    handed = [a for a in theirs if a.reference in reading.handed] if reading.handed else theirs
    if not handed:
        return
    found = register.people.named(asked.ask.programme.id, reading.to) if reading.to else ()
    people = [person for person in found if person.id != asked.ask.person.id][:_AT_MOST]
    if found and not people:
        it = "That one is" if len(handed) == 1 else "Those are"
        told.add(f"{it} with you already, so nothing has changed.")
        return
    named = to_name(register, people, asked.ask.viewer)
    rows = tuple(action_view.row(action, asked.ask.today, buttons=_buttons(action, named)) for action in handed)
    told.add(_title(asked, reading, people, len(handed)), m.Rows(rows))


def offered_to(register: Register, ask: Ask) -> list[Action]:
    """What is offered to the speaker, and waits for their yes."""
    readable = register.actions.page(ask.viewer, ActionFilter(), limit=MANY)
    return [action for action in readable if action.offered_to == ask.person.id]


def _buttons(action: Action, named: list[tuple[str, str]]) -> tuple[m.Button, ...]:
    ref = action.reference
    if named:
        return tuple(m.Button(f"Ask {label}", f"give {ref} @{words}") for label, words in named)
    return (m.Button("Give it to somebody", f"give {ref}"), m.Button("Not mine", f"notmine {ref}"))


def _title(asked: Asked, reading: Reading, people: list[Person], number: int) -> str:
    it, stays = ("it", "it stays") if number == 1 else ("them", "they stay")
    if len(people) == 1:
        name = people[0].first_name
        return f"Shall I ask {name} to take {it} over? Until {name} says yes, {stays} with you."
    if people:
        return f"There are several people called {reading.to}. Whom shall I ask? Until they say yes, {stays} with you."
    if reading.to:
        key = asked.ask.programme.key
        return f"I know nobody called {reading.to} in {key}. Who has {it} now? Until they say yes, {stays} with you."
    return f"Who should have {it}? Until somebody says yes, {stays} with you."
