"""Sending what is due: lease, compose, send, record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from bot.conversations import handover, prompt
from bot.ports import OpenRegister, Register
from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import PersonId, ProgrammeId, ReviewId
from bot.words.message import Message, message_from_json, scoped
from bot.words.person import Identity, Person, Platform
from bot.words.programme import Channel
from scheduler.retry import Again, Failure, Refused, after

LEASE_SECONDS: Final = 120
BATCH: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a message goes to: a person by one of their accounts, or a channel."""

    person: Person | None = None
    identity: Identity | None = None
    channel: Channel | None = None


class Sender(Protocol):
    """A platform's way out. Returns the platform's id of what was sent, or why it was not."""

    def send(self, to: Recipient, message: Message, key: str) -> str | Failure: ...


Senders = Mapping[Platform, Sender]


@dataclass(frozen=True, slots=True)
class _Ready:
    delivery: Delivery
    message: Message
    to: Recipient
    platform: Platform


def deliver(open_register: OpenRegister, senders: Senders, now: datetime) -> int:
    """Send all that is due by `now`; return how many went out. A send happens outside any transaction."""
    sent = 0
    while True:
        with open_register() as register:
            claimed = register.deliveries.claim(now, limit=BATCH, lease_seconds=LEASE_SECONDS)
            register.commit()
        if not claimed:
            return sent
        for delivery in claimed:
            sent += _deliver_one(open_register, senders, delivery, now)


def _deliver_one(open_register: OpenRegister, senders: Senders, delivery: Delivery, now: datetime) -> int:
    with open_register() as register:
        current = register.deliveries.get(delivery.id)
        if current is None or current.state is not DeliveryState.WAITING:
            return 0  # called off since it was claimed
        ready = _ready(register, senders, current, now)
        if not isinstance(ready, _Ready):
            register.deliveries.save(ready)
            register.commit()
            return 0
    result = senders[ready.platform].send(ready.to, ready.message, delivery.key)
    with open_register() as register:
        register.deliveries.save(_recorded(ready.delivery, result, now))
        if isinstance(result, str):
            _remember(register, delivery, now)
        register.commit()
    return 1 if isinstance(result, str) else 0


def _remember(register: Register, delivery: Delivery, now: datetime) -> None:
    """What follows from a composed message's having been sent."""
    match delivery.compose, delivery.person, delivery.programme:
        case "prompt", int(person), _:
            prompt.was_sent(register, ReviewId(int(delivery.body)), PersonId(person), now)
        case "given", int(person), int(programme):
            handover.given_was_sent(register, ProgrammeId(programme), PersonId(person), now)
        case _:
            pass


def _recorded(delivery: Delivery, result: str | Failure, now: datetime) -> Delivery:
    attempts = delivery.attempts + 1
    if isinstance(result, str):
        return replace(delivery, state=DeliveryState.SENT, remote=result, sent_at=now, attempts=attempts, reason=None)
    match after(result, attempts, now):
        case Again(at):
            return replace(delivery, due=at, attempts=attempts)
        case dead:
            return replace(delivery, state=DeliveryState.DEAD, attempts=attempts, reason=dead.reason)


def _ready(register: Register, senders: Senders, delivery: Delivery, now: datetime) -> _Ready | Delivery:
    """What is to be sent, or the row as it is to be closed without sending."""
    message = _message(register, delivery, now)
    if message is None:
        return replace(delivery, state=DeliveryState.CANCELLED, reason="nothing left to ask")
    to = _recipient(register, senders, delivery)
    if isinstance(to, Refused):
        return replace(delivery, state=DeliveryState.DEAD, reason=to.reason)
    programme = register.programmes.get(delivery.programme) if delivery.programme and to.person else None
    if programme is not None:  # a direct message outlives the programme that was spoken of last
        message = scoped(message, programme.key)
    platform = to.channel.platform if to.channel else to.identity.platform if to.identity else Platform.CONSOLE
    return _Ready(delivery, message, to, platform)


def _message(register: Register, delivery: Delivery, now: datetime) -> Message | None:
    match delivery.compose, delivery.person:
        case None, _:
            return message_from_json(json.loads(delivery.body))
        case "prompt", int(person):
            return prompt.compose(register, ReviewId(int(delivery.body)), PersonId(person), now)
        case "nudge", int(person):
            return prompt.compose_nudge(register, ReviewId(int(delivery.body)), PersonId(person), now)
        case "given", int(person) if delivery.programme is not None:
            return handover.compose_given(register, delivery.programme, PersonId(person), delivery.body, now)
        case _:
            return None


def _recipient(register: Register, senders: Senders, delivery: Delivery) -> Recipient | Refused:
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
