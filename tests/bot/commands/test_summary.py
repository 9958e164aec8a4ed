"""A review's summary says how everything stood when the review closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.words.message import plain
from tests.rooms import Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Four actions, all begun, of a programme with a review on each first Tuesday."""
    made = Room()
    made.now = at(10, 20)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(TOM, "improve the lights")
    for what, who in (("mend them", "ann"), ("watch them", "ann"), ("count them", "tom"), ("sell them", "tom")):
        made.says(SAM, f"action L-1 {what} @{who} by 20 Dec")
    for number, who in ((1, ANN), (2, ANN), (3, TOM), (4, TOM)):
        made.says(who, f"start A-{number}")
    made.says(SAM, "review schedule first Tuesday 10:00")
    return made


def held(room: Room, month: int, day: int) -> str:
    """Hold the review of that day; its preview."""
    room.now = at(month, day, 10)
    room.says(SAM, "review start")
    room.now = at(month, day, 11)
    return room.says(SAM, "review close").removeprefix("Preview · ").partition("\n[")[0]


def posted(room: Room) -> str:
    """The summary as it is posted now."""
    room.says(SAM, "review post #team")
    room.goes_out()
    return next(plain(message) for name, message in room.post.sent if name == "#team")


def groups(said: str) -> dict[str, list[str]]:
    """The references under each title."""
    found: dict[str, list[str]] = {}
    title = ""
    for line in said.splitlines():
        if line.endswith(":"):
            title = line.removesuffix(":")
        elif line.strip().startswith("A-"):
            found.setdefault(title, []).append(line.split()[0])
    return found


def test_it_reads_what_stood_at_the_close(room: Room) -> None:
    """What is done, blocked, moved, dropped, noted or added between the close and the posting is for the next one."""
    room.says(TOM, "blocked A-3 no lift")
    room.says(ANN, "done A-1")
    preview = held(room, 11, 3)
    assert groups(preview) == {"Closed since last time": ["A-1"], "Blocked": ["A-3"], "Going on": ["A-2", "A-4"]}
    room.now = at(11, 4)
    for who, line in (
        (ANN, "start A-1"), (ANN, "due A-2 24 Dec"), (TOM, "start A-3"), (TOM, "drop A-4 no use"),
        (TOM, "update A-3 the lift works"), (SAM, "action L-1 a new thing @tom by 4 Dec"),
    ):  # fmt: skip
        room.says(who, line)
    assert "A-1 " in posted(room)
    assert groups(posted_again := plain(room.post.sent[-1][1])) == groups(preview)
    assert "no lift" in posted_again
    assert "1 closed, 3 open, 1 blocked, 0 overdue" in posted_again
    assert "due Sun 20 Dec" in posted_again
    assert "Thank you, Ann." in posted_again


def test_it_is_closed_once(room: Room) -> None:
    """What was closed before the last review stays out of the next, whatever is noted about it later."""
    room.says(ANN, "done A-1")
    assert groups(held(room, 11, 3))["Closed since last time"] == ["A-1"]
    room.now = at(11, 20)
    room.says(ANN, "result A-1 https://x.example")
    room.says(SAM, "update A-1 well done")
    room.says(ANN, "done A-2")
    assert groups(held(room, 12, 1))["Closed since last time"] == ["A-2"]


def test_closed_again_counts_again(room: Room) -> None:
    """What was opened again after a review and closed anew is among what was closed since."""
    room.says(ANN, "done A-1")
    held(room, 11, 3)
    room.now = at(11, 20)
    room.says(ANN, "start A-1")
    room.says(ANN, "done A-1")
    assert groups(held(room, 12, 1))["Closed since last time"] == ["A-1"]


def test_what_has_moved(room: Room) -> None:
    """Dates that moved since the last review are told with the one before; a first date, or one moved back, is none."""
    room.says(ANN, "due A-1 22 Dec")
    room.says(SAM, "action L-2 no hurry @tom")
    room.says(TOM, "due A-5 22 Dec")
    first = held(room, 11, 3)
    assert groups(first)["Moved"] == ["A-1"]
    assert "A-1  mend them  Ann \u00b7 due Tue 22 Dec, before Sun 20 Dec" in first
    room.now = at(11, 20)
    room.says(TOM, "due A-5 23 Dec")
    room.says(TOM, "due A-3 24 Dec")
    room.says(TOM, "due A-3 20 Dec")
    second = held(room, 12, 1)
    assert groups(second)["Moved"] == ["A-5"]
    assert "due Wed 23 Dec, before Tue 22 Dec" in second


def test_an_answer_after_the_close_is_none_for_the_review(room: Room) -> None:
    """Whoever answers once the review has closed is still without an answer in its summary, and not in the next."""
    room.goes_out(at(10, 27, 9))
    room.says(ANN, "ontrack A-1")
    preview = held(room, 11, 3)
    assert groups(preview)["Without an answer"] == ["A-2", "A-3", "A-4"]
    room.now = at(11, 4)
    room.says(ANN, "ontrack A-2")
    assert groups(posted(room)) == groups(preview)


def test_a_channel_with_outside_people_hears_of_no_hidden_move(room: Room) -> None:
    """Neither what moved nor what was done is told where it may not be read."""
    room.says(ANN, "due A-1 22 Dec")
    room.says(ANN, "done A-2")
    for number in (1, 2):
        room.says(SAM, f"audience A-{number} pmo")
    said = held(room, 11, 3)
    assert "A-1" not in said
    assert "0 closed, 2 open" in said


def test_what_was_dropped_is_said_once_with_why(room: Room) -> None:
    """An action that was given up on purpose doesn't vanish in silence: the next summary says so, with the reason."""
    room.now = at(11, 2)
    room.says(TOM, "drop A-4 nobody wants to buy them")
    said = held(room, 11, 3)
    assert groups(said)["No longer needed"] == ["A-4"]
    assert "nobody wants to buy them" in said
    assert "0 closed, 3 open" in said
    assert "Thank you" not in said
    assert "No longer needed" not in held(room, 12, 1)
