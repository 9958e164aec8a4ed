from __future__ import annotations

from bot.ports import Register
from bot.words.heartbeat import Heartbeat
from tests.contract.rows import at


def test_ticked(register: Register) -> None:
    """The last tick is known to the minute, and a clock that was ahead is not believed for long."""
    assert register.heart.last() is None
    assert register.heart.ticked(at(0))
    assert register.heart.last() == Heartbeat(at(0))
    assert not register.heart.ticked(at(0))
    assert register.heart.ticked(at(1))
    assert register.heart.ticked(at(60))
    assert register.heart.ticked(at(2))
    assert register.heart.last() == Heartbeat(at(2))


def test_sent(register: Register) -> None:
    """When a message last went out is kept beside it; before the first tick there is nowhere to keep it."""
    register.heart.sent(at(0))
    assert register.heart.last() is None
    register.heart.ticked(at(0))
    register.heart.sent(at(3))
    assert register.heart.last() == Heartbeat(at(0), at(3))
    register.heart.ticked(at(5))
    register.heart.sent(at(4))
    assert register.heart.last() == Heartbeat(at(5), at(4))
    register.heart.sent(at(3))
    assert register.heart.last() == Heartbeat(at(5), at(3))
