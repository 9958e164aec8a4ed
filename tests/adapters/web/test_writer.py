"""The thread that writes: many steps in one go, each answered for itself, and none before all are on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import Any

from adapters.web.writer import TOGETHER, WriterThread


class Disk:
    """Stands for the register: counts what is committed at once."""

    def __init__(self) -> None:
        self.goes: list[int] = []
        self.inside = 0
        self.full = False

    @contextmanager
    def together(self) -> Generator[None, None, None]:
        self.inside = 0
        yield
        if self.full:
            raise OSError("the disk is full")
        self.goes.append(self.inside)

    def step(self, number: int) -> int:
        self.inside += 1
        return 60 // number


def played(disk: Disk, play: Callable[[WriterThread], Coroutine[Any, Any, list[Any]]]) -> list[Any]:
    async def run() -> list[Any]:
        writer = WriterThread(disk.together)
        try:
            return await play(writer)
        finally:
            writer.close()

    return asyncio.run(run())


async def all_of(writer: WriterThread, disk: Disk, numbers: range) -> list[Any]:
    steps = [writer(lambda number=number: disk.step(number)) for number in numbers]
    return await asyncio.gather(*steps, return_exceptions=True)


def test_what_comes_at_once_is_written_at_once() -> None:
    """Steps that wait share a commit, up to a number of them, and each gets its own answer."""
    disk = Disk()
    found = played(disk, lambda writer: all_of(writer, disk, range(1, TOGETHER + 3)))
    assert found == [60 // number for number in range(1, TOGETHER + 3)]
    assert disk.goes == [TOGETHER, 2]


def test_a_failure_is_its_own() -> None:
    """The step that failed is told so; its neighbours aren't touched."""
    disk = Disk()
    failed, *others = played(disk, lambda writer: all_of(writer, disk, range(3)))
    assert isinstance(failed, ZeroDivisionError)
    assert others == [60, 30]


def test_nobody_is_answered_when_the_commit_fails() -> None:
    """What could not be written is confirmed to nobody, and the writer goes on."""
    disk = Disk()

    async def play(writer: WriterThread) -> list[Any]:
        disk.full = True
        failed = await all_of(writer, disk, range(1, 3))
        disk.full = False
        return [*failed, *await all_of(writer, disk, range(1, 2))]

    first, second, later = played(disk, play)
    assert isinstance(first, OSError)
    assert isinstance(second, OSError)
    assert later == 60


def test_who_waits_no_longer_holds_nobody_up() -> None:
    """A step whose caller was cancelled is done all the same, and the next one is answered."""
    disk = Disk()

    async def play(writer: WriterThread) -> list[Any]:
        given_up = writer(lambda: disk.step(1))
        given_up.cancel()
        return [await writer(lambda: disk.step(2))]

    assert played(disk, play) == [30]
