from __future__ import annotations

import pytest

from tests.rooms import Room

SAM, ANN, OUT = "sam@pmo.example", "ann@pmo.example", "o@supplier.example"


@pytest.fixture
def room() -> Room:
    made = Room()
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation PMO inside pmo.example")
    return made


def test_actions_follow_their_release(room: Room) -> None:
    """An action that is due by a release moves with its live date."""
    room.says(SAM, "release plan 24.4 live 12 Jan")
    room.says(SAM, "improve the feeds")
    assert "due Tue 12 Jan 2027" in room.says(SAM, "action L-1 mend them @sam by 24.4")
    assert "Release 24.4 is open, live on Tue 12 Jan 2027" in room.says(SAM, "release open 24.4")
    assert "1 action that follows it moves along" in room.says(SAM, "release move 19 Jan a freeze")
    assert "due Tue 19 Jan 2027" in room.says(SAM, "actions mine")
    assert "is now due Fri 4 Dec." in room.says(SAM, "due A-1 4 Dec")
    room.says(SAM, "release move 26 Jan another freeze")
    assert "due Fri 4 Dec" in room.says(SAM, "actions mine")
    assert "due Tue 26 Jan 2027, and moves with 24.4" in room.says(SAM, "due A-1 by 24.4")


def test_where_two_releases_fit_both_are_offered(room: Room) -> None:
    """A lesson that may belong to either of two releases asks which, and the button puts it there."""
    room.says(SAM, "release open 24.3")
    room.says(SAM, "release open 24.4")
    room.says(SAM, "link")
    answer = room.reply(SAM, "keep the stand-up", direct=True)
    labels = [button.label for button in answer.said[0].message.buttons]
    assert labels[:2] == ["24.3", "24.4"]
    room.says(SAM, answer.said[0].message.buttons[0].line, direct=True)
    assert "24.3" in room.says(SAM, "show L-1").splitlines()[0]


def test_lessons_between_releases_are_offered_to_the_next(room: Room) -> None:
    """What was written while no release was open is offered again when one opens."""
    room.says(ANN, "improve the feeds")
    opened = room.says(SAM, "release open 24.4 live 12 Jan")
    assert "Written between releases" in opened
    assert "L-1" in opened
    room.says(SAM, "set L-1 release 24.4")
    assert "L-1" in room.says(SAM, "list 24.4")


def test_what_all_here_read_counts_nothing_hidden(room: Room) -> None:
    """The count that is posted when a release is live holds only what everyone in the channel may read."""
    room.says(SAM, "release open 24.4")
    room.says(SAM, "improve for partners")
    room.says(OUT, "improve for everyone")  # from now on outside people read this channel
    room.says(SAM, "audience L-1 pmo")
    assert "24.4 is live. 1 lesson so far." in room.says(SAM, "release delivered")


def test_a_live_release_is_offered_a_session(room: Room) -> None:
    """Whoever says that a release is live is offered a day for its session."""
    room.says(SAM, "release open 24.4")
    answer = room.reply(SAM, "release delivered")
    button = answer.said[0].message.buttons[0]
    assert button.label == "Hold it on Wed 2 Dec 14:00"
    assert "is on Wed 2 Dec at 14:00" in room.says(SAM, button.line)


def test_each_release_has_its_own_session(room: Room) -> None:
    """Where sessions about two releases are planned, each is started in its own release's channel, at its own date."""
    room.says(SAM, "release open 24.3")
    code = room.says(SAM, "link").splitlines()[0].rsplit(maxsplit=1)[1]
    room.says(SAM, f"link {code}", place="next")
    room.says(SAM, "release open 24.4", place="next")
    room.says(SAM, "session schedule 3 Dec 14:00")
    room.says(SAM, "session schedule 17 Dec 15:00", place="next")
    assert "The session about 24.3 is on Thu 3 Dec at 14:00" in room.says(SAM, "session")
    assert "The session about 24.4 is on Thu 17 Dec at 15:00" in room.says(SAM, "session", place="next")
    assert "The session about 24.3 is on Fri 4 Dec" in room.says(SAM, "session schedule 4 Dec")
    room.says(SAM, "session start")
    assert "is running" in room.says(SAM, "session schedule 5 Dec")
    assert "A session is running already" in room.says(SAM, "session start", place="next")
    room.says(SAM, "session end")
    assert "The session about 24.4 is on Thu 17 Dec at 15:00" in room.says(SAM, "session", place="next")


def test_a_release_that_closes_calls_its_session_off(room: Room) -> None:
    """Nobody is told to come to a session about a release that is closed."""
    room.says(SAM, "release open 24.3")
    room.says(SAM, "session schedule 3 Dec 14:00")
    assert "24.3 is not live yet" in room.says(SAM, "release close")
    room.says(SAM, "release delivered")
    assert room.says(SAM, "release delivered") == "24.3 is live already."
    assert "The session that was planned about it is called off" in room.says(SAM, "release close")
    assert "No session is planned" in room.says(SAM, "session")
    assert room.says(SAM, "release close 24.3") == "24.3 is closed already."


def test_the_brief_says_what_is_unfinished(room: Room) -> None:
    """Each lesson that is carried over comes with how its first open action stands; what is beyond five is counted."""
    room.says(SAM, "release open 24.3")
    for number in range(1, 8):
        room.says(SAM, f"improve thing {number}")
        room.says(SAM, f"action L-{number} mend it @sam by 30 Nov")
    room.says(SAM, "blocked A-7 waiting on the supplier")
    room.says(SAM, "action L-7 and paint it")
    room.says(SAM, "release delivered")
    brief = room.says(SAM, "release open 24.4").splitlines()
    assert "7 lessons are carried over with unfinished actions:" in brief
    assert "L-7  thing 7  A-7 blocked · due Mon 30 Nov, and 1 more" in brief
    assert "L-6  thing 6  A-6 not started · due Mon 30 Nov" in brief
    assert "and 2 more" in brief
    assert not any("thing 2" in line for line in brief)
