"""What is due, leased and made ready to be sent."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands import exports
from bot.ports import OpenRegister, Register
from bot.words.delivery import Delivery, DeliveryKind, DeliveryState
from bot.words.message import Message, scoped
from bot.words.person import Platform
from bot.words.programme import Channel
from scheduler import cards, composing
from scheduler.deliver import LEASE_SECONDS, Ready, Recipient, Senders
from scheduler.gate import Gate
from scheduler.record import given_up, is_still, recorded
from scheduler.retry import Failed, Refused
from storage.faults import StoreError

log = logging.getLogger("learnt.outbox")


def take(open_register: OpenRegister, senders: Senders, now: datetime, limit: int) -> list[Ready] | None:
    """Lease up to `limit` rows due by `now` and make them ready; None where nothing is due.

    What turns out to have nothing to say, or nobody to say it to, is closed without being sent. A row that can't be
    made ready for a fault of ours is a failed attempt, and holds up no other.
    """
    with open_register() as register:
        claimed = register.deliveries.claim(now, limit=limit, lease_seconds=LEASE_SECONDS)
        register.commit()
    if not claimed:
        return None
    try:
        ready = _all_ready(open_register, senders, claimed, now)
    except StoreError:
        raise  # the register is away: the leases run out
    except Exception:
        log.exception("%s deliveries are made ready one by one", len(claimed))
        ready = [one for delivery in claimed for one in _alone_ready(open_register, senders, delivery, now)]
    places = {delivery.id: place for place, delivery in enumerate(claimed)}
    return sorted(ready, key=lambda one: places[one.delivery.id])


def _all_ready(
    open_register: OpenRegister, senders: Senders, claimed: Sequence[Delivery], now: datetime
) -> list[Ready]:
    ready: list[Ready] = []
    with open_register() as register:
        gate = Gate(register, now)
        # In the order of their people, so that two replicas that count for several never wait for each other.
        for delivery in sorted(claimed, key=lambda one: one.person or 0):
            current = register.deliveries.get(delivery.id)
            if current is None or not is_still(current, delivery):
                continue  # called off since it was claimed, or another's
            made = _ready(register, senders, current, now, gate)
            if isinstance(made, Ready):
                ready.append(made)
            else:
                register.deliveries.save(made)
                given_up(register, made, now)
        register.commit()
    return ready


def _alone_ready(open_register: OpenRegister, senders: Senders, delivery: Delivery, now: datetime) -> list[Ready]:
    try:
        return _all_ready(open_register, senders, [delivery], now)
    except StoreError:
        raise
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("delivery %s could not be made ready", delivery.id, extra={"reference": reference})
    failed = recorded(delivery, Failed(f"a fault of ours, {reference} in the log"), now)
    with open_register() as register:
        register.deliveries.save(failed)
        given_up(register, failed, now)
        register.commit()
    return []


def _ready(register: Register, senders: Senders, delivery: Delivery, now: datetime, gate: Gate) -> Ready | Delivery:
    """What is to be sent, or the row as it is to wait or be closed without sending."""
    handed = exports.compose(register, delivery) if delivery.compose == "file" else None
    message = handed[0] if handed else composing.compose(register, delivery, senders.keys(), now)
    if message is None:
        composing.was_needless(register, delivery, now)
        return replace(delivery, state=DeliveryState.CANCELLED, reason="nothing left to ask")
    if delivery.kind is DeliveryKind.CARD and delivery.remote and delivery.shown == cards.known_by(message):
        return cards.unchanged(delivery)
    to = _recipient(register, senders, delivery)
    if isinstance(to, Refused):
        return replace(delivery, state=DeliveryState.DEAD, reason=to.reason)
    if delivery.unasked and to.person is not None:
        delivery = gate.let_out(delivery, to.person)
        if delivery.counted_on is None:
            return delivery
    programme = register.programmes.get(delivery.programme) if delivery.programme and to.person else None
    if programme is not None and delivery.compose not in composing.SCOPED:
        # A direct message outlives the programme that was spoken of last.
        message = scoped(message, programme.key)
    if to.channel is not None:
        to = replace(to, named=_named(register, message, to.channel))
    there = to.address or to.channel or to.identity
    platform = there.platform if there else Platform.CONSOLE
    return Ready(delivery, message, to, platform, handed[1] if handed else None, senders.keys())


def _named(register: Register, message: Message, channel: Channel) -> dict[str, str]:
    """By what account each person is called whose own name, and not their organisation's, stands in the message."""
    accounts: dict[str, str] = {}
    for name, person in message.named:
        known = register.people.get(person)
        for identity in register.people.identities(person) if known and known.name == name else ():
            if identity.platform is channel.platform:
                accounts[name] = identity.account
    return accounts


def _recipient(register: Register, senders: Senders, delivery: Delivery) -> Recipient | Refused:
    if delivery.address is not None:
        if delivery.address.platform not in senders:
            return Refused("its platform is switched off")
        return Recipient(address=delivery.address)
    if delivery.channel is not None:
        channel = register.programmes.channel(delivery.channel)
        if channel is None or channel.platform not in senders:
            return Refused("its channel's platform is switched off")
        return Recipient(channel=channel)
    person = register.people.get(delivery.person) if delivery.person else None
    if person is None or person.forgotten:
        return Refused("the person is no longer known")
    reachable = [i for i in register.people.identities(person.id) if i.platform in senders]
    if not reachable:
        return Refused(f"{person.name} has no account on a platform that is switched on")
    latest = max(reachable, key=lambda i: (i.last_used is not None, i.last_used, i.id))
    return Recipient(person=person, identity=latest)
