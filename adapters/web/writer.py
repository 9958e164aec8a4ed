"""The thread that writes.

Whatever came while it was busy is done in one go, and is on disk before any of it is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Final, TypeVar

T = TypeVar("T")
TOGETHER: Final = 32
"""Steps done in one go at most, so that the first doesn't wait long for the last."""

_Step = tuple[Callable[[], Any], asyncio.Future[Any]]
_Done = tuple[asyncio.Future[Any], Any, BaseException | None]


class WriterThread:
    """Fulfils `scheduler.outbox.Writer`. To be made, called and closed on the event loop.

    `together` makes the transactions opened inside it one, committed when it is left. A step that fails undoes what
    is its own and nothing else; where the common commit fails, so have all.
    """

    def __init__(self, together: Callable[[], AbstractContextManager[None]]) -> None:
        self._together = together
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting: list[_Step] = []
        self._busy = False

    def __call__(self, work: Callable[[], T], /) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append((work, done))
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._go)  # what comes in the same turn of the loop goes along
        return done

    def close(self) -> None:
        """Wait until what was begun is done."""
        self._thread.shutdown()

    def _go(self) -> None:
        steps, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
        self._busy = bool(steps)
        if steps:
            self._thread.submit(self._write, steps)

    def _write(self, steps: list[_Step]) -> None:
        done: list[_Done] = []
        try:
            with self._together():
                done += [(future, *_outcome(work)) for work, future in steps]
        except BaseException as error:  # whoever waits for a step is told
            done = [(future, None, error) for _, future in steps]
        self._loop.call_soon_threadsafe(self._tell, done)

    def _tell(self, done: list[_Done]) -> None:
        for future, value, error in done:
            if future.cancelled():
                continue
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)
        self._go()


def _outcome(work: Callable[[], Any]) -> tuple[Any, BaseException | None]:
    try:
        return work(), None
    except BaseException as error:
        return None, error
