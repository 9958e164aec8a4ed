"""Commands about who holds an action: giving it, taking it, asking after it."""

from __future__ import annotations

from bot.commands.ask import Ask
from bot.commands.reading import one_person
from bot.conversations import handover
from bot.conversations.answering import agreed
from bot.mistake import Mistake
from bot.ports import Register
from bot.views.action import answer_buttons, due_phrase, open_again
from bot.views.names import called
from bot.words.action import Action
from bot.words.ids import PersonId
from bot.words.message import Reply, reply


def give(ask: Ask, register: Register) -> Reply | Mistake:
    """`give A-7 @owner`: an action without an owner is theirs at once, another is offered until they accept."""
    action = ask.the_action()
    if not action.is_open:
        return _closed(action, ask)
    found = one_person(ask, register, ask.fields.text("person"), f"give {action.reference} @{{}}")
    if isinstance(found, Mistake):
        return found
    if action.owner == found.id:
        return Mistake(f"{action.reference} is {found.name}'s already.")
    if found.id == ask.person.id or (action.owner is None and ask.member.coordinator):
        return handover.take(ask, register, action, found)
    return handover.offer(ask, register, action, found)


def _closed(action: Action, ask: Ask) -> Mistake:
    may = ask.member.coordinator or action.owner == ask.person.id
    said = f"{action.reference} is {action.status.value}, so nobody has to hold it."
    return Mistake(said, (open_again(action),) if may else ())


def fine(ask: Ask, register: Register) -> Reply | Mistake:
    """`fine A-7`: yes to having been given it."""
    action = ask.the_action()
    if not action.is_open:
        return _closed(action, ask)
    if action.offered_to == ask.person.id:
        return handover.take(ask, register, action, ask.person)
    if action.owner != ask.person.id:
        return Mistake(f"{action.reference} is not yours, and is not on offer to you.")
    agreed(register, action, ask.person.id)
    return reply(f"Thank you. {action.reference} is yours, {due_phrase(action, ask.today)}.", about=action.reference)


def not_mine(ask: Ask, register: Register) -> Reply | Mistake:
    """`notmine A-7`: back to the coordinators, who are told."""
    action = ask.the_action()
    if ask.person.id not in {action.owner, action.offered_to}:
        return Mistake(f"{action.reference} is not yours, so there is nothing to hand back.")
    if not action.is_open:
        return _closed(action, ask)
    return handover.decline(ask, register, action)


def ask_owner(ask: Ask, register: Register) -> Reply | Mistake:
    """`ask A-7`: asks its owner now how it stands."""
    action = ask.the_action()
    if action.owner is None:
        return Mistake(f"{action.reference} has no owner to ask. Type: give {action.reference} @name")
    if not action.is_open:
        return Mistake(f"{action.reference} is {action.status.value}, so there is nothing to ask.")
    if action.owner == ask.person.id:
        return Mistake(f"{action.reference} is yours. How does it stand?", answer_buttons(action, ask.today))
    who = called(register, ask.programme, action.owner, ask.viewer)
    asked = handover.tell(
        register,
        ask,
        PersonId(action.owner),
        f"ask:{action.reference}:{ask.today.isoformat()}",
        f"{ask.person.first_name} asks how {action.reference} stands, {due_phrase(action, ask.today)}.",
        action.text,
        answer_buttons(action, ask.today),
    )
    if not asked:
        return Mistake(f"{who} was asked about {action.reference} today already.")
    return reply(f"I have asked {who} about {action.reference}.", about=action.reference)
