"""Handing an action over: offered, and held by the coordinators until the new owner accepts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands.ask import Ask
from bot.conversations import leaving
from bot.mistake import Mistake
from bot.ports import ActionFilter, Register
from bot.views.action import due_phrase, offer_buttons, row
from bot.views.fit import MANY, ROWS, more_than
from bot.views.names import counted
from bot.words.action import Action, How, Update
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId, ProgrammeId, UpdateId
from bot.words.message import Button, Message, Quote, Reply, Rows, Text, message_to_json, reply
from bot.words.person import Member, Person, viewer_of, zone_of
from bot.words.programme import Programme
from bot.words.review import SessionState


def tell(
    register: Register, ask: Ask, person: PersonId, key: str, title: str, quote: str, buttons: tuple[Button, ...] = ()
) -> bool:
    """Put a direct message to `person` into the deliveries of this transaction. `key` makes it unique.

    Returns whether it is a new one.
    """
    message = Message(title, (Quote(quote),) if quote else (), buttons)
    return bool(register.deliveries.put([_to(ask.programme, person, key, message, ask.now)]))


def _to(programme: Programme, person: PersonId, key: str, message: Message, now: datetime) -> Delivery:
    return Delivery(
        id=DeliveryId(NEW),
        key=f"{programme.key}:{key}",
        programme=programme.id,
        person=person,
        body=json.dumps(message_to_json(message), ensure_ascii=False),
        due=now,
    )


def announce(register: Register, programme: Programme, owner: PersonId, lead: str, due: datetime) -> None:
    """Tell `owner` what is now theirs, in one message at `due`, a UTC instant. `lead` is how it begins.

    The list is made when it is sent, so that several actions given within minutes come in one message.
    """
    register.deliveries.put(
        [
            Delivery(
                id=DeliveryId(NEW),
                key=f"{programme.key}:given:person-{owner}:{due.isoformat()}",
                programme=programme.id,
                person=owner,
                body=lead,
                compose="given",
                due=due,
            )
        ]
    )


def soon(now: datetime) -> datetime:
    """The next quarter of an hour: what is given until then is told together."""
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)


def compose_given(
    register: Register, programme_id: ProgrammeId, owner: PersonId, lead: str, now: datetime
) -> Message | None:
    """What `owner` was given and has not agreed to yet; None where there is nothing of that (any more)."""
    programme = register.programmes.get(programme_id)
    waiting = untold(register, programme_id, owner)
    if programme is None or not waiting:
        return None
    today = now.astimezone(zone_of(register.people.get(owner), programme.zone)).date()
    rows = tuple(row(action, today, buttons=_given_buttons(action)) for action in waiting[:ROWS])
    more = more_than(len(waiting), len(rows))
    see = Button("Show all", f"{programme.key}: actions mine") if more else None
    back = "it goes" if len(waiting) == 1 else "they go"
    return Message(
        f"{lead}, {counted(len(waiting), 'action is', 'actions are')} yours:",
        (Rows(rows, more, see), Text(f"Without an answer in three working days, {back} back to the coordinators.")),
    )


def given_was_sent(register: Register, programme: ProgrammeId, owner: PersonId, now: datetime) -> None:
    """From now on counts how long `owner` says nothing."""
    for action in untold(register, programme, owner):
        register.actions.save(replace(action, offered_at=now))


def untold(register: Register, programme: ProgrammeId, owner: PersonId) -> list[Action]:
    """What `owner` was given and has neither been told of nor spoken of."""
    theirs = register.actions.open_of(programme, owner)
    return [a for a in theirs if not a.fine and a.offered_to is None and a.offered_at is None]


def in_session(register: Register, programme: ProgrammeId) -> bool:
    """Whether a session is running: its end tells every owner at once what is theirs."""
    session = register.reviews.session(programme)
    return session is not None and session.state is SessionState.RUNNING


def _given_buttons(action: Action) -> tuple[Button, ...]:
    ref = action.reference
    return (Button("Fine", f"fine {ref}"), Button("Not mine", f"notmine {ref}"), Button("New date", f"due {ref}"))


def take(ask: Ask, register: Register, action: Action, owner: Person) -> Reply | Mistake:
    """`owner` has it from now on."""
    after = register.actions.add_update(
        Update(id=UpdateId(NEW), action=action.id, at=ask.now, by=ask.person.id, how=ask.how, owner=owner.id)
    )
    mine = owner.id == ask.person.id
    register.actions.save(replace(after, offered_to=None, offered_at=None, fine=mine))
    if not mine and not in_session(register, ask.programme.id):
        announce(register, ask.programme, owner.id, f"From {ask.person.first_name}", soon(ask.now))
    whose = "yours" if mine else f"{owner.name}'s"
    return reply(f"{action.reference} is {whose}, {due_phrase(after, ask.today)}.", about=action.reference)


def offer(ask: Ask, register: Register, action: Action, to: Person) -> Reply | Mistake:
    """Ask `to` whether they take it; until they do, it stays where it is."""
    register.actions.save(replace(action, offered_to=to.id, offered_at=ask.now))
    buttons = offer_buttons(action)
    title = f"{ask.person.first_name} would like to hand {action.reference} over to you, "
    title += f"{due_phrase(action, ask.today)}. Is that fine?"
    tell(register, ask, to.id, f"offer:{action.reference}:{ask.now.isoformat()}", title, action.text, buttons)
    return reply(
        f"I have asked {to.name} to take {action.reference}. Until then it stays where it is, shown as offered.",
        about=action.reference,
    )


def decline(ask: Ask, register: Register, action: Action) -> Reply | Mistake:
    """Whoever was offered or given it says no: the coordinators hear of it, and hold it where it was theirs."""
    if action.offered_to == ask.person.id:
        register.actions.save(replace(action, offered_to=None, offered_at=None))
    else:
        _let_go(register, action, ask.person.id, ask.how, ask.now)
    sentence = f"{ask.person.first_name} says that {action.reference} is not theirs. Who should have it?"
    key = f"notmine:{action.reference}:{ask.now.isoformat()}"
    ref = action.reference
    if _who_else(register, ask.programme, action, key, sentence, ask.now, but=ask.person.id):
        return reply(f"Thank you. I have told the coordinators that {ref} is not yours.", about=ref)
    give = (Button("Give it to somebody", f"give {ref}"),) if ask.member.coordinator else ()
    return reply(f"{ref} is not yours any more. There is no other coordinator to tell.", buttons=give, about=ref)


def give_back(register: Register, programme: Programme, action: Action, now: datetime) -> None:
    """Nobody has said yes in three working days: the coordinators hold it again, and hear of it."""
    asked = register.people.get(action.offered_to or action.owner or PersonId(NEW))
    name = asked.name if asked and not asked.forgotten else "Somebody"
    if action.offered_to is not None:
        register.actions.save(replace(action, offered_to=None, offered_at=None))
        stays = "so it stays where it was"
    else:
        _let_go(register, action, None, How.SCHEDULE, now)
        stays = "so it has no owner"
    sentence = f"{name} has not said yes to {action.reference} in three working days, {stays}. Who should have it?"
    at = (action.offered_at or now).isoformat()
    _who_else(register, programme, action, f"silent:{action.reference}:{at}", sentence, now)


def give_all_back(register: Register, programme: Programme, member: Member, now: datetime) -> None:
    """Somebody is being forgotten: what is open of theirs waits for an owner, and the coordinators hear of it."""
    held = register.actions.open_of(programme.id, member.person)
    for action in held:
        _let_go(register, action, None, How.SCHEDULE, now)
    theirs = viewer_of(replace(member, left=True))  # what is left of it was offered to them
    while offered := register.actions.page(theirs, ActionFilter(), limit=MANY):
        for action in offered:
            register.actions.save(replace(action, offered_to=None, offered_at=None))
    if held:
        what = counted(len(held), "open action of theirs waits", "open actions of theirs wait")
        title = f"Somebody in {programme.key} was forgotten on request, so {what} for an owner."
        key = f"forgotten:person-{member.person}"
        leaving.tell_coordinators(register, programme, key, Message(title, leaving.to_give(held)), now)


def _let_go(register: Register, action: Action, by: PersonId | None, how: How, now: datetime) -> None:
    after = register.actions.add_update(
        Update(id=UpdateId(NEW), action=action.id, at=now, by=by, how=how, unowned=True)
    )
    register.actions.save(replace(after, fine=False, offered_to=None, offered_at=None))


def _who_else(
    register: Register,
    programme: Programme,
    action: Action,
    key: str,
    sentence: str,
    now: datetime,
    *,
    but: PersonId | None = None,
) -> bool:
    button = Button("Give it to somebody", f"{programme.key}: give {action.reference}")
    message = Message(sentence, (Quote(action.text),), (button,))
    return leaving.tell_coordinators(register, programme, key, message, now, but=but)
