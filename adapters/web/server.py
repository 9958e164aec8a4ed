"""Learnt's one HTTP server, the deliveries' loop and the tick beside it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final, Protocol

from aiohttp import web

from adapters.web.writer import WriterThread
from bot.ports import OpenRegister
from bot.words.heartbeat import Heartbeat
from bot.words.person import Platform
from scheduler.deliver import Sender, Senders
from scheduler.outbox import MakeFile, Outbox, Writer
from scheduler.plan import planning
from scheduler.prune import is_time, pruning
from scheduler.tick import ticking

log = logging.getLogger("learnt.web")
BODY_BYTES = 1024 * 1024
"""The longest request that is read: a view of Slack's, the longest there is, has 250 KB."""


class Way(Protocol):
    """A chat platform that is switched on: its routes, its way out, and what runs beside them."""

    @property
    def platform(self) -> Platform: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def says(self) -> str:
        """How it is reached, for the line that `learnt serve` says at its start."""
        ...

    def routes(self) -> Iterable[web.RouteDef]: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Inside:
    """What a way in is given: the writer, and what to call once something was committed."""

    writer: Writer
    wake: Callable[[], None]


SWITCH: Final = 0.001
"""Seconds that one thread keeps Python's lock while another wants it. The writer's thread asks for it after each
statement; with the usual 5 ms, a capture among many others waited 13 ms instead of 6."""
MakeWay = Callable[[Inside], Way]
Together = Callable[[], AbstractContextManager[None]]


def application(
    open_register: OpenRegister, writer: Writer, clock: Callable[[], datetime], ways: Sequence[Way] = ()
) -> web.Application:
    """The routes."""

    async def healthz(request: web.Request) -> web.Response:  # noqa: ARG001  # aiohttp passes it
        return web.json_response({"status": "alive"})

    async def readyz(request: web.Request) -> web.Response:  # noqa: ARG001  # aiohttp passes it
        try:
            beat = await writer(lambda: _reach(open_register))
        except Exception:  # whatever is wrong with the register, the answer to "are you ready" is no
            log.exception("the register can't be reached")
            return web.json_response({"status": "the register can't be reached"}, status=503)
        return web.json_response({"status": "ready", **_said(beat, clock())})

    app = web.Application(client_max_size=BODY_BYTES)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    for way in ways:
        app.router.add_routes(way.routes())
    return app


def _reach(open_register: OpenRegister) -> Heartbeat | None:
    with open_register() as register:
        return register.heart.last()


def _said(beat: Heartbeat | None, now: datetime) -> dict[str, object]:
    """When what falls due was last looked at, by any replica, and when a message last went out."""
    sent = beat.sent_at if beat else None
    return {
        "reminders": "late" if beat and beat.is_late(now) else "running" if beat else "not begun",
        "last_tick": f"{beat.ticked_at:%FT%TZ}" if beat else None,
        "last_sent": f"{sent:%FT%TZ}" if sent else None,
    }


def serve_forever(
    open_register: OpenRegister,
    together: Together,
    senders: Senders,
    host: str,
    port: int,
    clock: Callable[[], datetime],
    ways: Sequence[MakeWay] = (),
    make_file: MakeFile | None = None,
) -> int:
    """Serve until SIGINT or SIGTERM; what is being sent then is finished first. Returns the exit code.

    `together` makes what is opened inside it one transaction, as `storage.engine.Store.together` does.
    """
    return asyncio.run(_serve(open_register, together, senders, host, port, clock, ways, make_file))


async def _serve(
    open_register: OpenRegister,
    together: Together,
    senders: Senders,
    host: str,
    port: int,
    clock: Callable[[], datetime],
    make: Sequence[MakeWay],
    make_file: MakeFile | None,
) -> int:
    sys.setswitchinterval(SWITCH)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    writer = WriterThread(together)
    woken: list[Outbox] = []

    def wake() -> None:
        for one in woken:
            one.wake()

    ways = [one(Inside(writer, wake)) for one in make]
    all_senders = {**senders, **{way.platform: way.sender for way in ways}}
    outbox = Outbox(open_register, all_senders, clock, writer=writer, make=make_file)
    woken.append(outbox)

    ran: datetime | None = None

    async def due() -> None:
        nonlocal ran
        try:
            now = clock()
            steps = chain(planning(open_register, now, ran), pruning(open_register, now) if is_time(now) else ())
            while await writer(lambda: next(steps, None)) is not None:
                pass  # between two steps, others have their turn
            ran = now
        except Exception:  # a tick that fails is tried again at the next; the log says why
            log.exception("tick failed")
        outbox.wake()

    def tick() -> None:
        asyncio.run_coroutine_threadsafe(due(), loop).result()

    runner = web.AppRunner(application(open_register, writer, clock, ways))
    await runner.setup()
    scheduler = ticking(tick)
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        log.error("can't listen on %s:%s: %s", host, port, error.strerror)
        await runner.cleanup()
        writer.close()
        return 1
    sending = asyncio.create_task(outbox.forever())
    for way in ways:
        await way.start()
    scheduler.start()  # pyright: ignore[reportUnknownMemberType]  # APScheduler 3 has no types
    gc.collect()
    gc.freeze()  # what is loaded by now stays: looking through it for rubbish would hold everybody up for 0.1 s
    print(f"Learnt is ready on http://{host}:{port} ({_on(ways)}).", flush=True)
    await stop.wait()
    await loop.run_in_executor(None, scheduler.shutdown)  # pyright: ignore[reportUnknownMemberType,reportUnknownArgumentType]  # as above
    await runner.cleanup()
    outbox.close()
    await sending
    for way in ways:
        await way.stop()
    writer.close()
    return 0


def _on(ways: Sequence[Way]) -> str:
    return "; ".join(way.says for way in ways) or "no chat platform is switched on; the console and reminders are"
