"""Commands that ask whoever an action waits for: the words first, then sending them, and the answer."""

from __future__ import annotations

import json

from bot.commands.ask import Ask
from bot.commands.reading import one_person
from bot.conversations import chasing
from bot.conversations.handover import tell
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId
from bot.words.message import Button, Reply, Text, message_to_json, reply
from bot.words.person import Person, viewer_of


def show(ask: Ask, register: Register) -> Reply | Mistake:
    """`chase A-7 @tom`: what I would write to Tom, and a button that sends it."""
    action, found = ask.the_action(), _whom(ask, register, "chase")
    if isinstance(found, Mistake):
        return found
    words = chasing.message(ask.person, action, ask.today)
    return reply(
        f"I would write this to {found.name}. Nothing is sent yet.",
        Text(words.title),
        *words.sections,
        buttons=(Button("Send it", f"chase send {action.reference} {found.email or '@' + found.name}"),),
    )


def send(ask: Ask, register: Register) -> Reply | Mistake:
    """`chase send A-7 @tom`: sends it, once a day."""
    action, found = ask.the_action(), _whom(ask, register, "chase send")
    if isinstance(found, Mistake):
        return found
    row = Delivery(
        id=DeliveryId(NEW),
        key=f"{ask.programme.key}:chase:{action.reference}:person-{found.id}:{ask.today}",
        programme=ask.programme.id,
        person=found.id,
        body=json.dumps(message_to_json(chasing.message(ask.person, action, ask.today)), ensure_ascii=False),
        due=ask.now,
    )
    if not register.deliveries.put([row]):
        return Mistake(f"{found.name} was asked about {action.reference} today already.")
    return reply(f"I have asked {found.name} about {action.reference}.", about=action.reference)


def answer(ask: Ask, register: Register) -> Reply | Mistake:
    """`chase answer A-7 TEXT`: tells the owner what whoever it waits for says."""
    action, text = ask.the_action(), ask.fields.text("text")
    if action.owner is None or not action.is_open:
        return Mistake(f"{action.reference} is nobody's to do any more, so there is nobody to tell.")
    ref = action.reference
    buttons = (Button("In progress", f"start {ref}"), Button("Done", f"done {ref}"), Button("New date", f"due {ref}"))
    title = f"{ask.person.name} says about {ref}:"
    tell(register, ask, PersonId(action.owner), f"chased:{ref}:{ask.now.isoformat()}", title, text, buttons)
    return reply(f"Thank you. I have told whoever does {ref}.", about=ref)


def _whom(ask: Ask, register: Register, command: str) -> Person | Mistake:
    """Whom to ask: a member who may read the action and does not own it."""
    action = ask.the_action()
    found = one_person(ask, register, ask.fields.text("person"), f"{command} {action.reference} {{}}")
    if isinstance(found, Mistake):
        return found
    member = register.people.member(ask.programme.id, found.id)
    if not action.is_open or found.id in {action.owner, ask.person.id}:
        return Mistake(f"Nobody has to be asked: type show {action.reference} to see how it stands.")
    if member is None or register.actions.get(viewer_of(member), action.number) is None:
        return Mistake(f"{found.name} may not read {action.reference}, so I can't ask them about it.")
    return found
