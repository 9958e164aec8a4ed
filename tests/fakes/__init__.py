"""The register in memory: fulfils `bot.ports` without a database. `tests/contract/` holds it to the SQL ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.ports import Register
from tests.fakes.actions import FakeActions
from tests.fakes.audit import FakeAudit
from tests.fakes.chats import FakeChats
from tests.fakes.deliveries import FakeDeliveries, FakeSeen
from tests.fakes.heart import FakeHeart
from tests.fakes.installations import FakeInstallations
from tests.fakes.lessons import FakeLessons
from tests.fakes.people import FakePeople
from tests.fakes.programmes import FakeProgrammes
from tests.fakes.releases import FakeReleases
from tests.fakes.reviews import FakeReviews
from tests.fakes.state import State

__all__ = ["FakeStore"]


def _tuesday() -> datetime:
    return datetime(2026, 11, 24, 9, tzinfo=UTC)


class _FakeRegister:
    """One transaction on a copy of the state."""

    def __init__(self, state: State, clock: Callable[[], datetime], keep: Callable[[State], None]) -> None:
        self._state = state
        self._keep = keep
        self.seen = FakeSeen(state)
        self.people = FakePeople(state)
        self.programmes = FakeProgrammes(state)
        self.lessons = FakeLessons(state)
        self.actions = FakeActions(state)
        self.releases = FakeReleases(state)
        self.reviews = FakeReviews(state)
        self.deliveries = FakeDeliveries(state, clock)
        self.audit = FakeAudit(state)
        self.installations = FakeInstallations(state)
        self.chats = FakeChats(state)
        self.heart = FakeHeart(state)

    def commit(self) -> None:
        self._keep(self._state.copy())


class FakeStore:
    """A store whose registers are opened one after the other; `clock` stands for the database's clock (leases)."""

    def __init__(self, clock: Callable[[], datetime] = _tuesday) -> None:
        self._clock = clock
        self._state = State()
        self._lock = threading.Lock()
        self._inside: int | None = None

    @contextmanager
    def open(self) -> Generator[Register, None, None]:
        if self._inside == threading.get_ident():
            raise RuntimeError("this thread has a register open already and would wait for itself")
        with self._lock:
            self._inside = threading.get_ident()
            try:
                yield _FakeRegister(self._state.copy(), self._clock, self._keep)
            finally:
                self._inside = None

    def close(self) -> None:
        """Nothing to give back; here because a real store has it."""

    def _keep(self, state: State) -> None:
        self._state = state
