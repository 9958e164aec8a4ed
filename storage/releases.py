"""Releases, and what became of earlier lessons in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam

from bot.words.ids import LessonId, ProgrammeId, ReleaseId
from bot.words.release import Check, Release
from storage import tables as t
from storage.shelf import Shelf, add, save
from storage.statement import Prepared
from storage.tables_of_work import ReleaseCheck

RELEASE: Final = Shelf(Release, t.Release, lambda one: {"name_key": one.name.casefold()}, ["name_key"])
_OF: Final = t.Release.programme == bindparam("of", type_=t.Release.id.type)
_ALL: Final = Prepared(RELEASE.select(_OF).order_by(t.Release.id))
CHECK: Final = Shelf(Check, ReleaseCheck)


class SqlReleases:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, release: Release) -> Release:
        return add(self._connection, RELEASE, release)

    def save(self, release: Release) -> None:
        save(self._connection, RELEASE, release)

    def get(self, release: ReleaseId) -> Release | None:
        return RELEASE.one(self._connection, t.Release.id == release)

    def named(self, programme: ProgrammeId, name: str) -> Release | None:
        called = t.Release.name_key == name.casefold()
        return RELEASE.one(self._connection, t.Release.programme == programme, called)

    def all(self, programme: ProgrammeId) -> Sequence[Release]:
        return [RELEASE.word(row) for row in _ALL.run(self._connection, {"of": programme})]

    def add_check(self, check: Check) -> Check:
        return add(self._connection, CHECK, check)

    def save_check(self, check: Check) -> None:
        save(self._connection, CHECK, check)

    def check(self, release: ReleaseId, lesson: LessonId) -> Check | None:
        return CHECK.one(self._connection, ReleaseCheck.release == release, ReleaseCheck.lesson == lesson)

    def checks(self, release: ReleaseId) -> Sequence[Check]:
        query = CHECK.select(ReleaseCheck.release == release).order_by(ReleaseCheck.id)
        return CHECK.many(self._connection, query)
