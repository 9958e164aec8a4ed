from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.rooms import Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann has left, and owns A-1 of the lesson that Tom raised; A-2 is Tom's."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the stand-up")
    made.says(TOM, "improve the feeds")
    made.says(SAM, "action L-2 mend them @ann by 30 Nov")
    made.says(SAM, "action L-2 watch them @tom by 30 Nov")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    made.says(ANN, "fine A-1")
    made.says(TOM, "fine A-2")
    made.says(SAM, "left @ann")
    return made


def test_the_answer_of_somebody_who_left_is_stored(room: Room) -> None:
    """Whoever has left is asked about their open actions all the same, and their answer in words is stored."""
    assert sum(line.startswith("Ann:") for line in room.goes_out(at(24, 9))) == 1
    assert "written down" in room.says(ANN, "A-1 blocked waiting on the supplier", direct=True)
    assert "blocked" in room.says(SAM, "show A-1")
    assert not any(line.startswith("Ann:") for line in room.goes_out(at(26, 9)))


def test_the_buttons_of_somebody_who_left_work(room: Room) -> None:
    """Every answer to a prompt works by button too, and what was just closed can be taken back or given its address."""
    room.says(ANN, "DCR: due A-1 4 Dec", direct=True)
    assert "4 Dec" in room.says(SAM, "show A-1")
    assert "A-1 is done" in room.says(ANN, "DCR: done A-1", direct=True)
    assert "Taken back" in room.says(ANN, "undo", direct=True)
    room.says(ANN, "done A-1", direct=True)
    assert "https://x.example" in room.says(ANN, "result A-1 https://x.example", direct=True)
    room.says(ANN, "start A-1", direct=True)
    room.says(ANN, "notmine A-1", direct=True)
    assert "no owner yet" in room.says(SAM, "show A-1")


def test_somebody_who_left_sees_their_own_actions_alone(room: Room) -> None:
    """They find their own actions by every way of reading, and nothing else of the register."""
    for line in ("actions", "actions mine", "actions all", "home", "show A-1"):
        said = room.says(ANN, line, direct=True)
        assert "A-1" in said
        assert "watch them" not in said
        assert "feeds" not in said
        assert "stand-up" not in said
    for line in ("show A-2", "show L-2", "show L-1", "done A-2", "edit L-1 changed", "same L-2"):
        assert "that you can see" in room.says(ANN, line, direct=True), line
    for line in ("list", "search feeds", "checks", "release list", "review", "session", "setup", "link"):
        assert "You have left Data Centre Release (DCR)" in room.says(ANN, line, direct=True), line


def test_somebody_who_left_adds_nothing(room: Room) -> None:
    """Neither a lesson nor bare text of theirs is stored, and they are told so."""
    for line in ("/lesson improve the weather", "keep the weather", "the weather was bad"):
        assert "and nothing is stored" in room.says(ANN, line, direct=True), line
    assert "weather" not in room.says(SAM, "list")


def test_what_they_held_is_over_once_it_is_given_away(room: Room) -> None:
    """When a coordinator has given it to somebody else, nothing of the programme is left to them."""
    room.says(SAM, "give A-1 @tom")
    room.says(TOM, "fine A-1")
    assert "A-1" not in room.says(ANN, "actions mine", direct=True)
    assert not any(line.startswith("Ann:") for line in room.goes_out(at(24, 9)))


def test_what_they_closed_stays_within_reach_for_a_day(room: Room) -> None:
    """A day after the last of their actions was closed they are in no programme any more."""
    room.says(ANN, "done A-1", direct=True)
    room.now = at(5, 9)
    assert "A-1" in room.says(ANN, "show A-1", direct=True)
    room.now = at(6, 9)
    assert "A-1" not in room.says(ANN, "show A-1", direct=True)


def test_the_coordinator_finds_what_somebody_who_left_holds(room: Room) -> None:
    """Leaving is answered with what is theirs still, each with the button that gives it away; later it is listed."""
    assert "mend them" in room.says(SAM, "actions @ann")
    said = room.reply(SAM, "left @tom").said[0].message
    assert [b.line for s in said.sections for row in getattr(s, "rows", ()) for b in row.buttons] == ["give A-2"]
    assert "I don't know anybody called" in room.says(SAM, "give A-2 @ann")


def test_another_programme_is_not_asked_about(room: Room) -> None:
    """Whoever left one programme with nothing open is not asked which one they mean in the other."""
    room.says(ANN, "setup Other Programme", place="elsewhere")
    room.says(SAM, "setup Other Programme", place="elsewhere")
    room.says(ANN, "improve another thing", place="elsewhere")
    assert "Which programme" in room.says(ANN, "actions", direct=True)
    room.says(ANN, "DCR: done A-1", direct=True)
    room.now = at(6, 9)
    assert "Which programme" not in room.says(ANN, "actions", direct=True)


def test_coming_back(room: Room) -> None:
    """Whoever types in a linked channel again is a member as before."""
    assert "L-3" in room.says(ANN, "improve the lights")
    assert "feeds" in room.says(ANN, "list", direct=True)


def test_an_action_opened_again_opens_its_lesson(room: Room) -> None:
    """A lesson accepted as it is opens again with its action, though its owner can't read the lesson any more."""
    room.says(ANN, "done A-1", direct=True)
    room.says(SAM, "done A-2")
    room.says(SAM, "accept L-2 nothing left to do")
    room.says(ANN, "start A-1", direct=True)
    assert "accepted" not in room.says(SAM, "show L-2")
