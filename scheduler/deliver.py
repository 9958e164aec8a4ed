"""What is made ready to be sent, to whom, and by what way out."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.words.address import Address
from bot.words.delivery import Delivery
from bot.words.message import File, Message
from bot.words.person import Identity, Person, Platform
from bot.words.programme import Channel
from scheduler.retry import Failure

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
