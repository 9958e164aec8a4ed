"""A storm over three replicas on one PostgreSQL: every prompt arrives, and once where a sender can look back.

Replicas are killed, clocks jump by an hour, the database is stopped and crashes, the platform is away for ten minutes,
refuses what comes too fast, and takes messages whose answers get lost. Sixty times as fast as it would be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bot.commands.dispatch import dispatch
from bot.words.incoming import Incoming, Sender
from bot.words.message import plain
from bot.words.person import Platform
from scheduler.outbox import IN_FLIGHT
from storage.engine import Store
from tests.storm.database import Database
from tests.storm.fronts import Front, SlackFront, TeamsFront
from tests.storm.game import Game
from tests.storm.owners import COORDINATOR, fill
from tests.storm.replicas import Replicas

STORM = int(os.environ.get("LEARNT_STORM", "0"))  # 1,000 in `make storm`
MANY = STORM * 10
KILLS = 12
REPLICAS = 3
BLOCKED = 8
"""Owners who take no messages until the storm is over."""
pytestmark = pytest.mark.skipif(not STORM, reason="it takes minutes: make storm")


@pytest.fixture(params=[SlackFront, TeamsFront])
def front(request: pytest.FixtureRequest) -> Iterator[Front]:
    made: Front = request.param()
    yield made
    made.close()


@pytest.fixture
def database() -> Iterator[Database]:
    with Database() as made:
        yield made


def says(store: Store, replicas: Replicas, text: str) -> str:
    """What the coordinator is answered."""
    sender = Sender(platform=Platform.CONSOLE, account=COORDINATOR, name="Sam", email=COORDINATOR)
    incoming = Incoming(key=f"storm:{text}", sender=sender, place=None, text=text)
    return "\n".join(plain(one.message) for one in dispatch(incoming, replicas.time.now(), store.open).said)


def ended(store: Store, state: str) -> int:
    """How many prompts are in that state."""
    with store.connect() as connection:
        query = f"SELECT count(*) FROM delivery WHERE compose = 'prompt' AND state = '{state}'"
        return int(connection.exec_driver_sql(query).scalar_one())


def test_prompts(front: Front, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each owner has their prompt: once on Slack, and on Teams twice only where the stated window lets it."""
    store = Store(database.url)
    store.migrate()
    with store.open() as register:
        keys = fill(register, front, MANY)
        register.commit()
    sam, *owners = keys
    chance = Random(STORM)  # noqa: S311  # a seeded game, no secret
    blocked = chance.sample(owners, BLOCKED)
    for key in blocked:
        front.block(key, blocked=True)
    with Replicas(REPLICAS, tmp_path, database.url, front.its) as replicas:
        game = Game(front, database, store, replicas, chance, MANY)
        game.play(KILLS)
        game.ends()
        before = front.arrived()
        assert ended(store, "dead") == BLOCKED
        assert f"{BLOCKED} messages could not be delivered" in says(store, replicas, "undelivered")
        replicas.stop()
        for key in blocked:
            front.block(key, blocked=False)
        replicas.start(replicas.all)
        assert f"{BLOCKED} messages will be tried again" in says(store, replicas, "undelivered again")
        game.ends()
        replicas.stop()
    states = {state: ended(store, state) for state in ("sent", "dead", "waiting", "cancelled")}
    store.close()
    arrived = front.arrived()
    told = arrived.pop(sam, 0)
    twice = sum(arrived.values()) - len(arrived)
    window = 0 if front.looks_back else replicas.kills * IN_FLIGHT + front.lost_answers
    with capsys.disabled():
        print(  # noqa: T201  # the window is to be measured
            f"\n{front.platform.value}: {len(arrived):,} of {MANY:,} owners asked by {REPLICAS} replicas, with "
            f"{replicas.kills} kills and {front.lost_answers} lost answers; {twice} came twice (at most {window}); "
            f"the coordinator was told {told} things"
        )
    assert set(arrived) == set(owners)
    assert states == {"sent": MANY, "dead": 0, "waiting": 0, "cancelled": 0}
    assert not set(before) & set(blocked)
    assert twice <= window
    assert not replicas.faults()
