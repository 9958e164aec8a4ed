"""What whoever was asked hears when a review is moved or called off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.words.person import Audience, Viewer
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann was asked before the review of Tue 1 Dec."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "action L-1 tidy the feeds @ann by 18 Dec")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.says(ANN, "fine A-1", direct=True)
    made.goes_out(at(24, 9))
    return made


def test_where_they_are(room: Room) -> None:
    """The new time is the one by the reader's own clock."""
    with room.store.open() as register:
        ann = register.people.by_email(ANN)
        assert ann is not None
        register.people.save(replace(ann, zone="Europe/Madrid"))
        register.commit()
    assert "at 10:00" in room.says(SAM, "review move 8 Dec")
    assert "Ann: The lessons-learnt review of DCR is now on Tue 8 Dec at 11:00. What you answered stands." in (
        room.goes_out(at(24, 10))
    )


def test_a_whole_sentence(room: Room) -> None:
    """A reason that ends with a full stop gets no second one."""
    assert "is off: too many are ill. The next is on" in room.says(SAM, "review cancel too many are ill.")


def test_the_words_go_with_it(room: Room) -> None:
    """The words that answers came in are removed when the review they belong to is called off."""
    room.says(ANN, "A-1 off with stress, say the 4th", direct=True)
    room.says(SAM, "review cancel too many are ill")
    with room.store.open() as register:
        programme = register.programmes.by_key("DCR")
        assert programme is not None
        everything = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
        assert not [u for _, said in register.actions.changed(everything, at(1, 0)) for u in said if u.words]


def test_asked_once_a_day(room: Room) -> None:
    """A coordinator who asks by hand is told where nothing was sent."""
    assert room.says(SAM, "ask A-1") == "I have asked Ann about A-1."
    assert room.says(SAM, "ask A-1") == "Ann was asked about A-1 today already."
    room.says(ANN, "done A-1", direct=True)
    assert room.says(SAM, "ask A-1") == "A-1 is done, so there is nothing to ask."
