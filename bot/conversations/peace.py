"""Being left in peace: who asks for it is written to no more unasked, and the coordinators hear of it."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.conversations import leaving
from bot.conversations.asked import Asked
from bot.conversations.told import Told
from bot.ports import Register
from bot.words.message import Button, Message


def set_paused(ask: Ask, register: Register, *, paused: bool) -> bool:
    """Write to the speaker unasked no more, or again, and tell the coordinators of each programme that they are in.

    Returns whether there is anybody to tell.
    """
    register.people.save(replace(ask.person, paused=paused))
    said = "asked for no reminders" if paused else "takes reminders again"
    key = f"pause:{ask.person.id}:{ask.now.isoformat()}"
    message = Message(f"{ask.person.name} {said}.")
    told = [
        leaving.tell_coordinators(register, programme, key, message, ask.now, but=ask.person.id)
        for _, programme in leaving.places(register, ask.person.id, ask.now)
    ]
    return any(told)


def leave_in_peace(told: Told, asked: Asked, register: Register) -> None:
    """ "Stop asking me": no argument, and a way back."""
    if asked.ask.person.paused:
        told.add("I write to you only when you write to me.")
        told.buttons.append(Button("Remind me again", "back"))
        return
    known = ", and the coordinators know" if set_paused(asked.ask, register, paused=True) else ""
    told.add(f"I won\u2019t write to you unasked any more{known}.")
    told.buttons.append(Button("Remind me again", "back"))
    told.about.append(f"person {asked.ask.person.id}")
