"""A coordinator who is alone, and owns an action: nobody else is said to have been told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


@pytest.fixture
def room() -> Room:
    """Sam coordinates and owns A-1; Ann owns A-2, and both were asked."""
    made = Room()
    made.now = datetime(2026, 11, 4, 10, tzinfo=UTC)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "action L-1 Write the charter @sam by 18 Dec")
    made.says(SAM, "action L-1 Agree the checklist @ann by 18 Dec")
    made.says(ANN, "fine A-2")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(datetime(2026, 11, 24, 9, tzinfo=UTC))
    return made


def test_not_mine(room: Room) -> None:
    """What they hand back waits for them to give it away."""
    assert "There is no other coordinator to tell." in room.says(SAM, "notmine A-1", direct=True)
    assert "I have told the coordinators" in room.says(ANN, "notmine A-2", direct=True)


def test_stop(room: Room) -> None:
    """Being left in peace claims no witness."""
    assert "coordinators" not in room.says(SAM, "please stop messaging me", direct=True)
    assert room.says(SAM, "prompts").startswith("Nobody is to be asked")


def test_asking_oneself(room: Room) -> None:
    """Whoever asks about their own action is asked at once."""
    assert room.says(SAM, "ask A-1") == "A-1 is yours. How does it stand?"


def test_nobody_to_name(room: Room) -> None:
    """ "Who asked?" ends like a sentence where nobody coordinates any more."""
    with room.store.open() as register:
        programme = register.programmes.by_key("DCR")
        assert programme is not None
        for member, _ in register.people.members(programme.id):
            register.people.save_member(replace(member, coordinator=False))
        register.commit()
    assert "I ask for those who look after the lessons of Data Centre Release." in room.says(
        ANN, "who asked?", direct=True
    )
