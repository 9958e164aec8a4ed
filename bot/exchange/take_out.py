"""The register as it travels: every lesson that the viewer may read, with its actions and their history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.exchange.record import NOBODY, ActionRecord, ChangeRecord, LessonRecord
from bot.exchange.who import label_of
from bot.ports import Register
from bot.views.names import called
from bot.words.action import Action
from bot.words.ids import LessonId, PersonId, ReleaseId
from bot.words.lesson import Lesson
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme


def take_out(register: Register, programme: Programme, viewer: Viewer) -> Iterator[LessonRecord]:
    """The lessons in the order of their numbers, read as they are asked for: memory doesn't grow with the register.

    Coordinators, and whoever runs Learnt, see everybody's name and address; others see people as the programme has
    set it. The words in which answers came in stay where they are.
    """
    taking = _Taking(register, programme, viewer)
    return (taking.lesson(lesson) for lesson in register.lessons.all(viewer))


@dataclass(slots=True)
class _Taking:
    register: Register
    programme: Programme
    viewer: Viewer
    names: dict[PersonId, str] = field(default_factory=dict[PersonId, str])
    releases: dict[ReleaseId, str] = field(default_factory=dict[ReleaseId, str])

    def lesson(self, lesson: Lesson) -> LessonRecord:
        actions = self.register.actions.of_lesson(self.viewer, lesson.id) if lesson.actions else ()
        return LessonRecord(
            place=f"{self.programme.key}:{lesson.reference}",
            text=lesson.text,
            kind=lesson.kind,
            wording=lesson.wording,
            area=lesson.area,
            release=self._release(lesson.release),
            audience=lesson.audience,
            raised_by=self._name(lesson.raised_by),
            raised_at=lesson.raised_at,
            anonymous=lesson.anonymous,
            in_session=lesson.in_session,
            votes=lesson.votes,
            link=lesson.link,
            note=lesson.note,
            accepted_why=lesson.accepted_why,
            accepted_by=self._name(lesson.accepted_by),
            again=self._reference(lesson.again),
            again_confirmed=lesson.again_confirmed,
            actions=tuple(self._action(action) for action in actions),
        )

    def _action(self, action: Action) -> ActionRecord:
        updates = self.register.actions.updates(self.viewer, action.id)
        return ActionRecord(
            place=f"{self.programme.key}:{action.reference}",
            text=action.text,
            owner=self._name(action.owner),
            due=action.due,
            follows=self._release(action.due_release),
            status=action.status,
            note=action.note,
            result=action.result,
            audience=action.audience,
            offered_to=self._name(action.offered_to),
            offered_at=action.offered_at,
            fine=action.fine,
            moves=action.moves,
            added_at=action.created_at,
            added_by=self._name(action.created_by),
            changed_at=action.updated_at,
            history=tuple(
                ChangeRecord(
                    at=update.at,
                    by=self._name(update.by),
                    how=update.how,
                    status=update.status,
                    due=update.due,
                    owner=NOBODY if update.unowned else self._name(update.owner),
                    note=update.note,
                )
                for update in updates
            ),
        )

    def _name(self, person: PersonId | None) -> str:
        if person is None:
            return ""
        if person not in self.names:
            self.names[person] = self._called(person)
        return self.names[person]

    def _called(self, person: PersonId) -> str:
        if self.viewer.clearance is Audience.PMO:
            someone = self.register.people.get(person)
            return label_of(someone) if someone else ""
        return called(self.register, self.programme, person, self.viewer)

    def _release(self, release: ReleaseId | None) -> str:
        if release is None:
            return ""
        if release not in self.releases:
            found = self.register.releases.get(release)
            self.releases[release] = found.name if found else ""
        return self.releases[release]

    def _reference(self, lesson: LessonId | None) -> str:
        found = self.register.lessons.by_id(self.viewer, lesson) if lesson else None
        return f"{self.programme.key}:{found.reference}" if found else ""
