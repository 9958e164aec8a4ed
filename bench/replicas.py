"""Two replicas on PostgreSQL beside one, where the platform answers after 200 ms and each has 32 calls under way."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from bench import prompts, teams
from bench.databases import Fresh, settle
from bench.filling import NOW
from bot.ports import Register
from scheduler.plan import plan
from storage.engine import Store

OWNERS = 960
TURNS = 3
SLOW = 0.2
Fill = Callable[[Register], None]


def run(fresh: Fresh) -> None:
    """Print both rates and their ratio, on either platform."""
    with _slack() as said:
        people = prompts.asked(said["url"], "people", {"count": OWNERS})["people"]
        prompts.asked(said["url"], "faults", {"does": "slows", "method": "*", "seconds": SLOW})
        _compare("Slack", fresh, lambda register: prompts.fill(register, people), {**said, "platform": "slack"})
    with teams.connector("--slow", f"{SLOW}") as emulator:
        told = {**emulator.said, "platform": "teams"}
        _compare("Teams", fresh, lambda register: teams.fill(register, emulator, OWNERS), told)


def _compare(name: str, fresh: Fresh, fill: Fill, said: dict[str, str]) -> None:
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(TURNS):
        for many, taken in rates.items():
            taken.append(_rate(fresh(), fill, said, many))
    one, two = (sorted(taken)[TURNS // 2] for taken in rates.values())
    print(f"{OWNERS:,} prompts delivered to {name}, whose answers take {SLOW:g} s, on PostgreSQL: {one:,.0f}/s")
    print(f"  by two replicas {two:,.0f}/s, {two / one:.2f} times that (at least 1.7)")


def _rate(store: Store, fill: Fill, said: dict[str, str], many: int) -> float:
    """How many a second, once all replicas are ready."""
    with store.open() as register:
        fill(register)
        register.commit()
    assert plan(store.open, NOW) == OWNERS
    settle(store)
    with _replicas({**said, "database": store.url}, many) as replicas:
        start = time.perf_counter()
        for replica in replicas:
            _tell(replica, {})
        sent = [int(_hear(replica)) for replica in replicas]
        seconds = time.perf_counter() - start
    store.close()
    assert sum(sent) == OWNERS, sent
    return OWNERS / seconds


@contextmanager
def _replicas(told: dict[str, str], many: int) -> Generator[Sequence[subprocess.Popen[str]], None, None]:
    words = (sys.executable, "-m", "bench.replica")
    made = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603 - our own
        for _ in range(many)
    ]
    try:
        for one in made:
            _tell(one, told)
        assert [_hear(one) for one in made] == ["ready"] * many
        yield made
        for one in made:
            one.communicate()
    finally:
        for one in made:
            one.kill()


def _tell(replica: subprocess.Popen[str], what: dict[str, Any]) -> None:
    assert replica.stdin is not None
    replica.stdin.write(json.dumps(what) + "\n")
    replica.stdin.flush()


def _hear(replica: subprocess.Popen[str]) -> str:
    assert replica.stdout is not None
    return replica.stdout.readline().strip()


@contextmanager
def _slack() -> Generator[dict[str, str], None, None]:
    with subprocess.Popen((sys.executable, "-m", "tests.slack"), stdout=subprocess.PIPE, encoding="utf-8") as emulator:
        try:
            assert emulator.stdout is not None
            yield json.loads(emulator.stdout.readline())
        finally:
            emulator.terminate()
