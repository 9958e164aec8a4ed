from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.delivery import DeliveryState
from tests.contract.rows import World, at


def test_messages(register: Register, world: World) -> None:
    """A text taken out of the register is gone from what was answered and from what is still to be sent."""
    register.seen.add("event", '["he said \\"no\\""]', at(0))
    delivery = replace(world.delivery("some:key"), body='["he said \\"no\\""]')
    register.deliveries.put([delivery])
    assert register.seen.forget('said "no"') == 1
    assert register.deliveries.forget('said "no"') == 1
    assert register.deliveries.forget('said "no"') == 0
    assert register.deliveries.claim(at(0), limit=5, lease_seconds=60) == []


def test_forgotten_while_it_was_sent(register: Register, world: World) -> None:
    """What was forgotten of a message while it was under way does not come back when that is recorded."""
    register.deliveries.put([world.delivery("a", body='{"title": "secret"}')])
    (sent,) = register.deliveries.claim(at(0), limit=1, lease_seconds=120)
    register.deliveries.forget("secret")
    register.deliveries.save(replace(sent, state=DeliveryState.SENT))
    after = register.deliveries.get(sent.id)
    assert after is not None
    assert (after.state, after.body) == (DeliveryState.SENT, "")
