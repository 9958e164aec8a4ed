"""Whom the bot can't reach, why, and what mends it: said in the preview before the prompts, and when one is refused."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.conversations import leaving
from bot.dates.show import show_date
from bot.ports import Register
from bot.rules.hours import Hours
from bot.views.names import counted
from bot.words.action import Action
from bot.words.delivery import Delivery
from bot.words.message import Button, Message, scoped
from bot.words.person import Identity, Person, Platform
from bot.words.review import Review

Platforms = AbstractSet[Platform] | None
"""Those that are switched on; None where that is not known, so that an account on any of them counts."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """Why somebody can't be asked before a review, and the button that mends it."""

    why: str
    mends: Button


def unreached(
    register: Register, review: Review, hours: Hours, actions: list[Action], platforms: Platforms
) -> Unreached | None:
    """Why this owner will not be reached about these actions, or None: nothing is known to be in the way."""
    person = hours.person
    give = Button("Give it to somebody", f"give {actions[0].reference}")
    ask = Button("Ask all the same", f"ask {actions[0].reference}")
    accounts = register.people.identities(person.id)
    if not any(platforms is None or one.platform in platforms for one in accounts):
        why = "has no account that I can write to. Link a channel that they are in, and let them write to me there once"
        return Unreached(why, Button("Link code", "link"))
    if person.paused:
        return Unreached("asked for no reminders. Speak to them, or ask about one action by name", ask)
    if person.away_until is not None and person.away_until >= review.day:
        back = show_date(person.away_until + timedelta(days=1), review.day)
        return Unreached(f"is away until {back}, and the review is before that", give)
    refused = register.deliveries.refused(person.id)
    if refused is not None:
        return Unreached(refused.reason or "did not get my last message", Button("Try again", "undelivered again"))
    return None


def tell_given_up(register: Register, delivery: Delivery, now: datetime) -> None:
    """A message that nobody asked for could not be delivered: the coordinators are asked to find a new owner."""
    programme = register.programmes.get(delivery.programme) if delivery.programme else None
    person = register.people.get(delivery.person) if delivery.person else None
    if programme is None or person is None or person.forgotten or not delivery.unasked:
        return
    held = register.actions.open_of(programme.id, person.id)
    if held:
        title = f"I can't reach {person.name}: {delivery.reason}. Who should have what is theirs?"
        again = (Button("Try again", "undelivered again"),)
        message = Message(title, leaving.to_give(held), again)
        key = f"unreached:person-{person.id}:{now.date()}"
        leaving.tell_coordinators(register, programme, key, scoped(message, programme.key), now, but=person.id)


def tell_deactivated(register: Register, person: Person, identity: Identity, now: datetime) -> None:
    """An account was deactivated: where it was the person's last, coordinators are asked who takes over what they held.

    Where there is another account, that one is written to from now on.
    """
    register.people.save_identity(replace(identity, last_used=None))
    if any(one.id != identity.id and one.last_used for one in register.people.identities(person.id)):
        return
    for member, programme in register.people.memberships(person.id):
        held = register.actions.open_of(programme.id, person.id)
        if held:
            what = counted(len(held), "open action is", "open actions are")
            title = f"{person.name}'s account was deactivated, and {what} theirs in {programme.key}. Who takes over?"
            message = scoped(Message(title, leaving.to_give(held)), programme.key)
            key = f"deactivated:person-{member.person}:{now.date()}"
            leaving.tell_coordinators(register, programme, key, message, now, but=person.id)
