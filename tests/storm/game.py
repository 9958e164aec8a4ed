"""What happens in a storm, and when: by chance, which is seeded, as the messages come in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from random import Random

from storage.engine import Store
from tests.storm.database import Database
from tests.storm.fronts import Front
from tests.storm.replicas import Replicas

AWAY = 10.0  # seconds, for ten minutes
QUIET = 3.0
"""Seconds without a message after which time goes on to whatever is still to come: a jump has put it off, or night."""
STUCK = 30.0
"""Seconds without a message after which the game goes on without."""
PATIENCE = 300.0


class Game:
    """One storm over so `many` prompts."""

    def __init__(
        self, front: Front, database: Database, store: Store, replicas: Replicas, chance: Random, many: int
    ) -> None:
        self.front, self.database, self.store, self.replicas = front, database, store, replicas
        self.chance, self.many = chance, many

    def play(self, kills: int) -> None:
        """Something happens at each of many moments, in any order."""
        happens: list[Callable[[], None]] = [self.kills] * kills + [self.jumps] * 8 + [self.database_stops] * 4
        happens += [self.platform_is_away] * 2 + [self.loses] * 3 + [self.limits] * 3
        self.chance.shuffle(happens)
        moments = sorted(self.chance.sample(range(self.many * 9 // 10), len(happens)))
        for moment, one in zip(moments, happens, strict=True):
            self.waits(moment)
            one()

    def waits(self, moment: int) -> None:
        last, since = -1, time.monotonic()
        while (taken := self.front.taken()) < moment and time.monotonic() - since < STUCK:
            if taken != last:
                last, since = taken, time.monotonic()
            if time.monotonic() - since > QUIET:
                self.goes_on()
                time.sleep(0.5)
            time.sleep(0.002)

    def kills(self) -> None:
        number = self._one()
        self.replicas.kill(number)
        self.replicas.start([number])

    def jumps(self) -> None:
        """A clock is an hour ahead or behind; where it is so already, all are put right."""
        number = self._one()
        if abs((self.replicas.time.now(number) - self.replicas.time.now()).total_seconds()) > 60:
            self.replicas.time.right()
        else:
            self.replicas.time.jump(self.chance.choice((-3600, 3600)), number)

    def database_stops(self) -> None:
        """As an administrator stops it, or as a crash does; a replica may be killed meanwhile."""
        self.database.stop(self.chance.choice(("fast", "immediate")))
        killed = [self._one()] if self.chance.random() < 0.5 else []
        for number in killed:
            self.replicas.kill(number)
        time.sleep(self.chance.random() * 2)
        self.database.start()
        self.replicas.start(killed)

    def platform_is_away(self) -> None:
        faults = self.front.outage()
        time.sleep(AWAY)
        for fault in faults:
            fault.stop()

    def loses(self) -> None:
        self.front.loses(max(1, self.many // 200))

    def limits(self) -> None:
        self.front.limits(self.many // 20)

    def goes_on(self) -> bool:
        """Let time go on to whatever is still to be sent; False where nothing is."""
        if (due := next_due(self.store)) is None:
            return False
        ahead = (due - self.replicas.time.now()).total_seconds()
        if ahead > 60:
            self.replicas.time.jump(ahead)
        return True

    def ends(self) -> None:
        """The weather clears, the clocks are right, and all that is left is sent."""
        self.replicas.time.right()
        until = time.monotonic() + PATIENCE
        while self.goes_on():
            assert time.monotonic() < until, self.replicas.log()[-5000:]
            time.sleep(0.5)

    def _one(self) -> int:
        return self.chance.randint(1, self.replicas.many)


def next_due(store: Store) -> datetime | None:
    """When the next message is to go out; None where none is left."""
    with store.connect() as connection:
        found: datetime | None = connection.exec_driver_sql(
            "SELECT min(due) FROM delivery WHERE state = 'waiting'"
        ).scalar()
    return found
