"""Prompts of a review planned, rendered and delivered to the emulated Slack, which runs on the other core."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar

from adapters.slack.app import SlackWay
from adapters.slack.credentials import Credentials
from adapters.web.writer import WriterThread
from bench.databases import Fresh
from bench.filling import NOW, fill_rows
from bot.ports import Register
from bot.words.ids import NEW, IdentityId, PersonId, ProgrammeId, ReviewId
from bot.words.person import Identity, Person, Platform
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from scheduler.outbox import Outbox
from scheduler.plan import plan
from storage.engine import Store

OWNERS = 10_000
T = TypeVar("T")


def run(fresh: Fresh) -> None:
    """Print how many a second, with pacing off: each owner's account is looked up, and their prompt posted."""
    store = fresh()
    cores = sorted(os.sched_getaffinity(0))
    with subprocess.Popen((sys.executable, "-m", "tests.slack"), stdout=subprocess.PIPE, encoding="utf-8") as emulator:
        os.sched_setaffinity(emulator.pid, cores[-1:])
        os.sched_setaffinity(0, cores[:1])
        try:
            assert emulator.stdout is not None
            slack = json.loads(emulator.stdout.readline())
            people = asked(slack["url"], "people", {"count": OWNERS})["people"]
            with store.open() as register:
                fill(register, people)
                register.commit()
            start, cpu = time.perf_counter(), time.process_time()
            sent = asyncio.run(deliver(store, slack))
            seconds = time.perf_counter() - start
            arrived = asked(slack["url"], "counts")
        finally:
            os.sched_setaffinity(0, cores)
            emulator.terminate()
    assert sent == len(arrived) == OWNERS, (sent, len(arrived))
    assert set(arrived.values()) == {1}
    print(f"{OWNERS:,} prompts planned, rendered and delivered to Slack: {OWNERS / seconds:,.0f}/s (at least 500)")
    print(f"  {(time.process_time() - cpu) / OWNERS * 1e3:.2f} ms of CPU each")
    store.close()


def asked(url: str, verb: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the emulator's control endpoint answers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/control/{verb}", data, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own emulator
        found: dict[str, Any] = json.load(answer)
    return found


def fill(register: Register, people: list[str]) -> None:
    """A review in a week, and somebody with an action for each of these accounts."""
    programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="P", name="P"))
    for account in people:
        person = register.people.add(Person(id=PersonId(NEW), name=account, email=f"{account}@x.example"))
        register.people.add_identity(
            Identity(
                id=IdentityId(NEW),
                person=person.id,
                platform=Platform.SLACK,
                workspace="T1",
                account=account,
                handle=account.lower(),
            )
        )
        fill_rows(register, programme.id, person.id, 1, 1)
    at = NOW + timedelta(days=7, hours=1)
    review = Review(
        id=ReviewId(NEW), programme=programme.id, number=NEW, state=ReviewState.SCHEDULED, at=at, day=date(2026, 12, 1)
    )
    register.reviews.add(review)


def slack_way(store: Store, writer: WriterThread, slack: dict[str, str]) -> SlackWay:
    """Slack, by a clock of which an hour passes at each look: nothing waits for its pace."""
    credentials = Credentials(
        bot_token=slack["SLACK_BOT_TOKEN"], signing_secret=slack["SLACK_SIGNING_SECRET"], api_url=slack["SLACK_API_URL"]
    )
    hours = count(0, 3600)
    return SlackWay(
        credentials, frozenset(), store.open, lambda: NOW, writer, lambda: None, monotonic=lambda: float(next(hours))
    )


async def deliver(store: Store, slack: dict[str, str]) -> int:
    """Plan and send all of it."""
    writer = WriterThread(store.together)
    way = slack_way(store, writer, slack)
    await way.start()
    planned: Callable[[], int] = lambda: plan(store.open, NOW)  # noqa: E731
    await writer(planned)
    sent = await Outbox(store.open, {Platform.SLACK: way.sender}, lambda: NOW, writer=writer).until_empty()
    await way.stop()
    writer.close()
    return sent
