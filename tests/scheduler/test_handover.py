from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.rooms import Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    made = Room()
    made.now = at(4, 10)  # a Wednesday
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(TOM, "improve the charter")
    return made


def test_what_is_given_is_told_in_one_message(room: Room) -> None:
    """An owner hears within a quarter of an hour, once, of all that they were given."""
    room.says(SAM, "action L-1 mend them @ann by 30 Nov")
    room.says(SAM, "action L-2 write it @ann by 30 Nov")
    assert room.goes_out(at(4, 10, 14)) == []
    assert room.goes_out(at(4, 10, 15)) == ["Ann: From Sam, 2 actions are yours:"]
    assert room.goes_out(at(4, 11)) == []


def test_what_was_agreed_meanwhile_is_not_told(room: Room) -> None:
    """Nothing is said about an action that its owner has spoken of already."""
    room.says(SAM, "action L-1 mend them @ann by 30 Nov")
    room.says(ANN, "start A-1")
    assert room.goes_out(at(4, 11)) == []


def test_silence_gives_it_back(room: Room) -> None:
    """An action that its owner says nothing about for three working days goes back, once."""
    room.says(SAM, "action L-1 mend them @ann by 30 Nov")
    room.goes_out(at(4, 11))
    assert room.goes_out(at(9, 17)) == []  # Thursday, Friday and Monday have passed
    told = "Sam: Ann has not said yes to A-1 in three working days, so it has no owner. Who should have it?"
    assert room.goes_out(at(10, 9)) == [told]
    assert room.goes_out(at(10, 10)) == []
    assert "no owner yet" in room.says(SAM, "actions")


def test_a_refused_action_has_no_owner(room: Room) -> None:
    """Who says that an action is not theirs is not its owner any more, and is never prompted for it."""
    room.says(SAM, "action L-1 mend them @ann by 30 Nov")
    room.goes_out(at(4, 11))
    room.says(ANN, "notmine A-1")
    assert room.goes_out(at(4, 12)) == ["Sam: Ann says that A-1 is not theirs. Who should have it?"]
    assert "no owner yet" in room.says(SAM, "show A-1")


def test_an_offer_lapses(room: Room) -> None:
    """An offer that nobody takes up leaves the action where it was."""
    room.says(SAM, "action L-1 mend them @ann by 30 Nov")
    room.says(ANN, "fine A-1")
    room.says(ANN, "give A-1 @tom")
    room.goes_out(at(4, 11))
    told = "Sam: Tom has not said yes to A-1 in three working days, so it stays where it was. Who should have it?"
    assert room.goes_out(at(10, 9)) == [told]
    assert "Ann" in room.says(SAM, "show A-1")
    assert "not on offer to you" in room.says(TOM, "fine A-1")


def test_leave_is_no_silence(room: Room) -> None:
    """Who is on leave when something is given to them has three working days once they are back."""
    room.says(ANN, "away until 16 Nov")
    room.says(SAM, "action L-1 mend them @ann by 30 Nov")
    room.goes_out(at(4, 11))
    assert [one for day in (10, 11, 16, 18) for one in room.goes_out(at(day, 9)) if "has not said yes" in one] == []
    assert "Sam: Ann has not said yes to A-1 in three working days, so it has no owner. Who should have it?" in (
        room.goes_out(at(19, 9))
    )
