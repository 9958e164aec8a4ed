"""Releases, and what became of earlier lessons in them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.words.ids import LessonId, ProgrammeId, ReleaseId
from bot.words.release import Check, Release
from tests.fakes.state import State, add, find, first, save


class FakeReleases:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, release: Release) -> Release:
        return add(self._state.releases, release)

    def save(self, release: Release) -> None:
        save(self._state.releases, release)

    def get(self, release: ReleaseId) -> Release | None:
        return self._state.releases.get(release)

    def named(self, programme: ProgrammeId, name: str) -> Release | None:
        return first(
            [r for r in find(self._state.releases, programme=programme) if r.name.casefold() == name.casefold()]
        )

    def all(self, programme: ProgrammeId) -> Sequence[Release]:
        return find(self._state.releases, programme=programme)

    def add_check(self, check: Check) -> Check:
        return add(self._state.checks, check)

    def save_check(self, check: Check) -> None:
        save(self._state.checks, check)

    def check(self, release: ReleaseId, lesson: LessonId) -> Check | None:
        return first(find(self._state.checks, release=release, lesson=lesson))

    def checks(self, release: ReleaseId) -> Sequence[Check]:
        return find(self._state.checks, release=release)
