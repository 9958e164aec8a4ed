"""What is due, made ready to be sent, and what came of it. The sending between the two is the outbox's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Protocol

from bot.commands import exports
from bot.conversations.unreached import tell_given_up
from bot.ports import OpenRegister, Register
from bot.words.address import Address
from bot.words.delivery import Delivery, DeliveryKind, DeliveryState
from bot.words.message import File, Message, scoped
from bot.words.person import Identity, Person, Platform
from bot.words.programme import Channel
from scheduler import cards, composing
from scheduler.gate import Gate
from scheduler.retry import Again, Busy, Failure, Gone, Refused, after

LEASE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a message goes to: a person by one of their accounts, a channel, or where an answer belongs.

    `named` are the accounts there of people whose very names stand in the message.
    """

    person: Person | None = None
    identity: Identity | None = None
    channel: Channel | None = None
    address: Address | None = None
    named: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def workspace(self) -> str:
        """The Slack workspace or Teams tenant whose app sends it."""
        there = self.address or self.channel or self.identity
        return there.workspace if there else ""


class Sender(Protocol):
    """A platform's way out. Returns the platform's id of what was sent, or why it was not.

    `again`: it was tried before, and that attempt may have gone through although nobody recorded it.
    """

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure: ...

    async def hand_over(
        self, to: Recipient, message: Message, file: File, content: bytes, *, again: bool
    ) -> str | Failure:
        """Give a file to a person alone, with what is said about it."""
        ...

    async def change(self, to: Recipient, message: Message, remote: str) -> str | Failure:
        """Show a new state in the message that `remote` names; where the platform can't, leave it as it is."""
        ...


Senders = Mapping[Platform, Sender]


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery with what is to be sent, to whom and where. What a `file` holds is made outside the transaction.

    `platforms` are those that are switched on.
    """

    delivery: Delivery
    message: Message
    to: Recipient
    platform: Platform
    file: File | None = None
    platforms: AbstractSet[Platform] = frozenset()


def take(open_register: OpenRegister, senders: Senders, now: datetime, limit: int) -> list[Ready] | None:
    """Lease up to `limit` rows due by `now` and make them ready; None where nothing is due.

    What turns out to have nothing to say, or nobody to say it to, is closed without being sent.
    """
    with open_register() as register:
        claimed = register.deliveries.claim(now, limit=limit, lease_seconds=LEASE_SECONDS)
        register.commit()
    if not claimed:
        return None
    ready: list[Ready] = []
    with open_register() as register:
        gate = Gate(register, now)
        # In the order of their people, so that two replicas that count for several never wait for each other.
        for delivery in sorted(claimed, key=lambda one: one.person or 0):
            current = register.deliveries.get(delivery.id)
            if current is None or current.state is not DeliveryState.WAITING:
                continue  # called off since it was claimed
            made = _ready(register, senders, current, now, gate)
            if isinstance(made, Ready):
                ready.append(made)
            else:
                register.deliveries.save(made)
                _given_up(register, made, now)
        register.commit()
    places = {delivery.id: place for place, delivery in enumerate(claimed)}
    return sorted(ready, key=lambda one: places[one.delivery.id])


def record(open_register: OpenRegister, results: Sequence[tuple[Ready, str | Failure]], now: datetime) -> int:
    """Write down what came of each send, and return how many went out."""
    with open_register() as register:
        for ready, result in results:
            delivery = ready.delivery
            if delivery.kind is DeliveryKind.CARD and isinstance(result, str):
                register.deliveries.save(cards.shown(delivery, ready.message, result, now))
            elif delivery.kind is DeliveryKind.CARD and isinstance(result, Gone):
                cards.gone(register, delivery, now)
            elif isinstance(result, str) and delivery.address is not None:
                register.deliveries.remove(delivery)  # the answer was given: nothing more is to be known of it
            elif isinstance(result, Refused) and _has_another(register, ready):
                register.deliveries.save(replace(delivery, attempts=0))  # by that one, at once
            else:
                recorded = _recorded(delivery, result, now)
                register.deliveries.save(recorded)
                _given_up(register, recorded, now)
            if isinstance(result, str):
                composing.was_sent(register, delivery, now)
        if any(isinstance(result, str) for _, result in results):
            register.heart.sent(now)
        register.commit()
    return sum(isinstance(result, str) for _, result in results)


def _has_another(register: Register, ready: Ready) -> bool:
    """Whether its recipient has an account that has not refused anything since they used it last.

    The one that refused is not tried again while there is another, until they use it.
    """
    refused = ready.to.identity
    if ready.to.person is None or refused is None or refused.last_used is None:
        return False
    register.people.save_identity(replace(refused, last_used=None))
    others = register.people.identities(ready.to.person.id)
    return any(one.id != refused.id and one.last_used and one.platform in ready.platforms for one in others)


def _given_up(register: Register, delivery: Delivery, now: datetime) -> None:
    if delivery.state is DeliveryState.DEAD:
        tell_given_up(register, delivery, now)


def _recorded(delivery: Delivery, result: str | Failure, now: datetime) -> Delivery:
    if isinstance(result, str):
        return replace(delivery, state=DeliveryState.SENT, remote=result, sent_at=now, reason=None)
    match after(result, delivery.attempts, now, delivery.key):
        case Again(at):
            # A platform that is busy has taken nothing: that was no attempt.
            return replace(delivery, due=at, attempts=delivery.attempts - isinstance(result, Busy))
        case dead:
            return replace(delivery, state=DeliveryState.DEAD, reason=dead.reason)


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
