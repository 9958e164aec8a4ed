"""Registers to bring files into and to write files from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.cli.exchange import read_in
from adapters.files.file import whole, writers
from bot.exchange.adding import Outcome
from bot.exchange.record import LessonRecord
from bot.exchange.take_out import take_out
from bot.ports import Register
from bot.words.ids import NEW, MemberId, PersonId, ProgrammeId
from bot.words.person import Audience, Member, Person, Viewer
from bot.words.programme import Programme
from storage.engine import Store
from tests.fakes import FakeStore

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Office:
    """A programme office with an empty register in memory; Sam and Tom Baker are members."""

    def __init__(self, store: Store | FakeStore | None = None) -> None:
        self.store = store or FakeStore()
        with self.store.open() as register:
            self.programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="DCR", name="Records"))
            self.sam = self.add_member(register, "Sam Field", "sam@pmo.example")
            self.tom = self.add_member(register, "Tom Baker", "tom@trust.example")
            register.commit()
        self.viewer = Viewer(programme=self.programme.id, person=None, clearance=Audience.PMO)

    def add_member(self, register: Register, name: str, email: str) -> Person:
        person = register.people.add(Person(id=PersonId(NEW), name=name, email=email))
        register.people.add_member(Member(id=MemberId(NEW), programme=self.programme.id, person=person.id))
        return person

    def bring(self, path: Path, *, dry_run: bool = False) -> tuple[Outcome, list[str]]:
        """Import a file; what it came to, and what was said of its cells."""
        outcome, book = read_in(path, self.programme, self.store.open, NOW, dry_run=dry_run)
        return outcome, list(book.findings.lines())

    def holds(self) -> Sequence[LessonRecord]:
        with self.store.open() as register:
            return list(take_out(register, self.programme, self.viewer))

    def send(self, path: Path) -> None:
        """Export to a file."""
        with self.store.open() as register, whole(path) as partial:
            lessons = take_out(register, self.programme, self.viewer)
            writers(self.programme.zoneinfo)[path.suffix](partial, lessons, self.programme)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """New lessons and actions, and known ones."""
    return outcome.new_lessons, outcome.new_actions, outcome.known_lessons, outcome.known_actions
