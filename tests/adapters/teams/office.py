"""Learnt itself, behind the emulated Teams, with a register in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aiohttp import web

from adapters.teams.app import TeamsWay
from adapters.teams.cloud import read_cloud
from adapters.teams.credentials import Credentials
from adapters.web.server import application
from bot.ports import OpenRegister, Register
from bot.words.lesson import Lesson
from bot.words.message import File
from bot.words.person import Audience, Platform, Viewer
from scheduler.outbox import Outbox, at_once
from scheduler.plan import plan
from storage.engine import Store
from tests.adapters.slack.answering import only_answers
from tests.fakes import FakeStore
from tests.rooms import ran_until
from tests.teams import Host, Teams

T = TypeVar("T")


class Office:
    """Learnt as `learnt serve` builds it, less the scheduler: `goes_out` plans and delivers at the emulator's time."""

    def __init__(
        self,
        teams: Teams,
        store: FakeStore | Store | None = None,
        *,
        tenants: frozenset[str] = frozenset(),
        trusted: frozenset[str] = frozenset(),
    ) -> None:
        self.teams = teams
        self.store = store or FakeStore()
        self.woken, self.breaks = 0, False
        self.clock = 0.0  # of the pacing, in seconds
        self.queue = 0.0  # seconds that the writer is busy with others before it does a step
        self.held = False  # the writer does nothing until it is False again
        cloud = read_cloud(teams.cloud)
        assert cloud is not None
        self._trusted = trusted
        self._credentials = Credentials(
            app_id=teams.app_id if teams.authenticated else "",
            password=teams.password,
            tenant=teams.tenant,
            tenants=tenants,
            cloud=cloud,
        )
        self._host = Host(self._make)
        teams.url = f"{self._host.url}/api/messages"

    async def _make(self) -> web.Application:
        self.way = TeamsWay(
            self._credentials,
            self._trusted,
            self.store.open,
            self.now,
            self.writer,
            self._wake,
            monotonic=lambda: self.clock,
            rest=self._rest,
        )
        app = application(self.store.open, self.writer, self.now, [self.way])
        app.on_startup.append(lambda _: self.way.start())
        app.on_cleanup.append(lambda _: self.way.stop())
        return app

    def now(self) -> datetime:
        return self.teams.clock.now

    async def writer(self, work: Callable[[], T], /) -> T:
        if self.breaks:
            raise ZeroDivisionError
        self.clock += self.queue
        while self.held:
            await asyncio.sleep(0)
        return await at_once(work)

    async def _rest(self, seconds: float) -> None:
        """Time passes, here and in Teams; what waits longer finds that it has passed already."""
        until = self.clock + seconds
        await asyncio.sleep(0)
        if until > self.clock:
            self.teams.clock.advance(until - self.clock)
            self.clock = until

    def _wake(self) -> None:
        self.woken += 1

    def settles(self) -> None:
        """Wait for whatever Learnt says after it has answered an activity, the last of it a second later."""

        async def work() -> None:
            await self.way.settle()
            await self._outbox(only_answers(self.store.open), timedelta(seconds=1)).until_empty()

        self._host.run(work())

    def runs(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something inside Learnt's loop."""
        return self._host.run(work)

    def tasks(self) -> int:
        """How many tasks there are in Learnt's loop, less those of the server's connections, which are kept open."""

        async def count() -> int:
            return sum("RequestHandler" not in repr(task.get_coro()) for task in asyncio.all_tasks())

        return self._host.run(count())

    def goes_out(self) -> int:
        """Plan and deliver what is due."""

        async def work() -> int:
            ran_until(self.store.open, self.now())
            plan(self.store.open, self.now())
            return await self._outbox(self.store.open).until_empty()

        return self._host.run(work())

    def _outbox(self, open_register: OpenRegister, later: timedelta = timedelta()) -> Outbox:
        return Outbox(open_register, {Platform.TEAMS: self.way.sender}, lambda: self.now() + later, make=self.makes)

    def makes(self, file: File) -> bytes:
        """In place of a workbook, what it would be made of."""
        return f"{file.name} for {file.viewer.person}".encode()

    def all(self, register: Register) -> list[Lesson]:
        """The register's lessons, oldest first."""
        (programme,) = register.programmes.all()
        pmo = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
        return list(register.lessons.all(pmo))

    def lessons(self) -> list[str]:
        """Their texts."""
        with self.store.open() as register:
            return [lesson.text for lesson in self.all(register)]

    @property
    def url(self) -> str:
        """Where it really is."""
        return self._host.url

    def close(self) -> None:
        self._host.close()
