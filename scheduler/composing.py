"""What is said in a delivery, where that is made when it is sent, and what follows from its having been sent."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Final

from bot.conversations import between, handover, preview, prompt
from bot.conversations.cards import compose as card
from bot.ports import Register
from bot.words.delivery import Delivery, DeliveryKind
from bot.words.ids import PersonId, ProgrammeId, ReviewId
from bot.words.message import Message, message_from_json
from bot.words.person import Platform

SCOPED: Final = frozenset({"word", "preview"})
"""What may be about several programmes, so that each of its buttons says which."""


def compose(register: Register, delivery: Delivery, platforms: AbstractSet[Platform], now: datetime) -> Message | None:
    """What it says now; None where there is nothing (any more) to say. `platforms` are those that are switched on."""
    if delivery.kind is DeliveryKind.CARD:
        return card(register, delivery, now)
    match delivery.compose, delivery.person:
        case None, _:
            return message_from_json(json.loads(delivery.body))
        case "prompt", int(person):
            return prompt.compose(register, ReviewId(int(delivery.body)), PersonId(person), now)
        case "nudge", int(person):
            return prompt.compose_nudge(register, ReviewId(int(delivery.body)), PersonId(person), now)
        case "preview", int(person):
            return preview.compose(register, PersonId(person), date.fromisoformat(delivery.body), now, platforms)
        case "word", int(person):
            return between.compose(register, PersonId(person), now)
        case "given", int(person) if delivery.programme is not None:
            return handover.compose_given(register, delivery.programme, PersonId(person), delivery.body, now)
        case _:
            return None


def was_sent(register: Register, delivery: Delivery, now: datetime) -> None:
    """What follows from a composed message's having been sent."""
    match delivery.compose, delivery.person, delivery.programme:
        case "prompt", int(person), _:
            prompt.was_sent(register, ReviewId(int(delivery.body)), PersonId(person), now)
        case "nudge", int(person), _:
            prompt.nudge_was_sent(register, ReviewId(int(delivery.body)), PersonId(person))
        case "given", int(person), int(programme):
            handover.given_was_sent(register, ProgrammeId(programme), PersonId(person), now)
        case _:
            pass


def was_needless(register: Register, delivery: Delivery, now: datetime) -> None:
    """Its turn came with nothing left to say: whoever was to be prompted has answered before they were asked."""
    if delivery.compose == "prompt" and delivery.person is not None:
        prompt.was_needless(register, ReviewId(int(delivery.body)), PersonId(delivery.person), now)
