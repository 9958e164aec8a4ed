from __future__ import annotations

from tests.rooms import Room

SAM, ANN, TOM, EVE, PAT = (f"{name}@pmo.example" for name in ("sam", "ann", "tom", "eve", "pat"))


def test_merged_lessons_keep_their_votes() -> None:
    """Whoever said that either lesson happened to them too, or raised the one that was merged, is counted once."""
    room = Room()
    room.says(SAM, "setup Data Centre Release")
    room.says(ANN, "improve the feeds")
    room.says(TOM, "improve the feeds again")
    for who, reference in ((SAM, "L-1"), (EVE, "L-1"), (EVE, "L-2"), (PAT, "L-2"), (ANN, "L-2")):
        assert "Counted" in room.says(who, f"same {reference}")
    assert room.says(SAM, "merge L-2 L-1") == "L-2 is now part of L-1, the same for 4 more."  # Sam, Eve, Pat and Tom
    assert "same for 4 more" in room.says(SAM, "show L-1")
    for who in (SAM, EVE, PAT, TOM):
        assert "counted already" in room.says(who, "same L-1")
    assert "is yours" in room.says(ANN, "same L-1")
    assert "no longer counted" in room.says(PAT, "unsame L-1")
    assert "same for 3 more" in room.says(SAM, "show L-1")
