"""Actions and their history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.ports import ActionFilter
from bot.words.action import Action, Update, first_date
from bot.words.ids import ActionId, LessonId, PersonId, ProgrammeId, ReleaseId, ReviewId
from bot.words.person import Audience, Viewer
from tests.fakes.state import State, add, find, first


def may_read_action(viewer: Viewer, action: Action) -> bool:
    if action.programme != viewer.programme:
        return False
    own = viewer.person is not None and viewer.person in (action.owner, action.offered_to)
    return own or (action.audience <= viewer.clearance and not viewer.left)


def _by_due(action: Action) -> tuple[date, int]:
    return action.due or date.max, action.number


class FakeActions:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, action: Action) -> Action:
        number = self._state.next_number("action", action.programme)
        added = add(self._state.actions, action, number=number)
        self._count(added.lesson, all=1, open=int(added.is_open))
        return added

    def get(self, viewer: Viewer, number: int) -> Action | None:
        return first([action for action in self.all(viewer) if action.number == number])

    def by_id(self, action: ActionId) -> Action | None:
        return self._state.actions.get(action)

    def imported(self, programme: ProgrammeId) -> Iterator[tuple[ActionId, str]]:
        return iter([(one.id, one.source) for one in find(self._state.actions, programme=programme) if one.source])

    def save(self, action: Action) -> None:
        was = self._state.actions[action.id]
        fixed = ("programme", "number", "status", "due", "owner", "moves", "updated_at")
        now = replace(action, **{name: getattr(was, name) for name in fixed})
        self._state.actions[action.id] = now
        self._count(was.lesson, all=-1, open=-was.is_open)
        self._count(now.lesson, all=1, open=int(now.is_open))

    def add_update(self, update: Update) -> Action:
        was = self._state.actions[update.action]
        moved = update.due is not None and was.due is not None and update.due != was.due
        dated = [one for one in find(self._state.updates, action=was.id) if one.due is not None]
        self.add_history([first_date(was), update] if moved and not was.moves and not dated else [update])
        now = replace(
            was,
            status=update.status or was.status,
            due=update.due or was.due,
            owner=None if update.unowned else update.owner or was.owner,
            note=was.note if update.note is None else update.note,
            moves=was.moves + moved,
            updated_at=update.at,
        )
        self._state.actions[update.action] = now
        self._count(now.lesson, open=now.is_open - was.is_open)
        return now

    def add_history(self, updates: Sequence[Update]) -> None:
        for update in updates:
            added = add(self._state.updates, update)
            self._state.updates_of[update.action] = (*self._state.updates_of.get(update.action, ()), added.id)

    def updates(self, viewer: Viewer, action: ActionId) -> Sequence[Update]:
        found = self._state.actions.get(action)
        if found is None or not may_read_action(viewer, found):
            return []
        found_all = [self._state.updates[key] for key in self._state.updates_of.get(action, ())]
        history = sorted(found_all, key=lambda update: (update.at, update.id))
        if viewer.clearance is Audience.PMO:
            return history
        mine = viewer.person
        return [one if mine is not None and one.by == mine else replace(one, words=None) for one in history]

    def of_lesson(self, viewer: Viewer, lesson: LessonId) -> Sequence[Action]:
        return [action for action in self.all(viewer) if action.lesson == lesson]

    def page(self, viewer: Viewer, which: ActionFilter, *, limit: int, after: Action | None = None) -> Sequence[Action]:
        found = sorted((a for a in self.all(viewer) if self._fits(a, which)), key=_by_due)
        return [action for action in found if after is None or _by_due(action) > _by_due(after)][:limit]

    def count(self, viewer: Viewer, which: ActionFilter, *, up_to: int) -> int:
        return min(up_to, sum(self._fits(action, which) for action in self.all(viewer)))

    def all(self, viewer: Viewer) -> Iterator[Action]:
        return iter([action for action in self._state.actions.values() if may_read_action(viewer, action)])

    def owners(self, programme: ProgrammeId, *, unasked_in: ReviewId | None = None) -> Iterator[PersonId]:
        asked = {prompt.person for prompt in find(self._state.prompts, review=unasked_in)}
        open_ones = [action for action in find(self._state.actions, programme=programme) if action.is_open]
        return iter(sorted({action.owner for action in open_ones if action.owner is not None} - asked))

    def open_of(self, programme: ProgrammeId, owner: PersonId) -> Sequence[Action]:
        theirs = find(self._state.actions, programme=programme, owner=owner)
        return sorted((action for action in theirs if action.is_open), key=_by_due)

    def following(self, release: ReleaseId) -> Sequence[Action]:
        return [action for action in find(self._state.actions, due_release=release) if action.is_open]

    def offered_before(self, instant: datetime, *, limit: int) -> Sequence[Action]:
        asked = [(a.offered_at, a.id, a) for a in self._state.actions.values() if a.offered_at and a.is_open]
        return [action for at, _, action in sorted(asked)[:limit] if at <= instant]

    def changed(self, viewer: Viewer, since: datetime) -> Iterator[tuple[Action, Sequence[Update]]]:
        changed = sorted((a for a in self.all(viewer) if a.updated_at >= since), key=lambda action: action.number)
        return iter([(action, self.updates(viewer, action.id)) for action in changed])

    def forget_notes(self, action: ActionId) -> int:
        told = [update for update in find(self._state.updates, action=action) if update.words or update.note]
        for update in told:
            self._state.updates[update.id] = replace(update, words=None, note=None)
        return len(told)

    def forget_words(self, review: ReviewId) -> int:
        spoken = [update for update in find(self._state.updates, review=review) if update.words is not None]
        for update in spoken:
            self._state.updates[update.id] = replace(update, words=None)
        return len(spoken)

    def _fits(self, action: Action, which: ActionFilter) -> bool:
        release = self._state.lessons[action.lesson].release
        return (
            action.is_open >= which.open
            and which.owner in (None, action.owner)
            and which.release in (None, release)
            and (which.due_before is None or (action.due is not None and action.due < which.due_before))
            and not (which.incomplete and action.owner is not None and action.due is not None)
        )

    def _count(self, lesson: LessonId, *, all: int = 0, open: int) -> None:
        was = self._state.lessons[lesson]
        self._state.lessons[lesson] = replace(was, actions=was.actions + all, open_actions=was.open_actions + open)
