"""What is hidden from a reader is neither counted nor hinted at, wherever they look."""

from __future__ import annotations

import pytest

from tests.rooms import Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"


@pytest.fixture
def room() -> Room:
    """Of Ann's lesson L-1 only the PMO knows the action A-1, which is Sam's; nothing is done about L-2."""
    made = Room()
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "release open 24.3 live 1 Dec")
    made.says(ANN, "improve the feeds")
    made.says(TOM, "improve the lights")
    made.says(SAM, "action L-1 talk to the supplier @sam by 24.3")
    made.says(SAM, "audience A-1 pmo")
    return made


def without_numbers(said: str) -> str:
    return said.replace("L-1", "L").replace("L-2", "L").replace("the feeds", "X").replace("the lights", "X")


def test_a_hidden_action_leaves_no_trace_in_lists(room: Room) -> None:
    """A lesson whose only action is hidden reads as one without any, in every list and by itself."""
    for line in ("list", "list improve", "list 24.3", "list open", "search the", "actions", "actions all"):
        for direct in (True, False):
            said = room.says(ANN, line, direct=direct)
            assert "1 open" not in said, line
            assert "acted on" not in said, line
    assert "L-1" in room.says(TOM, "list open")
    assert "L-1" not in room.says(SAM, "list open")
    assert "1 open" in room.says(SAM, "list")
    one, two = (without_numbers(room.says(who, line)) for who, line in ((ANN, "show L-1"), (TOM, "show L-2")))
    assert one.replace("Ann", "") == two.replace("Tom", "")


def test_a_hidden_action_leaves_no_trace_in_a_brief(room: Room) -> None:
    """The kick-off brief in a channel carries over what the channel may read alone; a coordinator's own carries all."""
    assert "carried over" not in room.says(SAM, "release open 24.4", place="team")
    assert "1 lesson is carried over" in room.says(SAM, "release open 24.5", direct=True)


def test_a_hidden_action_leaves_no_trace_in_a_session(room: Room) -> None:
    """The session counts a lesson whose only action is hidden as undecided, and nobody as told because of it."""
    room.says(SAM, "action L-1 watch the supplier @tom by 24.3")
    room.says(SAM, "audience A-2 pmo")
    room.says(SAM, "release delivered")
    said = room.says(SAM, "session start")
    assert "2 to improve: 0 have an action, 0 accepted as they are, 2 to decide" in said
    assert "No owner is told." in room.says(SAM, "session end")
    assert "Tom: From the session about 24.3, 1 action is yours:" in room.goes_out()


def test_a_hidden_action_leaves_no_trace_when_dates_move(room: Room) -> None:
    """A release whose date moves says in the channel how many of the actions read there move along."""
    assert "follow" not in room.says(SAM, "release move 8 Dec a freeze")
    assert "8 Dec" in room.says(SAM, "show A-1")
    assert "1 action that follows it moves along" in room.says(SAM, "release move 9 Dec again", direct=True)


def test_the_next_review_tells_members_its_date_alone(room: Room) -> None:
    """How many were asked would tell a member of owners whose actions are hidden from them."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    room.goes_out()
    assert "asked so far" in room.says(SAM, "review")
    assert room.says(ANN, "review") == "The next review is on Tue 1 Dec at 10:00."


def test_accepting_with_a_hidden_action(room: Room) -> None:
    """Whoever can't see an open action accepts the lesson; coordinators hear of it, and it opens again when shown."""
    room.says(SAM, "accept L-2 rare")
    said = room.says(ANN, "accept L-1 rare")
    assert without_numbers(said) == "L is accepted as it is: rare"
    told = "L-1 was accepted as it is by somebody who can't see A-1, which is still open."
    assert f"Sam: {told}" in room.goes_out()
    room.says(SAM, "audience A-1 partners")
    assert "accepted" not in room.says(ANN, "show L-1")


def test_deleting_with_a_hidden_action(room: Room) -> None:
    """Whoever can't see an open action deletes the lesson; the action stays, and the coordinators hear of it."""
    assert room.says(ANN, "delete L-1") == "L-1 is deleted."
    told = "L-1 was deleted by somebody who can't see A-1, which is still open."
    assert room.goes_out() == [f"Sam: {told}"]
    assert "talk to the supplier" in room.says(SAM, "show A-1")
    assert "still has 1 open action" in room.says(SAM, "action L-2 mend it @tom") + room.says(TOM, "delete L-2")


def test_taking_an_anonymous_lesson_back(room: Room) -> None:
    """The key of an anonymous lesson takes it back only while its author can see nothing to be done about it."""
    said = room.reply(ANN, "anon improve nobody listened").said[0].message
    undo = next(button.line for button in said.buttons if button.label == "Undo")
    room.says(SAM, "action L-3 listen @tom by 4 Dec")
    assert "still has 1 open action" in room.says(ANN, undo)
    room.says(SAM, "audience A-2 pmo")
    assert room.says(ANN, undo) == "L-3 is deleted."
