"""Which lessons and actions of a file are in the register already, and what has changed in the file since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.exchange.finding import Findings, quoted
from bot.exchange.headings import Field
from bot.exchange.identity import Source, alike, source_from
from bot.exchange.record import ActionRecord, LessonRecord
from bot.ports import LessonFilter, Register
from bot.words.action import Action
from bot.words.ids import ActionId, LessonId, read_reference
from bot.words.lesson import Kind, Lesson
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that is there: its key (None where it was taken out since), and by what its actions are known.

    `differs`: the row is not as it was when it was brought in, or it never was.
    """

    lesson: LessonId | None
    identity: str
    differs: bool


@dataclass(slots=True)
class Known:
    """What was imported before, by identity and by place; `top` is the highest number that a lesson had then."""

    viewer: Viewer
    key: str
    top: int
    lessons: dict[str, tuple[LessonId, Source]]
    actions: dict[str, tuple[ActionId, Source]]
    at_place: dict[str, list[tuple[LessonId, Source]]]

    @classmethod
    def of(cls, register: Register, programme: Programme) -> Known:
        viewer = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
        newest = register.lessons.page(viewer, LessonFilter(), limit=1)
        known = cls(viewer, programme.key, newest[0].number if newest else 0, {}, {}, defaultdict(list))
        for lesson, stored in register.lessons.imported(programme.id):
            source = source_from(stored)
            known.lessons[source.identity] = lesson, source
            known.at_place[source.place].append((lesson, source))
        for action, stored in register.actions.imported(programme.id):
            source = source_from(stored)
            known.actions[source.identity] = action, source
        return known

    def lesson(self, register: Register, record: LessonRecord, source: Source) -> Found | None:
        """The lesson of this row: by its text, by its reference in this register, or as a correction at its place."""
        if (stored := self.lessons.get(source.identity)) is not None:
            return Found(stored[0], source.identity, stored[1].fingerprint != source.fingerprint)
        if (number := self._number(record.place, "L")) is not None and number <= self.top:
            there = register.lessons.get(self.viewer, number)
            if there is None or there.redacted:
                return Found(None, source.identity, differs=True)
            if alike(there.text, record.text):
                return Found(there.id, source.identity, differs=True)
        for key, earlier in self.at_place.get(record.place, ()):
            there = register.lessons.by_id(self.viewer, key)
            if there is not None and _is_corrected(register, record, there):
                return Found(key, earlier.identity, differs=True)
        return None

    def action(self, register: Register, record: ActionRecord, source: Source, lesson: LessonId) -> Action | bool:
        """The action of this row where it differs by now; else whether it is there at all."""
        if (stored := self.actions.get(source.identity)) is not None:
            differs = stored[1].fingerprint != source.fingerprint
            return (register.actions.by_id(stored[0]) or True) if differs else True
        if (number := self._number(record.place, "A")) is not None:
            there = register.actions.get(self.viewer, number)
            if there is not None and there.lesson == lesson and alike(there.text, record.text):
                return there
        for there in register.actions.of_lesson(self.viewer, lesson):
            if there.source and source_from(there.source).place == record.place and alike(there.text, record.text):
                return there
        return False

    def _number(self, place: str, letter: str) -> int | None:
        reference = read_reference(place)
        if reference is None or reference.letter != letter or reference.programme != self.key:
            return None
        return reference.number


def compare_lesson(register: Register, record: LessonRecord, lesson: Lesson, findings: Findings) -> None:
    """Say where a row and its lesson differ."""
    release = register.releases.get(lesson.release) if lesson.release else None
    pairs = [
        (Field.LESSON, record.text, lesson.text),
        (Field.AREA, record.area or "", lesson.area or ""),
        (Field.RELEASE, record.release, release.name if release else ""),
    ]
    if record.kind is not Kind.UNSORTED:
        pairs.append((Field.KIND, record.kind.value, lesson.kind.value))
    for field, said in _differences(lesson.reference, pairs):
        findings.about(record.sheet, field, record.row, said)


def compare_action(register: Register, record: ActionRecord, action: Action, findings: Findings) -> None:
    """Say where a row and its action differ."""
    owner = register.people.get(action.owner) if action.owner else None
    pairs = [
        (Field.ACTION, record.text, action.text),
        (Field.DUE, f"{record.due:%d/%m/%Y}" if record.due else "", f"{action.due:%d/%m/%Y}" if action.due else ""),
        (Field.STATUS, record.status.value, action.status.value),
    ]
    if owner is None or not {owner.name.casefold(), (owner.email or "").casefold()} & _names_in(record.owner):
        pairs.append((Field.OWNER, record.owner, owner.name if owner else ""))
    for field, said in _differences(action.reference, pairs):
        findings.about(record.sheet, field, record.row, said)


def _names_in(label: str) -> set[str]:
    name, _, address = label.casefold().partition(" <")
    return {name, address.rstrip(">")}


def _differences(reference: str, pairs: list[tuple[Field, str, str]]) -> Iterator[tuple[Field, str]]:
    for field, here, there in pairs:
        if here and here != there:
            stands = quoted(there) if there else "nothing"
            yield field, f"says {quoted(here)}; {reference} says {stands} and stays as it is"


def _is_corrected(register: Register, record: LessonRecord, lesson: Lesson) -> bool:
    """The same text in another release, or nearly the same text in the same one."""
    if lesson.text == record.text:
        return True
    if not alike(lesson.text, record.text):
        return False
    release = register.releases.get(lesson.release) if lesson.release else None
    return (release.name if release else "").casefold() == record.release.casefold()
