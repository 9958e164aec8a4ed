"""Lessons from a file into the register: what is new, and only that.

The register counts once a row is in it: what people have changed since is never overwritten by a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.exchange.finding import Findings, quoted
from bot.exchange.headings import Field
from bot.exchange.identity import Source, Sources
from bot.exchange.known import Found, Known, compare_action, compare_lesson
from bot.exchange.record import ActionRecord, LessonRecord
from bot.exchange.who import Roll
from bot.ports import OpenRegister, Register
from bot.words.action import Action, How, Update
from bot.words.audit import Entry
from bot.words.ids import NEW, ActionId, AuditId, LessonId, PersonId, ReleaseId, UpdateId
from bot.words.lesson import Lesson
from bot.words.programme import Programme
from bot.words.release import Release, ReleaseState

BATCH: Final = 500
"""Rows that are committed together: a kill loses no more, and others wait for no longer than that takes."""


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. `releases` are those that it made."""

    new_lessons: int = 0
    new_actions: int = 0
    known_lessons: int = 0
    known_actions: int = 0
    releases: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])


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
    importing = _Import(programme, known, findings, now, Roll(programme, stores=not dry_run), from_file)
    for batch in _batches(records):
        with open_register() as register:
            importing.store(register, batch)
            if not dry_run:
                register.commit()
    importing.outcome.people = list(importing.roll.new.values())
    return importing.outcome


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
    programme: Programme
    known: Known
    findings: Findings
    now: datetime
    roll: Roll
    from_file: str
    outcome: Outcome = field(default_factory=Outcome)
    sources: Sources = field(default_factory=Sources)
    releases: dict[str, ReleaseId] = field(default_factory=dict[str, ReleaseId])
    lessons: dict[str, LessonId] = field(default_factory=dict[str, LessonId])

    def store(self, register: Register, batch: list[LessonRecord]) -> None:
        stored: list[str] = []
        for record in batch:
            source = self.sources.of_lesson(record)
            found = self.known.lesson(register, record, source)
            if found is None:
                self._new(register, record, source, stored)
            else:
                self._again(register, record, found, stored)
        if self.roll.stores and stored:
            self._log(register, stored)

    def _new(self, register: Register, record: LessonRecord, source: Source, stored: list[str]) -> None:
        lesson = self._add_lesson(register, record, source)
        self.outcome.new_lessons += 1
        self.lessons[record.place] = lesson.id
        stored.append(lesson.reference)
        for one in record.actions:
            action = self._add_action(register, one, lesson, self.sources.of_action(source.identity, one))
            stored.append(action.reference)

    def _again(self, register: Register, record: LessonRecord, found: Found, stored: list[str]) -> None:
        """A lesson that is there: only actions may be new. What differs is said."""
        self.outcome.known_lessons += 1
        if found.lesson is None:
            said = "this lesson was taken out of the register; left out"
            self.findings.about(record.sheet, Field.LESSON, record.row, said)
            return
        self.lessons[record.place] = found.lesson
        lesson = register.lessons.by_id(self.known.viewer, found.lesson) if found.differs else None
        if lesson is not None:
            compare_lesson(register, record, lesson, self.findings)
        for one in record.actions:
            source = self.sources.of_action(found.identity, one)
            there = self.known.action(register, one, source, found.lesson)
            if there is False:
                lesson = lesson or register.lessons.by_id(self.known.viewer, found.lesson)
                if lesson is None:
                    self.findings.about(one.sheet, Field.ACTION, one.row, "its lesson was taken out; left out")
                    continue
                stored.append(self._add_action(register, one, lesson, source).reference)
                continue
            self.outcome.known_actions += 1
            if isinstance(there, Action):
                compare_action(register, one, there, self.findings)

    def _log(self, register: Register, stored: list[str]) -> None:
        lessons, actions = ([one for one in stored if one.startswith(letter)] for letter in "LA")
        about = ", ".join(one[0] if len(one) == 1 else f"{one[0]} to {one[-1]}" for one in (lessons, actions) if one)
        entry = Entry(
            id=AuditId(NEW),
            at=self.now,
            programme=self.programme.id,
            person=None,
            what="import",
            about=about,
            why=f"from {self.from_file}",
            how=How.IMPORTED.value,
        )
        register.audit.add(entry)

    def _add_lesson(self, register: Register, record: LessonRecord, source: Source) -> Lesson:
        notes = [record.note] if record.note else []
        raised_by = self._person(register, record, Field.RAISED_BY, record.raised_by, notes)
        accepted_by = self._person(register, record, Field.ACCEPTED_BY, record.accepted_by, notes)
        again = self.lessons.get(record.again)
        if record.again and again is None:
            notes.append(f"Came back from: {record.again}")
        lesson = Lesson(
            id=LessonId(NEW),
            programme=self.programme.id,
            number=NEW,
            kind=record.kind,
            text=record.text,
            wording=record.wording,
            area=record.area,
            audience=record.audience,
            raised_by=raised_by,
            raised_at=record.raised_at or self.now,
            anonymous=record.anonymous,
            in_session=record.in_session,
            release=self._release(register, record.release),
            link=record.link,
            note="\n".join(notes) or None,
            accepted_why=record.accepted_why,
            accepted_by=accepted_by,
            again=again,
            again_confirmed=record.again_confirmed and again is not None,
            votes=record.votes,
            source=str(source),
        )
        return register.lessons.add(lesson) if self.roll.stores else lesson

    def _add_action(self, register: Register, record: ActionRecord, lesson: Lesson, source: Source) -> Action:
        self.outcome.new_actions += 1
        notes = [record.note] if record.note else []
        owner = self._person(register, record, Field.OWNER, record.owner, notes, owns=True)
        offered_to = self._person(register, record, Field.OFFERED_TO, record.offered_to, notes, owns=True)
        added_at = record.added_at or self.now
        action = Action(
            id=ActionId(NEW),
            programme=self.programme.id,
            number=NEW,
            lesson=lesson.id,
            text=record.text,
            owner=owner,
            due=record.due,
            due_release=self._release(register, record.follows),
            status=record.status,
            audience=lesson.audience if record.audience is None else record.audience,
            offered_to=offered_to,
            offered_at=record.offered_at if offered_to else None,
            fine=record.fine and owner is not None,
            result=record.result,
            moves=record.moves,
            created_at=added_at,
            created_by=self._person(register, record, Field.ADDED_BY, record.added_by, notes),
            updated_at=record.changed_at or added_at,
            note="\n".join(notes) or None,
            source=str(source),
        )
        if not self.roll.stores:
            return action
        action = register.actions.add(action)
        register.actions.add_history(self._history(register, record, action))
        return action

    def _history(self, register: Register, record: ActionRecord, action: Action) -> list[Update]:
        """The file's own history; where it keeps none, one entry that says how the action came in."""
        came_in = Update(
            id=UpdateId(NEW),
            action=action.id,
            at=self.now,
            by=None,
            how=How.IMPORTED,
            status=action.status,
            due=action.due,
            owner=action.owner,
            note=action.note,
        )
        if record.history is None:
            return [came_in]
        updates: list[Update] = []
        for change in record.history:
            notes = [change.note] if change.note else []
            by = self._person(register, record, Field.ENTRY_BY, change.by, notes)
            owner = self._person(register, record, Field.ENTRY_OWNER, change.owner, notes)
            note = "\n".join(notes) or None
            updates.append(
                replace(
                    came_in, at=change.at, by=by, how=change.how, status=change.status, due=change.due, owner=owner,
                    note=note,
                )
            )  # fmt: skip
        return updates

    def _person(
        self,
        register: Register,
        record: LessonRecord | ActionRecord,
        column: Field,
        label: str,
        notes: list[str],
        *,
        owns: bool = False,
    ) -> PersonId | None:
        """The person; who can't be settled is said, and kept as a note."""
        person = self.roll.find(register, label, owns=owns)
        if not isinstance(person, str):
            return person
        notes.append(f"{self.findings.heading(record.sheet, column)}: {label}")
        self.findings.about(record.sheet, column, record.row, f"{quoted(label)} {person}; kept as a note")
        return None

    def _release(self, register: Register, name: str) -> ReleaseId | None:
        if not name:
            return None
        key = name.casefold()
        if key not in self.releases:
            release = register.releases.named(self.programme.id, name)
            if release is None and (plain := key.removeprefix("release").strip()) != key:
                release = register.releases.named(self.programme.id, plain)
            self.releases[key] = release.id if release else self._add_release(register, name)
        return self.releases[key]

    def _add_release(self, register: Register, name: str) -> ReleaseId:
        self.outcome.releases.append(name)
        if not self.roll.stores:
            return ReleaseId(NEW)
        past = Release(
            id=ReleaseId(NEW),
            programme=self.programme.id,
            name=name,
            state=ReleaseState.CLOSED,
            opened_at=self.now,
            closed_at=self.now,
        )
        return register.releases.add(past).id
