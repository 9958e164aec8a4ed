"""One thing that must happen outside the transaction, exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.words.address import Address
from bot.words.ids import ChannelId, DeliveryId, PersonId, ProgrammeId


class DeliveryKind(Enum):
    MESSAGE = "message"  # unique by key, sent once
    CARD = "card"  # holds the wanted and the sent version; only the last state goes out


class DeliveryState(Enum):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"  # given up; the coordinator sees why
    CANCELLED = "cancelled"  # no longer wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message to a person or to a channel (one of the two is set), or an answer, which has an `address`.

    `key` is unique: putting the same key again changes nothing. `body` is the message as JSON, or empty where it is
    composed when it is sent (`compose` names how, e.g. "prompt"). `due` is the earliest instant at which it may go
    out, UTC. `leased_until` is judged by the database's clock. `unasked` marks what nobody asked for, which is
    what quiet periods and the daily allowance are about; `counted_on` is the day, in the recipient's zone, whose
    allowance it was let out in. An answer's row is removed once it was given.
    A card that is `running` is changed along with its programme; `shown` is by what its newest state is known again.
    """

    id: DeliveryId
    key: str
    programme: ProgrammeId | None
    kind: DeliveryKind = DeliveryKind.MESSAGE
    person: PersonId | None = None
    channel: ChannelId | None = None
    body: str = ""
    compose: str | None = None
    due: datetime
    state: DeliveryState = DeliveryState.WAITING
    unasked: bool = False
    counted_on: date | None = None
    attempts: int = 0
    remote: str | None = None
    reason: str | None = None
    sent_at: datetime | None = None
    wanted: int = 1
    sent: int = 0
    address: Address | None = None
    running: bool = False
    shown: str | None = None
