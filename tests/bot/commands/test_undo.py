from __future__ import annotations

from tests.rooms import Room

SAM = "sam@pmo.example"


def test_undo_takes_back_the_last_change_or_nothing() -> None:
    """Where the last change has no way back, undo says so instead of taking back the one before."""
    room = Room()
    room.says(SAM, "setup Data Centre Release")
    room.says(SAM, "improve the feeds")
    room.says(SAM, "release open 24.3")
    assert "Your last change (release 24.3) can't be taken back by undo" in room.says(SAM, "undo")
    assert "L-1" in room.says(SAM, "list")


def test_undo_goes_back_step_by_step() -> None:
    """Undo after undo takes back the change before it."""
    room = Room()
    room.says(SAM, "setup Data Centre Release")
    room.says(SAM, "improve the feeds")
    room.says(SAM, "set L-1 kind keep")
    assert "kind: improve" in room.says(SAM, "undo")
    assert "L-1 is deleted" in room.says(SAM, "undo")
