"""The same storm, short: three deliveries' loops in one process, which can be told apart by what each has under way."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

import pytest

from adapters.web.writer import WriterThread
from bot.ports import Register
from bot.words.delivery import Delivery
from scheduler.outbox import Outbox
from scheduler.plan import plan
from storage.engine import Store
from tests.registers import postgres_store
from tests.storm.fronts import Front, SlackFront, TeamsFront
from tests.storm.owners import fill
from tests.storm.time import START
from tests.teams.login import certificate

MANY = 60
REPLICAS = 3


@pytest.fixture(params=[SlackFront, TeamsFront])
def front(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate()))
    made: Front = request.param()
    yield made
    made.close()


class Replica:
    """A deliveries' loop whose clock may be wrong by some `seconds`."""

    def __init__(self, storm: Storm) -> None:
        self.storm, self.seconds = storm, 0.0
        self.writer = WriterThread(storm.store.together)
        self.way = storm.front.way(storm.store, self.clock, self.writer)
        self.taken: list[tuple[int, int]] = []
        self.outbox = Outbox(self.open, {self.way.platform: self.way.sender}, self.clock, writer=self.writer)
        self.running = asyncio.create_task(self.outbox.forever())

    def clock(self) -> datetime:
        return self.storm.now + timedelta(seconds=self.seconds)

    @contextmanager
    def open(self) -> Generator[Register]:
        """The register, which notes what is taken from it: a row, and whose turn it is by its attempts."""
        with self.storm.store.open() as register:
            claim = register.deliveries.claim

            def noted(due: datetime, *, limit: int, lease_seconds: int) -> Sequence[Delivery]:
                rows = claim(due, limit=limit, lease_seconds=lease_seconds)
                self.taken += [(row.id, row.attempts) for row in rows]
                return rows

            register.deliveries.claim = noted
            yield register

    async def kill(self) -> int:
        """End it, and the leases of what it had taken; how many messages it had under way."""
        self.running.cancel()
        under_way = list(self.outbox._flying)
        for task in under_way:
            task.cancel()
        await asyncio.gather(self.running, *under_way, return_exceptions=True)
        await self.writer(lambda: None)  # what it was writing is written, as by a database that outlives it
        with self.storm.store.connect() as connection, connection.begin():
            for row, attempts in self.taken:
                held = "UPDATE delivery SET leased_until = NULL WHERE id = %s AND attempts = %s"
                connection.exec_driver_sql(held, (row, attempts))
        return len(under_way) + len(self.outbox._unrecorded)

    async def close(self) -> None:
        self.outbox.close()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.way.stop()
        self.writer.close()


class Storm:
    """A seeded game."""

    def __init__(self, front: Front, store: Store, seed: int) -> None:
        self.front, self.store = front, store
        self.chance = Random(seed)  # noqa: S311  # a seeded game, no secret
        self.now = START
        self.under_way = 0

    async def play(self) -> None:
        """Something at each of many moments, then nothing, until all is sent."""
        self.replicas = [Replica(self) for _ in range(REPLICAS)]
        self.killed: list[Replica] = []
        happens = [self.kill, self.kill, self.jump, self.jump, self.away, self.lose, self.limit]
        self.chance.shuffle(happens)
        moments = iter(sorted(self.chance.sample(range(MANY * 9 // 10), len(happens))))
        moment, quiet, before = next(moments), 0, 0
        while self.left():
            taken = self.front.taken()
            if happens and (taken >= moment or quiet > 20):
                await happens.pop()()
                moment = next(moments, MANY)
            quiet = 0 if taken != before else quiet + 1
            before = taken
            self.now += timedelta(seconds=20)
            for one in self.replicas:
                one.outbox.wake()
            await asyncio.sleep(0.005)
        for one in (*self.replicas, *self.killed):
            await one.close()

    async def kill(self) -> None:
        place = self.chance.randrange(REPLICAS)
        self.under_way += await self.replicas[place].kill()
        self.killed.append(self.replicas[place])
        self.replicas[place] = Replica(self)

    async def jump(self) -> None:
        self.chance.choice(self.replicas).seconds = self.chance.choice((-3600.0, 0.0, 3600.0))

    async def away(self) -> None:
        self.front.faults.fails("*", 503, times=20)

    async def lose(self) -> None:
        self.front.lost.append(self.front.faults.loses_answers(self.front.posts, times=3))

    async def limit(self) -> None:
        self.front.limits(10)

    def left(self) -> int:
        with self.store.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM delivery WHERE state = 'waiting'").scalar_one())


def test_prompts(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    """Each owner has their prompt: once on Slack, and on Teams twice only where the stated window lets it."""
    store = postgres_store()
    with store.open() as register:
        sam, *owners = fill(register, front, MANY)
        register.commit()
    assert plan(store.open, START) == MANY
    storm = Storm(front, store, seed=1)
    with caplog.at_level(logging.CRITICAL, "learnt.outbox"):
        asyncio.run(storm.play())
    store.close()
    arrived = front.arrived()
    assert sam not in arrived
    assert set(arrived) == set(owners)
    twice = sum((arrived - Counter(owners)).values())
    assert twice <= (0 if front.looks_back else storm.under_way + front.lost_answers)
