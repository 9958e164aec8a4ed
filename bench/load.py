"""Load over HTTP from sixteen connections: as fast as it is answered, or at a steady rate.

The requests are made beforehand, and read back by hand: the load must not be what is measured.
"""

from __future__ import annotations

import asyncio
import gc
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONNECTIONS = 16
_OK, _CREATED = b"HTTP/1.1 200 ", b"HTTP/1.1 201 "
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Load:
    """What came of one load: seconds in all, seconds each had to wait, and how many answers were not as wished."""

    wanted: bytes
    created: bool = False
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list[float])
    wrong: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def percentile(self, part: float) -> float:
        """The wait, in milliseconds, that this part of them stayed within."""
        return sorted(self.waits)[int(len(self.waits) * part)] * 1e3


class _Connection(asyncio.Protocol):
    """Sends a request when it is due and the one before was answered; the wait counts from when it was due."""

    def __init__(self, load: Load, requests: Iterator[tuple[float, bytes]]) -> None:
        self._load, self._requests = load, requests
        self._loop = asyncio.get_running_loop()
        self._held, self._due = b"", 0.0
        self.done = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def next(self) -> None:
        """Send the next one, or wait until it is due."""
        due, request = next(self._requests, (0.0, b""))
        if not request:
            self.done.set_result(None)
            self._transport.close()
        elif (now := self._loop.time()) < due:
            self._loop.call_at(due, self._send, request, due)
        else:
            self._send(request, due or now)

    def _send(self, request: bytes, due: float) -> None:
        self._due = due
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._held += data
        head = self._held.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self._held, 0, head + 2)
        assert length is not None, self._held
        if len(self._held) < head + 4 + int(length[1]):
            return
        self._load.waits.append(self._loop.time() - self._due)
        good = self._held.startswith(_CREATED if self._load.created else _OK)
        self._load.wrong += not (good and self._load.wanted in self._held)
        self._held = b""
        self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))


def send(
    port: int, requests: Sequence[bytes], *, wanted: bytes = b"", rate: float = 0.0, created: bool = False
) -> Load:
    """Send all of them to a port of loopback and wait for their answers, which are to hold `wanted`.

    They are to be 200, or 201 where something is `created`. `rate` is in requests a second; without it, each connection
    sends its next as soon as it has its answer.
    """
    gc.collect()
    gc.disable()
    try:
        return asyncio.run(_send(port, requests, Load(wanted, created), rate))
    finally:
        gc.enable()


async def _send(port: int, requests: Sequence[bytes], load: Load, rate: float) -> Load:
    loop = asyncio.get_running_loop()
    queue: list[tuple[float, bytes]] = []
    taken = iter(queue)  # filled below: what is due counts from when all are connected
    made = [
        await loop.create_connection(lambda: _Connection(load, taken), "127.0.0.1", port) for _ in range(CONNECTIONS)
    ]
    start = loop.time()
    queue += [(start + number / rate if rate else 0.0, request) for number, request in enumerate(requests)]
    before = time.perf_counter()
    for _, connection in made:
        connection.next()
    await asyncio.gather(*(connection.done for _, connection in made))
    load.seconds = time.perf_counter() - before
    return load
