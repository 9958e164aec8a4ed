"""Leaving a programme: what stays somebody's all the same, and what the coordinators hear of it.

Whoever leaves loses the register at once. Their open actions stay theirs, and they are asked about them, until a
coordinator gives them to somebody else; so they can still see them, and answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.ports import ActionFilter, Register
from bot.views.fit import MANY, ROWS, more_than, shortened
from bot.words.action import Action
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId
from bot.words.message import Button, Message, Row, Rows, message_to_json
from bot.words.person import Member, viewer_of
from bot.words.programme import Programme

_AFTER: Final = timedelta(days=1)
"""How long they still reach what they have just closed: to add where it is found, or to take it back."""


def places(register: Register, person: PersonId, now: datetime) -> tuple[tuple[Member, Programme], ...]:
    """The programmes somebody is in, or has left with something that is still theirs. `now` is a UTC instant."""
    known = register.people.memberships(person)
    return tuple((m, p) for m, p in known if not m.left or _keeps(register, m, now))


def _keeps(register: Register, member: Member, now: datetime) -> bool:
    theirs = register.actions.page(viewer_of(member), ActionFilter(open=False), limit=MANY)
    return any(action.is_open or action.updated_at > now - _AFTER for action in theirs)


def coordinates_alone(register: Register, programme: Programme, person: PersonId) -> bool:
    """Whether this is a programme's last coordinator, without whom nobody could run it."""
    found = [m.person for m, _ in register.people.members(programme.id) if m.coordinator and not m.left]
    return found == [person]


def to_give(actions: Sequence[Action]) -> tuple[Rows, ...]:
    """What somebody held, each with the button that gives it to another; nothing where they held nothing."""
    rows = tuple(
        Row(a.reference, shortened(a.text, 100), "", (Button("Give it to somebody", f"give {a.reference}"),))
        for a in actions[:ROWS]
    )
    return (Rows(rows, more_than(len(actions), len(rows))),) if rows else ()


def tell_coordinators(
    register: Register,
    programme: Programme,
    key: str,
    message: Message,
    now: datetime,
    *,
    but: PersonId | None = None,
) -> bool:
    """Put the message to each coordinator (`but` not that one) into the deliveries of this transaction.

    What has the same `key` is told once. Returns whether there is anybody to tell.
    """
    anybody = False
    body = json.dumps(message_to_json(message), ensure_ascii=False)
    for member, person in register.people.members(programme.id):
        if member.coordinator and not member.left and person.id != but:
            anybody = True
            whole = f"{programme.key}:{key}:person-{person.id}"
            register.deliveries.put(
                [Delivery(id=DeliveryId(NEW), key=whole, programme=programme.id, person=person.id, body=body, due=now)]
            )
    return anybody
