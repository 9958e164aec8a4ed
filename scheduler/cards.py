"""A live card on its way out: posted once, then changed in place, the last state winning."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.ports import Register
from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import NEW, DeliveryId
from bot.words.message import Message, message_to_json

_AGAIN: Final = ":again"


def known_by(message: Message) -> str:
    """By what a card's state is known again."""
    return hashlib.sha256(json.dumps(message_to_json(message)).encode()).hexdigest()[:32]


def shown(card: Delivery, message: Message, remote: str, now: datetime) -> Delivery:
    """The card once its newest state was sent."""
    return replace(unchanged(card), shown=known_by(message), remote=remote, sent_at=now)


def unchanged(card: Delivery) -> Delivery:
    """The card where what it would show is what it shows already."""
    return replace(card, state=DeliveryState.SENT, sent=card.wanted, attempts=0, reason=None)


def gone(register: Register, card: Delivery, now: datetime) -> None:
    """Somebody deleted it: it is posted anew once, as that may have been a mistake; the second time it is meant."""
    register.deliveries.save(
        replace(card, state=DeliveryState.CANCELLED, running=False, reason="somebody deleted it in the channel")
    )
    if card.key.endswith(_AGAIN):
        return
    fresh = replace(card, id=DeliveryId(NEW), key=card.key + _AGAIN, remote=None, shown=None, wanted=1, sent=0)
    register.deliveries.put([replace(fresh, attempts=0, due=now, sent_at=None)])
