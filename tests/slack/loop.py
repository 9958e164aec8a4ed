"""An event loop in a thread of its own, driven from ordinary code."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self, TypeVar

from aiohttp import web

T = TypeVar("T")


class Loop:
    """Runs coroutines in its thread: `run` waits for the outcome."""

    def __init__(self, name: str = "loop") -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    def run(self, work: Coroutine[Any, Any, T], within: float = 30.0) -> T:
        """The outcome of `work`; TimeoutError after `within` real seconds."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(within)

    def close(self) -> None:
        """End all that still runs, then the thread."""
        if self.loop.is_closed():
            return
        self.run(_end_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()


async def _end_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for _ in range(5):  # a closed transport lets go of its socket in a later turn of the loop
        await asyncio.sleep(0)
    await asyncio.get_running_loop().shutdown_asyncgens()


class Listener:
    """An aiohttp application on a port of loopback; `start` and `stop` belong to one event loop."""

    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0, secure: ssl.SSLContext | None = None) -> int:
        """Listen, over TLS where it is `secure`; the port."""
        await self._runner.setup()
        assert self._runner.server is not None
        self._server = await asyncio.get_running_loop().create_server(
            self._runner.server, "127.0.0.1", port, ssl=secure
        )
        found: int = self._server.sockets[0].getsockname()[1]
        return found

    async def stop(self) -> None:
        """Stop accepting, let what was just accepted begin, then close everything.

        In this order because CPython 3.11 leaks a connection that it has accepted and whose server is closed before
        the next turn of the loop (Server._attach asserts).
        """
        if self._server is not None:
            for socket in self._server.sockets:
                asyncio.get_running_loop().remove_reader(socket.fileno())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            self._server.close()
        await self._runner.cleanup()


class Host:
    """An aiohttp application served on loopback from its own thread, as the app under test.

    `make` runs in that thread's loop, so that sessions and clients belong to it. `run` runs anything else there.
    """

    def __init__(self, make: Callable[[], Awaitable[web.Application]], port: int = 0) -> None:
        self._loop = Loop("app under test")
        self._listener, self.port = self._loop.run(_serve(make, port))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)

    def close(self) -> None:
        self._loop.run(self._listener.stop())
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


async def _serve(make: Callable[[], Awaitable[web.Application]], port: int) -> tuple[Listener, int]:
    listener = Listener(await make())
    return listener, await listener.start(port)
