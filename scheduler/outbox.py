"""The deliveries' loop: steps on the register are taken by the writer, and what is sent waits for nobody."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Final, Protocol, TypeVar

from bot.ports import OpenRegister
from bot.words.delivery import DeliveryKind
from bot.words.message import File
from scheduler.deliver import LEASE_SECONDS, Ready, Senders
from scheduler.record import record
from scheduler.retry import Failed, Failure, Refused
from scheduler.take import take

log = logging.getLogger("learnt.outbox")
T = TypeVar("T")

IN_FLIGHT: Final = 32
"""Messages under way at once: a platform that answers in 50 ms takes 640 a second."""
GIVE_UP_SECONDS: Final = 20.0
"""After that a send counts as failed. Much shorter than the lease, so that nobody else takes the row meanwhile."""

FILE_SECONDS: Final = 100.0
"""The same for a file, which has to be made first; it too is shorter than the lease."""
MakeFile = Callable[[File], bytes]


class Writer(Protocol):
    """Does a step on the register, on the thread that writes, and returns what came of it."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


async def at_once(work: Callable[[], T]) -> T:
    """The writer of a command that does nothing else meanwhile."""
    return work()


class Outbox:
    """Sends what is due. `clock` gives UTC instants; `give_up` is in seconds; `make` makes a file, outside the loop.

    `monotonic` is in seconds, and tells how much of a lease is left.
    """

    def __init__(
        self,
        open_register: OpenRegister,
        senders: Senders,
        clock: Callable[[], datetime],
        *,
        writer: Writer = at_once,
        give_up: float = GIVE_UP_SECONDS,
        make: MakeFile | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open, self._senders, self._clock, self._writer = open_register, senders, clock, writer
        self._give_up, self._make, self._monotonic = give_up, make, monotonic
        self._flying: dict[asyncio.Task[str | Failure], Ready] = {}
        self._unrecorded: list[tuple[Ready, str | Failure]] = []
        self._woken = asyncio.Event()
        self._closing = False
        self.sent = 0

    def wake(self) -> None:
        """Something may be due. To be called on the event loop."""
        self._woken.set()

    def close(self) -> None:
        """Take nothing new, and let `forever` return once all that is under way has been recorded."""
        self._closing = True
        self._woken.set()

    async def until_empty(self) -> int:
        """Send all that is due, and return how many went out."""
        while True:
            await self._take()
            if not self._flying:
                return self.sent
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            await self._record()

    async def forever(self) -> None:
        """Send what is due whenever woken, until closed. A register that can't be reached is tried at the next wake.

        What came of a send is kept until it is recorded, so that a database that was away has nothing sent twice.
        """
        while not self._closing or self._flying or self._unrecorded:
            woken = asyncio.ensure_future(self._woken.wait())
            await asyncio.wait({woken, *self._flying}, return_when=asyncio.FIRST_COMPLETED)
            woken.cancel()
            if not self._closing:
                self._woken.clear()
            elif self._flying:
                await asyncio.wait(self._flying)
            try:
                await self._record()
                if not self._closing:
                    await self._take()
            except Exception:  # the rows' leases run out, so what is never recorded is looked at again
                log.exception("the deliveries could not be read or recorded")
                if self._closing:
                    return

    async def _take(self) -> None:
        while room := IN_FLIGHT - len(self._flying):
            began = self._monotonic()
            ready = await self._writer(partial(take, self._open, self._senders, self._clock(), room))
            if ready is None:
                return
            for one in ready:
                self._flying[asyncio.create_task(self._send(one, began))] = one

    async def _record(self) -> None:
        done = [task for task in self._flying if task.done()]
        self._unrecorded += [(self._flying.pop(task), task.result()) for task in done]
        if self._unrecorded:
            self.sent += await self._writer(partial(record, self._open, self._unrecorded, self._clock()))
            self._unrecorded = []

    async def _hand_over(self, one: Ready, file: File) -> str | Failure:
        if self._make is None:
            return Refused("files are made by learnt serve alone")
        content = await asyncio.to_thread(self._make, file)
        return await self._senders[one.platform].hand_over(
            one.to, one.message, file, content, again=one.delivery.attempts > 1
        )

    async def _send(self, one: Ready, began: float) -> str | Failure:
        sender = self._senders[one.platform]
        give_up = FILE_SECONDS if one.file is not None else self._give_up
        if self._monotonic() - began > LEASE_SECONDS - give_up:
            return Failed("it was held up until its turn was nearly over")  # another replica may begin with it
        try:
            async with asyncio.timeout(give_up):
                if one.file is not None:
                    return await self._hand_over(one, one.file)
                if one.delivery.kind is DeliveryKind.CARD and one.delivery.remote:
                    return await sender.change(one.to, one.message, one.delivery.remote)
                return await sender.send(one.to, one.message, one.delivery.key, again=one.delivery.attempts > 1)
        except TimeoutError:
            return Failed(f"no answer within {give_up:g} seconds")
        except Exception:  # a sender answers with a Failure; anything else is a fault of ours, and the log says which
            reference = secrets.token_hex(4)
            log.exception("sending failed", extra={"reference": reference})
            return Failed(f"a fault of ours, {reference} in the log")
