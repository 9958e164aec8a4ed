"""Lessons from a file into the register: what is new, and only that.

The register counts once a row is in it: what people have changed since is never overwritten by a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.exchange.adding import Adding, Outcome
from bot.exchange.finding import Findings
from bot.exchange.headings import Field
from bot.exchange.identity import Source, Sources
from bot.exchange.known import Found, Known, compare_action, compare_lesson
from bot.exchange.record import LessonRecord
from bot.exchange.who import Roll
from bot.ports import OpenRegister, Register
from bot.words.action import Action, How
from bot.words.audit import Entry
from bot.words.ids import NEW, AuditId
from bot.words.programme import Programme

BATCH: Final = 500
"""Rows that are committed together: a kill loses no more, and others wait for no longer than that takes."""


def bring_in(
    records: Iterable[LessonRecord],
    programme: Programme,
    open_register: OpenRegister,
    findings: Findings,
    now: datetime,
    *,
    from_file: str,
    dry_run: bool = False,
) -> Outcome:
    """Store what is new, in a transaction for every `BATCH` rows. `dry_run`: find out the same and store nothing."""
    with open_register() as register:
        known = Known.of(register, programme)
    adding = Adding(programme, findings, now, Roll(programme, stores=not dry_run))
    importing = _Import(known, adding, from_file)
    for batch in _batches(records):
        with open_register() as register:
            importing.store(register, batch)
            if not dry_run:
                register.commit()
    adding.outcome.people = list(adding.roll.new.values())
    return adding.outcome


def _batches(records: Iterable[LessonRecord]) -> Iterator[list[LessonRecord]]:
    batch: list[LessonRecord] = []
    rows = 0
    for record in records:
        batch.append(record)
        rows += 1 + len(record.actions)
        if rows >= BATCH:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


@dataclass(slots=True)
class _Import:
    known: Known
    adding: Adding
    from_file: str
    sources: Sources = field(default_factory=Sources)

    def store(self, register: Register, batch: list[LessonRecord]) -> None:
        stored: list[str] = []
        for record in batch:
            source = self.sources.of_lesson(record)
            found = self.known.lesson(register, record, source)
            if found is None:
                self._new(register, record, source, stored)
            else:
                self._again(register, record, found, stored)
        if self.adding.roll.stores and stored:
            self._log(register, stored)

    def _new(self, register: Register, record: LessonRecord, source: Source, stored: list[str]) -> None:
        lesson = self.adding.lesson(register, record, source)
        self.adding.outcome.new_lessons += 1
        self.adding.lessons[record.place] = lesson.id
        stored.append(lesson.reference)
        for one in record.actions:
            action = self.adding.action(register, one, lesson, self.sources.of_action(source.identity, one))
            stored.append(action.reference)

    def _again(self, register: Register, record: LessonRecord, found: Found, stored: list[str]) -> None:
        """A lesson that is there: only actions may be new. What differs is said."""
        self.adding.outcome.known_lessons += 1
        if found.lesson is None:
            said = "this lesson was taken out of the register; left out"
            self.adding.findings.about(record.sheet, Field.LESSON, record.row, said)
            return
        self.adding.lessons[record.place] = found.lesson
        lesson = register.lessons.by_id(self.known.viewer, found.lesson) if found.differs else None
        if lesson is not None:
            compare_lesson(register, record, lesson, self.adding.findings)
        for one in record.actions:
            source = self.sources.of_action(found.identity, one)
            there = self.known.action(register, one, source, found.lesson)
            if there is False:
                lesson = lesson or register.lessons.by_id(self.known.viewer, found.lesson)
                if lesson is None:
                    self.adding.findings.about(one.sheet, Field.ACTION, one.row, "its lesson was taken out; left out")
                    continue
                stored.append(self.adding.action(register, one, lesson, source).reference)
                continue
            self.adding.outcome.known_actions += 1
            if isinstance(there, Action):
                compare_action(register, one, there, self.adding.findings)

    def _log(self, register: Register, stored: list[str]) -> None:
        lessons, actions = ([one for one in stored if one.startswith(letter)] for letter in "LA")
        about = ", ".join(one[0] if len(one) == 1 else f"{one[0]} to {one[-1]}" for one in (lessons, actions) if one)
        entry = Entry(
            id=AuditId(NEW),
            at=self.adding.now,
            programme=self.adding.programme.id,
            person=None,
            what="import",
            about=about,
            why=f"from {self.from_file}",
            how=How.IMPORTED.value,
        )
        register.audit.add(entry)
