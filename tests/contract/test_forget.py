from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
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
