"""Commands about messages that could not be delivered: which, why, and trying again."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.views.fit import MANY, ROWS, more_than
from bot.views.names import counted
from bot.words.delivery import Delivery, DeliveryState
from bot.words.message import Button, Reply, Row, Rows, reply


def show(ask: Ask, register: Register) -> Reply | Mistake:
    """`undelivered`: what could not be delivered, to whom, and why."""
    dead = register.deliveries.dead(ask.programme.id, limit=MANY)
    if not dead:
        return reply("Every message has arrived.")
    rows = tuple(Row(_to(register, each), each.reason or "no reason was given") for each in dead[:ROWS])
    return reply(
        f"{counted(len(dead), 'message')} could not be delivered:",
        Rows(rows, more_than(len(dead), len(rows))),
        buttons=(Button("Try again", "undelivered again"),),
    )


def again(ask: Ask, register: Register) -> Reply | Mistake:
    """`undelivered again`: tries each once more, now."""
    dead = register.deliveries.dead(ask.programme.id, limit=MANY)
    for each in dead:
        register.deliveries.save(replace(each, state=DeliveryState.WAITING, attempts=0, due=ask.now, reason=None))
    if not dead:
        return reply("There is nothing to try again: every message has arrived.")
    return reply(f"{counted(len(dead), 'message')} will be tried again now.", about=f"programme {ask.programme.key}")


def _to(register: Register, delivery: Delivery) -> str:
    if delivery.channel is not None:
        channel = register.programmes.channel(delivery.channel)
        return f"#{channel.name}" if channel else "a channel"
    if delivery.address is not None and delivery.person is None:
        return "everyone in a channel"
    person = register.people.get(delivery.person) if delivery.person else None
    return person.name if person and not person.forgotten else "a former member"
