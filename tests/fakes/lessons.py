"""Lessons, with their votes and their search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.ports import LessonFilter
from bot.words.ids import LessonId, PersonId, ProgrammeId
from bot.words.lesson import Lesson, Quoted
from bot.words.person import Viewer
from tests.fakes.actions import may_read_action
from tests.fakes.state import State, add, find, first


def _may_read(viewer: Viewer, lesson: Lesson) -> bool:
    if viewer.left or lesson.programme != viewer.programme or lesson.deleted or lesson.merged_into is not None:
        return False
    return lesson.audience <= viewer.clearance or (viewer.person is not None and lesson.raised_by == viewer.person)


def _fits(lesson: Lesson, which: LessonFilter) -> bool:
    return (
        which.kind in (None, lesson.kind)
        and which.release in (None, lesson.release)
        and which.raised_by in (None, lesson.raised_by)
        and not (which.unsettled and (lesson.actions or lesson.accepted_why is not None))
        and not (which.carried and not lesson.open_actions)
        and not (which.between and lesson.release is not None)
    )


def _stem(word: str) -> str:
    """A word without the commonest English endings: "releases" and "released" become "releas"."""
    ending = next((e for e in ("ing", "ies", "ed", "es", "s") if word.endswith(e) and len(word) - len(e) >= 3), "")
    stem = word.removesuffix(ending).rstrip("ey") or word
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem.isalpha() else stem


def _terms(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return {_stem(word) for word in re.findall(r"[^\W_]+", plain.casefold())}


class FakeLessons:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, lesson: Lesson) -> Lesson:
        number = self._state.next_number("lesson", lesson.programme)
        return add(self._state.lessons, lesson, number=number, open_actions=0, actions=0)

    def get(self, viewer: Viewer, number: int) -> Lesson | None:
        return first([lesson for lesson in self.all(viewer) if lesson.number == number])

    def by_id(self, viewer: Viewer, lesson: LessonId) -> Lesson | None:
        return first([one for one in self.all(viewer) if one.id == lesson])

    def imported(self, programme: ProgrammeId) -> Iterator[tuple[LessonId, str]]:
        return iter([(one.id, one.source) for one in find(self._state.lessons, programme=programme) if one.source])

    def save(self, lesson: Lesson) -> None:
        was = self._state.lessons[lesson.id]
        fixed = {name: getattr(was, name) for name in ("programme", "number", "votes", "open_actions", "actions")}
        self._state.lessons[lesson.id] = replace(lesson, **fixed)

    def page(self, viewer: Viewer, which: LessonFilter, *, limit: int, below: int | None = None) -> Sequence[Lesson]:
        older = [one for one in self._newest(viewer) if below is None or one.number < below]
        return [lesson for lesson in older if _fits(lesson, which)][:limit]

    def count(self, viewer: Viewer, which: LessonFilter, *, up_to: int) -> int:
        return min(up_to, sum(_fits(lesson, which) for lesson in self.all(viewer)))

    def search(self, viewer: Viewer, words: str, *, limit: int) -> Sequence[Lesson]:
        wanted = _terms(words)
        return [one for one in self._newest(viewer) if wanted and wanted <= self._terms_of(one)][:limit]

    def all(self, viewer: Viewer) -> Iterator[Lesson]:
        return iter([self._as_seen(viewer, one) for one in self._state.lessons.values() if _may_read(viewer, one)])

    def _as_seen(self, viewer: Viewer, lesson: Lesson) -> Lesson:
        theirs = [action for action in find(self._state.actions, lesson=lesson.id) if may_read_action(viewer, action)]
        return replace(lesson, actions=len(theirs), open_actions=sum(action.is_open for action in theirs))

    def vote(self, lesson: LessonId, person: PersonId) -> bool:
        if (lesson, person) in self._state.votes:
            return False
        self._state.votes.add((lesson, person))
        self._count_votes(lesson, 1)
        return True

    def move_votes(self, lesson: LessonId, into: LessonId) -> None:
        voters = {who for where, who in self._state.votes if where == lesson}
        both = sum((into, who) in self._state.votes for who in voters)
        self._state.votes -= {(lesson, who) for who in voters}
        self._state.votes |= {(into, who) for who in voters}
        counted = self._state.lessons[lesson].votes
        self._count_votes(lesson, -counted)
        self._count_votes(into, counted - both)

    def quote(self, quoted: Quoted) -> None:
        self._state.quoted[quoted.lesson] = quoted

    def quoted(self, lesson: LessonId) -> Quoted | None:
        return self._state.quoted.get(lesson)

    def forget_quoted(self, lesson: LessonId) -> None:
        self._state.quoted.pop(lesson, None)

    def unvote(self, lesson: LessonId, person: PersonId) -> bool:
        if (lesson, person) not in self._state.votes:
            return False
        self._state.votes.remove((lesson, person))
        self._count_votes(lesson, -1)
        return True

    def _count_votes(self, lesson: LessonId, change: int) -> None:
        was = self._state.lessons[lesson]
        self._state.lessons[lesson] = replace(was, votes=was.votes + change)

    def _newest(self, viewer: Viewer) -> list[Lesson]:
        return list(self.all(viewer))[::-1]

    def _terms_of(self, lesson: Lesson) -> set[str]:
        texts = () if lesson.redacted else (lesson.text, lesson.wording, lesson.area)
        return _terms(" ".join(filter(None, texts)))
