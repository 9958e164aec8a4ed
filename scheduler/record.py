"""What came of each send, written down."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversations.unreached import tell_given_up
from bot.ports import OpenRegister, Register
from bot.words.delivery import Delivery, DeliveryKind, DeliveryState
from scheduler import cards, composing
from scheduler.deliver import Ready
from scheduler.retry import Again, Busy, Failure, Gone, Refused, after
from storage.faults import StoreError

log = logging.getLogger("learnt.outbox")


def record(open_register: OpenRegister, results: Sequence[tuple[Ready, str | Failure]], now: datetime) -> int:
    """Write down what came of each send, and return how many went out. To be called again where the register is away.

    Where a fault of ours is in the way of what follows from one, that alone does not follow: were the sending itself
    not recorded, it would be done again and again.
    """
    try:
        _write_down(open_register, results, now)
    except StoreError:
        raise
    except Exception:
        log.exception("%s deliveries are recorded one by one", len(results))
        for one in results:
            _write_alone(open_register, one, now)
    return sum(isinstance(result, str) for _, result in results)


def _write_alone(open_register: OpenRegister, one: tuple[Ready, str | Failure], now: datetime) -> None:
    ready, result = one
    try:
        _write_down(open_register, [one], now)
    except StoreError:
        raise
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("what follows from delivery %s is lost", ready.delivery.id, extra={"reference": reference})
        with open_register() as register:
            register.deliveries.save(recorded(ready.delivery, result, now))
            register.commit()


def _write_down(open_register: OpenRegister, results: Sequence[tuple[Ready, str | Failure]], now: datetime) -> None:
    with open_register() as register:
        for ready, result in results:
            if isinstance(result, str) or _is_ours(register, ready.delivery):
                _write_one(register, ready, result, now)
            if isinstance(result, str):
                composing.was_sent(register, ready.delivery, now)
        if any(isinstance(result, str) for _, result in results):
            register.heart.sent(now)
        register.commit()


def is_still(current: Delivery, taken: Delivery) -> bool:
    """Whether it waits as it was taken: not called off, nor taken by another when its lease had run out.

    Each lease counts as an attempt, so the number of attempts tells whose it is.
    """
    return current.state is DeliveryState.WAITING and current.attempts == taken.attempts


def _is_ours(register: Register, delivery: Delivery) -> bool:
    """Whether its failure still says anything."""
    current = register.deliveries.get(delivery.id)
    return current is not None and is_still(current, delivery)


def _write_one(register: Register, ready: Ready, result: str | Failure, now: datetime) -> None:
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
        done = recorded(delivery, result, now)
        register.deliveries.save(done)
        given_up(register, done, now)


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


def given_up(register: Register, delivery: Delivery, now: datetime) -> None:
    """Tell the coordinators of a message that is dead."""
    if delivery.state is DeliveryState.DEAD:
        tell_given_up(register, delivery, now)


def recorded(delivery: Delivery, result: str | Failure, now: datetime) -> Delivery:
    """The row as it is after a send: sent, waiting for its next attempt, or dead."""
    if isinstance(result, str):
        return replace(delivery, state=DeliveryState.SENT, remote=result, sent_at=now, reason=None)
    match after(result, delivery.attempts, now, delivery.key):
        case Again(at):
            # A platform that is busy has taken nothing: that was no attempt.
            return replace(delivery, due=at, attempts=delivery.attempts - isinstance(result, Busy))
        case dead:
            return replace(delivery, state=DeliveryState.DEAD, reason=dead.reason)
