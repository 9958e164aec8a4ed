"""How often a method is called, by a clock that stands still until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random

from adapters.slack.pace import Minute, Turns


class Clock:
    """Seconds, and who waits for how many."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.rested: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def rest(self, seconds: float) -> None:
        self.rested.append(seconds)


def turns(clock: Clock, number: int) -> Callable[[], None]:
    taken = Turns(60, clock, clock.rest)

    async def some() -> None:
        for _ in range(number):
            await taken.turn()

    return lambda: asyncio.run(some())


def test_turns() -> None:
    """The first goes at once, the others one after the other; after a pause the first goes at once again."""
    clock = Clock()
    take = turns(clock, 4)
    take()
    assert clock.rested == [1.0, 2.0, 3.0]
    clock.now += 100
    take()
    assert clock.rested == [1.0, 2.0, 3.0] * 2


def test_minute() -> None:
    """No minute, wherever it begins, sees more calls than it may; whoever waits as long as told has room."""
    clock, chance = Clock(), Random(1)  # noqa: S311  # a seeded game, no secret
    minute = Minute(20, clock)
    called: list[float] = []
    for _ in range(500):
        clock.now += chance.choice((0.0, 0.0, 0.5, 7.0))
        wait = minute.wait()
        if wait > 0:
            clock.now += wait
            assert minute.wait() == 0
        called.append(clock.now)
    assert all(later - earlier >= 60 for earlier, later in zip(called, called[20:], strict=False))
