"""Lessons are found by their words, the newest first, and only by those who may read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.words.person import Audience, Viewer
from storage.engine import Store
from storage.search import terms
from tests.storage.capture import furnish, lesson


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("releases", "Release"),
        ("released", "release"),
        ("stories", "story"),
        ("planning", "plan"),
        ("planned", "plans"),
        ("café", "CAFE"),
        ("dashboards", "dashboard"),
        ("testing", "tested"),
        ("ﬁle", "files"),
    ],
)
def test_forms_of_a_word_are_one(typed: str, stored: str) -> None:
    assert terms(typed) == terms(stored)


def test_every_word_is_needed_and_the_newest_come_first(store: Store) -> None:
    viewer = furnish(store)
    other = furnish(store, "OTH")
    with store.open() as register:
        for text in ("The feeds were late", "Late again: feed from the café", "Feeds in time", "late"):
            register.lessons.add(lesson(viewer, text))
        register.lessons.add(lesson(other, "The feeds were late"))

        def found(words: str, who: Viewer = viewer, limit: int = 10) -> list[int]:
            return [each.number for each in register.lessons.search(who, words, limit=limit)]

        assert found("late feed") == [2, 1]
        assert found("late feed", limit=1) == [2]
        assert found("late feed", other) == [1]
        assert found("CAFE") == [2]
        assert found("nowhere") == []
        assert found("' OR * \" : & | ! ( -") == []
        assert found("la") == []


def test_what_is_changed_or_gone_is_found_so(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        lessons = register.lessons
        kept, hidden, gone = (lessons.add(lesson(viewer, "The feeds were late")) for _ in range(3))
        lessons.save(replace(kept, wording="Feeds arrive by nine", area="warehouse"))
        lessons.save(replace(hidden, audience=Audience.PMO))
        lessons.save(replace(gone, redacted=True))
        stranger = Viewer(programme=viewer.programme, person=None, clearance=Audience.EVERYONE)
        pmo = replace(stranger, clearance=Audience.PMO)
        assert [each.number for each in lessons.search(pmo, "arrive warehouses", limit=5)] == [1]
        assert [each.number for each in lessons.search(pmo, "late", limit=5)] == [2, 1]
        assert [each.number for each in lessons.search(viewer, "late", limit=5)] == [2, 1]
        assert lessons.search(stranger, "late", limit=5) == []
        lessons.save(replace(kept, text="Nothing"))
        assert [each.number for each in lessons.search(pmo, "late", limit=5)] == [2]


def test_a_search_goes_on_behind_a_block_of_lessons(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        register.lessons.add(lesson(viewer, "rare word"))
        for _ in range(1_100):
            register.lessons.add(lesson(viewer, "common"))
        assert [each.number for each in register.lessons.search(viewer, "rare", limit=2)] == [1]
        assert [each.number for each in register.lessons.search(viewer, "common", limit=2)] == [1_101, 1_100]
        assert len(register.lessons.search(viewer, "common", limit=1_050)) == 1_050
