"""A register in which only answers and cards are due: what goes out unasked waits until a test says so."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.ports import Deliveries, OpenRegister, Register
from bot.words.delivery import Delivery, DeliveryKind


class _Answers:
    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def __getattr__(self, name: str) -> Any:
        return getattr(self._deliveries, name)

    def claim(self, due: datetime, *, limit: int, lease_seconds: int) -> Sequence[Delivery]:
        claimed = self._deliveries.claim(due, limit=1_000, lease_seconds=lease_seconds)
        for other in claimed:
            if not _is_answer(other):
                self._deliveries.save(replace(other, attempts=other.attempts - 1))
        return [one for one in claimed if _is_answer(one)]


def _is_answer(delivery: Delivery) -> bool:
    return delivery.address is not None or delivery.kind is DeliveryKind.CARD


class _Register:
    def __init__(self, register: Register) -> None:
        self._register = register
        self.deliveries = _Answers(register.deliveries)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._register, name)


def only_answers(open_register: OpenRegister) -> OpenRegister:
    """The same register, for an outbox that is to give answers alone."""

    @contextmanager
    def opened() -> Generator[Any, None, None]:
        with open_register() as register:
            yield _Register(register)

    return opened
