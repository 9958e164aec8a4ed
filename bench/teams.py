"""Captures from a Teams message, each answered through the connector, beside a stock bot that does and answers nothing.

The servers have the first core, the load and the emulated connector the other.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from adapters.teams.app import TeamsWay
from adapters.teams.cloud import read_cloud
from adapters.teams.credentials import Credentials
from adapters.web.writer import WriterThread
from bench import load
from bench.databases import Fresh
from bench.filling import NOW, fill_rows
from bench.process import command, environment, free_port, resident
from bench.slack import pinned
from bot.ports import Register
from bot.words.chat import Chat
from bot.words.ids import NEW, ChatId, IdentityId, PersonId, ProgrammeId, ReviewId
from bot.words.person import Identity, Person, Platform
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from scheduler.outbox import Outbox
from scheduler.plan import plan
from storage.engine import Store

T = TypeVar("T")
LESSONS = 1_000
TURNS = 5
TURN = 1_000
WARM = 200
LARGE = 100_000
OWNERS = 10_000
PEOPLE = 20


class Connector:
    """The emulator as a process, and what it says."""

    def __init__(self, said: dict[str, str]) -> None:
        self.said = said
        self.service = said["service"]
        self.its = {name: value for name, value in said.items() if name.startswith(("MICROSOFT_", "REQUESTS_"))}

    def asked(self, verb: str) -> dict[str, Any]:
        url = f"{self.service.removesuffix('/emea/')}/control/{verb}"
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own emulator
            found: dict[str, Any] = json.load(answer)
        return found


@contextmanager
def connector(*more: str) -> Generator[Connector, None, None]:
    """The emulator on the last core."""
    cores = sorted(os.sched_getaffinity(0))
    words = (sys.executable, "-m", "tests.teams", "--fast", *more)
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as emulator:  # noqa: S603 - our own command
        os.sched_setaffinity(emulator.pid, cores[-1:])
        try:
            assert emulator.stdout is not None
            yield Connector(json.loads(emulator.stdout.readline()))
        finally:
            emulator.terminate()


class Desk:
    """Somebody who writes lessons to Learnt, each new, without a pause."""

    def __init__(self, emulator: Connector) -> None:
        self.emulator = emulator
        self.people: list[list[str]] = emulator.asked(f"people?count={PEOPLE}")["people"]
        self._numbers = count(1)

    def requests(self, many: int) -> list[bytes]:
        """Whole requests, with a token of now."""
        token = self.emulator.asked("token")["token"]
        return [self._request(next(self._numbers), token) for _ in range(many)]

    def first(self, port: int) -> None:
        """The programme, set up by the first; everybody is in its channel."""
        token = self.emulator.asked("token")["token"]
        lines = ["setup Data Centre Release", "release open 24.3"]
        requests = [self._typed(0, line, token, place="19:team@thread.tacv2") for line in lines]
        requests += [self._typed(one, "help", token, place="19:team@thread.tacv2") for one in range(PEOPLE)]
        for request in requests:
            assert not load.send(port, [request]).wrong

    def _request(self, number: int, token: str) -> bytes:
        text = f"improve Feeds from partner {number} were still on at the drop"
        return self._typed(number % PEOPLE, text, token, number=number)

    def _typed(self, who: int, text: str, token: str, *, place: str = "", number: int = 0) -> bytes:
        account, member, chat = self.people[who]
        us = f"28:{self.emulator.its['MICROSOFT_APP_ID']}"
        tenant = self.emulator.said["tenant"]
        mention = {"type": "mention", "text": "<at>Learnt</at>", "mentioned": {"id": us, "name": "Learnt"}}
        body = json.dumps(
            {
                "type": "message",
                "id": f"{number or next(self._numbers)}",
                "channelId": "msteams",
                "serviceUrl": self.emulator.service,
                "from": {"id": member, "name": f"Person {who}", "aadObjectId": account},
                "recipient": {"id": us, "name": "Learnt"},
                "conversation": {
                    "id": place or chat,
                    "conversationType": "channel" if place else "personal",
                    "tenantId": tenant,
                },
                "channelData": {"tenant": {"id": tenant}},
                "text": f"<at>Learnt</at> {text}" if place else text,
                "entities": [mention] if place else [],
            }
        ).encode()
        head = (
            "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


@contextmanager
def learnt(desk: Desk, folder: Path) -> Generator[tuple[int, int], None, None]:
    """`learnt serve` with a register of 1,000 lessons; its port and process id."""
    port = free_port()
    its = environment(folder, port) | desk.emulator.its
    its["LEARNT_DATABASE_URL"] = f"sqlite:///{folder / 'teams.db'}"
    with pinned(command("serve"), port, its, folder) as process:
        desk.first(port)
        store = Store(its["LEARNT_DATABASE_URL"])
        with store.open() as register:
            fill_rows(register, ProgrammeId(1), PersonId(1), LESSONS, 0)
            register.commit()
        store.close()
        yield port, process


@contextmanager
def stock(desk: Desk, folder: Path) -> Generator[int, None, None]:
    """The stock bot; its port."""
    port = free_port()
    openid = f"{desk.emulator.service.removesuffix('/emea/')}/v1/.well-known/openidconfiguration"
    words = (sys.executable, "-m", "bench.stock", str(port), openid)
    with pinned(words, port, environment(folder) | desk.emulator.its, folder):
        yield port


def run(folder: Path, large: bool) -> None:
    """Print rates and their ratio, waits, and with `large` the memory over 100,000 captures."""
    with connector() as emulator:
        desk = Desk(emulator)
        with learnt(desk, folder) as (port, process), stock(desk, folder) as nothing:
            captures: list[float] = []
            bare: list[float] = []
            for turn in range(TURNS + 1):
                many = TURN if turn else WARM
                rate = _captured(desk, port, many)
                done = load.send(nothing, desk.requests(many // 5), created=True)
                assert not done.wrong, f"{done.wrong} of the stock bot were not answered as they should be"
                if turn:
                    captures.append(rate)
                    bare.append(done.rate)
            ours, theirs = sorted(captures)[TURNS // 2], sorted(bare)[TURNS // 2]
            print(f"captures by signed HTTP from Teams, each answered through the connector: {ours:,.0f}/s")
            print(
                f"  {ours / theirs:.1f} times a stock bot that does nothing, {theirs:,.0f}/s (at least 4, 8 aimed at)"
            )
            steady = [load.send(port, desk.requests(TURN), rate=0.8 * ours) for _ in range(3)]
            half, most = (sorted(one.percentile(part) for one in steady)[1] for part in (0.5, 0.99))
            print(f"  at 80 % of that: half taken within {half:.1f} ms, 99 % within {most:.1f} ms")
            if large:
                _memory(desk, port, process)


def _captured(desk: Desk, port: int, many: int) -> float:
    """How many a second, until the last answer has reached the connector."""
    requests, before = desk.requests(many), desk.emulator.asked("arrived")["arrived"]
    start = time.perf_counter()
    done = load.send(port, requests)
    assert not done.wrong, f"{done.wrong} were not answered as they should be"
    while desk.emulator.asked("arrived")["arrived"] < before + many:
        time.sleep(0.01)
    return many / (time.perf_counter() - start)


def _memory(desk: Desk, port: int, process: int) -> None:
    held: list[float] = []
    for _ in range(10):
        _captured(desk, port, LARGE // 10)
        held.append(resident(Path(f"/proc/{process}/status").read_text(encoding="ascii"), "VmRSS"))
    print(f"  memory at each tenth of {LARGE:,} captures, in MiB: {', '.join(f'{one:.0f}' for one in held)}")


# --- prompts ----------------------------------------------------------------------------------------------------------


def prompts(fresh: Fresh) -> None:
    """Print how many prompts a second are planned, rendered and delivered, with pacing off."""
    store = fresh()
    cores = sorted(os.sched_getaffinity(0))
    with connector() as emulator:
        os.sched_setaffinity(0, cores[:1])
        os.environ["REQUESTS_CA_BUNDLE"] = emulator.its["REQUESTS_CA_BUNDLE"]
        try:
            with store.open() as register:
                fill(register, emulator)
                register.commit()
            start, cpu = time.perf_counter(), time.process_time()
            sent = asyncio.run(deliver(store, emulator))
            seconds = time.perf_counter() - start
            arrived = emulator.asked("arrived")["arrived"]
        finally:
            os.sched_setaffinity(0, cores)
    assert sent == arrived == OWNERS, (sent, arrived)
    print(f"{OWNERS:,} prompts planned, rendered and delivered to Teams: {OWNERS / seconds:,.0f}/s (at least 500)")
    print(f"  {(time.process_time() - cpu) / OWNERS * 1e3:.2f} ms of CPU each")
    store.close()


def fill(register: Register, emulator: Connector, owners: int = OWNERS) -> None:
    """A review in a week, and somebody with an action and a chat for each account."""
    programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="P", name="P"))
    tenant = emulator.said["tenant"]
    for number in range(owners):
        account = f"account-{number}"
        person = register.people.add(Person(id=PersonId(NEW), name=account, email=f"{account}@x.example"))
        register.people.add_identity(
            Identity(
                id=IdentityId(NEW),
                person=person.id,
                platform=Platform.TEAMS,
                workspace=tenant,
                account=account,
                handle=account,
            )
        )
        register.chats.put(
            Chat(
                id=ChatId(NEW),
                platform=Platform.TEAMS,
                workspace=tenant,
                account=account,
                conversation=f"a:{number}",
                member=f"29:{number}",
                service_url=emulator.service,
            )
        )
        fill_rows(register, programme.id, person.id, 1, 1)
    at = NOW + timedelta(days=7, hours=1)
    review = Review(
        id=ReviewId(NEW), programme=programme.id, number=NEW, state=ReviewState.SCHEDULED, at=at, day=date(2026, 12, 1)
    )
    register.reviews.add(review)


def teams_way(store: Store, writer: WriterThread, said: dict[str, str]) -> TeamsWay:
    """Teams, without a pace."""
    cloud = read_cloud(said["MICROSOFT_CLOUD"])
    assert cloud is not None
    credentials = Credentials(
        app_id=said["MICROSOFT_APP_ID"],
        password=said["MICROSOFT_APP_PASSWORD"],
        tenant=said["MICROSOFT_APP_TENANT_ID"],
        cloud=cloud,
    )
    return TeamsWay(credentials, frozenset(), store.open, lambda: NOW, writer, lambda: None, paced=False)


async def deliver(store: Store, emulator: Connector) -> int:
    """Plan and send all of it."""
    writer = WriterThread(store.together)
    way = teams_way(store, writer, emulator.its)
    await way.start()
    planned: Callable[[], int] = lambda: plan(store.open, NOW)  # noqa: E731
    await writer(planned)
    sent = await Outbox(store.open, {Platform.TEAMS: way.sender}, lambda: NOW, writer=writer).until_empty()
    await way.stop()
    writer.close()
    return sent
