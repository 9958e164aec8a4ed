"""New lessons and actions, with the people and releases that they name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.exchange.finding import Findings, quoted
from bot.exchange.headings import Field
from bot.exchange.identity import Source
from bot.exchange.record import NOBODY, ActionRecord, LessonRecord
from bot.exchange.who import Roll
from bot.ports import Register
from bot.words.action import Action, How, Update
from bot.words.ids import NEW, ActionId, LessonId, PersonId, ReleaseId, UpdateId
from bot.words.lesson import Lesson
from bot.words.programme import Programme
from bot.words.release import Release, ReleaseState


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. `releases` are those that it made."""

    new_lessons: int = 0
    new_actions: int = 0
    known_lessons: int = 0
    known_actions: int = 0
    releases: list[str] = field(default_factory=list[str])
    people: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Adding:
    """Adds what one file brings. `lessons` holds those of the file by place; where `roll.stores` is not set, nothing
    is stored and all the same is said and counted.
    """

    programme: Programme
    findings: Findings
    now: datetime
    roll: Roll
    outcome: Outcome = field(default_factory=Outcome)
    releases: dict[str, ReleaseId] = field(default_factory=dict[str, ReleaseId])
    lessons: dict[str, LessonId] = field(default_factory=dict[str, LessonId])

    def lesson(self, register: Register, record: LessonRecord, source: Source) -> Lesson:
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

    def action(self, register: Register, record: ActionRecord, lesson: Lesson, source: Source) -> Action:
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
            let_go = change.owner == NOBODY
            owner = None if let_go else self._person(register, record, Field.ENTRY_OWNER, change.owner, notes)
            note = "\n".join(notes) or None
            updates.append(
                replace(
                    came_in, at=change.at, by=by, how=change.how, status=change.status, due=change.due, owner=owner,
                    note=note, unowned=let_go,
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
