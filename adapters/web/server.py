"""Learnt's one HTTP server, and the tick beside it."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from aiohttp import web

from bot.ports import OpenRegister
from scheduler.deliver import Senders, deliver
from scheduler.plan import plan
from scheduler.tick import ticking

log = logging.getLogger("learnt.web")


def application(open_register: OpenRegister, writer: ThreadPoolExecutor) -> web.Application:
    """The routes. `writer` is the thread on which the register is used."""

    async def healthz(request: web.Request) -> web.Response:  # noqa: ARG001  # aiohttp passes it
        return web.json_response({"status": "alive"})

    async def readyz(request: web.Request) -> web.Response:  # noqa: ARG001  # aiohttp passes it
        try:
            await asyncio.get_running_loop().run_in_executor(writer, _reach, open_register)
        except Exception:  # whatever is wrong with the register, the answer to "are you ready" is no
            log.exception("the register can't be reached")
            return web.json_response({"status": "the register can't be reached"}, status=503)
        return web.json_response({"status": "ready"})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    return app


def _reach(open_register: OpenRegister) -> None:
    with open_register() as register:
        register.programmes.all()


def serve_forever(
    open_register: OpenRegister, senders: Senders, host: str, port: int, clock: Callable[[], datetime]
) -> int:
    """Serve until SIGINT or SIGTERM; what is being sent then is finished first. Returns the exit code."""
    writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    def tick() -> None:
        try:
            writer.submit(_work, open_register, senders, clock).result()
        except Exception:  # a tick that fails is tried again at the next; the log says why
            log.exception("tick failed")

    return asyncio.run(_serve(application(open_register, writer), tick, writer, host, port))


def _work(open_register: OpenRegister, senders: Senders, clock: Callable[[], datetime]) -> None:
    now = clock()
    plan(open_register, now)
    deliver(open_register, senders, now)


async def _serve(
    app: web.Application, tick: Callable[[], None], writer: ThreadPoolExecutor, host: str, port: int
) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        writer.shutdown()
        log.error("can't listen on %s:%s: %s", host, port, error.strerror)
        return 1
    scheduler = ticking(tick)
    scheduler.start()  # pyright: ignore[reportUnknownMemberType]  # APScheduler 3 has no types
    print(
        f"Learnt is ready on http://{host}:{port} (no chat platform is switched on; the console and reminders are).",
        flush=True,
    )
    await stop.wait()
    scheduler.shutdown(wait=True)  # pyright: ignore[reportUnknownMemberType]  # as above
    writer.shutdown()
    await runner.cleanup()
    return 0
