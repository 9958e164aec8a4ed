"""Every test here runs on the fake, on SQLite and on PostgreSQL: what holds for one holds for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest

from bot.ports import Register
from tests.contract.rows import World, settle
from tests.fakes import FakeStore


class Store(Protocol):
    def open(self) -> AbstractContextManager[Register]: ...
    def close(self) -> None: ...


def _make(name: str, folder: Path) -> Store:
    if name == "fake":
        return FakeStore()
    from tests import registers  # here, so that the fake is tested even where no database is

    makers: dict[str, Callable[[], Store]] = {
        "sqlite": lambda: registers.sqlite_store(folder),
        "postgres": registers.postgres_store,
    }
    return makers[name]()


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = _make(request.param, tmp_path)
    yield store
    store.close()


@pytest.fixture
def world(store: Store) -> World:
    """Two programmes with their people, on disk."""
    with store.open() as register:
        world = settle(register)
        register.commit()
    return world


@pytest.fixture
def register(store: Store, world: World) -> Iterator[Register]:  # noqa: ARG001  the world is in it
    """One open transaction."""
    with store.open() as register:
        yield register
