"""Handing an action over: offered, and held by the coordinators until the new owner accepts."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.views.action import due_phrase
from bot.words.action import Action, Update
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId, UpdateId
from bot.words.message import Button, Message, Quote, Reply, message_to_json, reply
from bot.words.person import Person


def tell(
    register: Register, ask: Ask, person: PersonId, key: str, title: str, quote: str, buttons: tuple[Button, ...] = ()
) -> None:
    """Put a direct message to `person` into the deliveries of this transaction. `key` makes it unique."""
    message = Message(title, (Quote(quote),) if quote else (), buttons)
    register.deliveries.put(
        [
            Delivery(
                id=DeliveryId(NEW),
                key=f"{ask.programme.key}:{key}",
                programme=ask.programme.id,
                person=person,
                body=json.dumps(message_to_json(message), ensure_ascii=False),
                due=ask.now,
            )
        ]
    )


def take(ask: Ask, register: Register, action: Action, owner: Person) -> Reply | Mistake:
    """`owner` has it from now on."""
    after = register.actions.add_update(
        Update(id=UpdateId(NEW), action=action.id, at=ask.now, by=ask.person.id, how=ask.how, owner=owner.id)
    )
    mine = owner.id == ask.person.id
    register.actions.save(replace(after, offered_to=None, offered_at=None, fine=mine))
    if not mine:
        buttons = (
            Button("Fine", f"fine {action.reference}"),
            Button("Not mine", f"notmine {action.reference}"),
            Button("New date", f"due {action.reference}"),
        )
        title = f"{ask.person.first_name} gave you {action.reference} in {ask.programme.key}, "
        title += f"{due_phrase(after, ask.today)}."
        tell(register, ask, owner.id, f"given:{action.reference}:{ask.now.isoformat()}", title, action.text, buttons)
    whose = "yours" if mine else f"{owner.name}'s"
    return reply(f"{action.reference} is {whose}, {due_phrase(after, ask.today)}.", about=action.reference)


def offer(ask: Ask, register: Register, action: Action, to: Person) -> Reply | Mistake:
    """Ask `to` whether they take it; until they do, it stays where it is."""
    register.actions.save(replace(action, offered_to=to.id, offered_at=ask.now))
    buttons = (Button("Fine", f"fine {action.reference}"), Button("Not mine", f"notmine {action.reference}"))
    title = f"{ask.person.first_name} would like to hand {action.reference} over to you, "
    title += f"{due_phrase(action, ask.today)}. Is that fine?"
    tell(register, ask, to.id, f"offer:{action.reference}:{ask.now.isoformat()}", title, action.text, buttons)
    return reply(
        f"I have asked {to.name} to take {action.reference}. Until then it stays where it is, shown as offered.",
        about=action.reference,
    )


def decline(ask: Ask, register: Register, action: Action) -> Reply | Mistake:
    """Whoever was offered or given it says no: the coordinators hear of it."""
    if action.offered_to == ask.person.id:
        register.actions.save(replace(action, offered_to=None, offered_at=None))
    else:
        register.actions.save(replace(action, fine=False, offered_to=None, offered_at=None))
    for member, person in register.people.members(action.programme):
        if member.coordinator and not member.left and person.id != ask.person.id:
            tell(
                register,
                ask,
                person.id,
                f"notmine:{action.reference}:{ask.now.isoformat()}",
                f"{ask.person.first_name} says that {action.reference} is not theirs. Who should have it?",
                action.text,
                (Button("Give it to somebody", f"give {action.reference}"),),
            )
    return reply(
        f"Thank you. I have told the coordinators that {action.reference} is not yours.", about=action.reference
    )
