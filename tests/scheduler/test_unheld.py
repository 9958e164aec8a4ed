"""A review that nobody runs, or that nobody closes, doesn't stop the ones after it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


def on(day: int, hour: int, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """A review on Tue 1 Dec at 10:00, before which Ann was asked about one action."""
    made = Room()
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation PMO inside pmo.example")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.says(ANN, "action L-1 agree the checklist @ann by 4 Dec")
    made.goes_out(on(25, 9, month=11))
    made.says(ANN, "A-1 blocked waiting on the supplier", direct=True)
    return made


def test_a_review_that_nobody_ran_closes_by_itself(room: Room) -> None:
    """At 09:00 two working days later it is closed, coordinators are told, and the next one is planned."""
    assert room.goes_out(on(3, 8)) == []
    assert room.goes_out(on(3, 9)) == [
        "Sam: Nobody ran the lessons-learnt review of DCR on Tue 1 Dec, so I have closed it."
    ]
    said = room.post.sent[0][1]
    assert [button.line for button in said.buttons] == ["DCR: review summary"]
    assert room.goes_out(on(3, 10)) == []
    assert "Tue 5 Jan 2027 at 10:00" in room.says(SAM, "review")
    assert "lessons-learnt review of Tue 1 Dec" in room.says(SAM, "review summary")


def test_a_review_that_nobody_closed_closes_by_itself(room: Room) -> None:
    """What was begun and left is closed as well, and nobody's own words outlast it."""
    room.now = on(1, 10)
    room.says(SAM, "review start")
    assert "Nobody closed the lessons-learnt review of DCR on Tue 1 Dec" in room.goes_out(on(3, 9))[0]
    with room.store.open() as register:
        programme = register.programmes.all()[0]
        review = register.reviews.last_closed(programme.id, limit=1)[0]
        assert review.closed_at == on(3, 9)
        assert review.open_after == 1


def test_prompts_go_on_after_a_review_that_nobody_ran(room: Room) -> None:
    """A week before the next review, owners are asked as ever."""
    room.goes_out(on(3, 9))
    assert room.goes_out(on(29, 8)) == []
    assert room.goes_out(on(29, 9)) == [
        "Ann: The lessons-learnt review of DCR is on Tue 5 Jan 2027 at 10:00. This is yours:"
    ]


def test_a_review_that_passed_while_learnt_was_off_is_followed_by_one_to_come(room: Room) -> None:
    """After months without a tick, the next review is in the future, and those in between are not made up for."""
    told = room.goes_out(on(15, 9, month=3, year=2027))
    assert [one for one in told if one.startswith("Sam")] == [
        "Sam: Nobody ran the lessons-learnt review of DCR on Tue 1 Dec 2026, so I have closed it."
    ]
    assert "Tue 6 Apr at 10:00" in room.says(SAM, "review")
    assert room.goes_out(on(15, 10, month=3, year=2027)) == []


def test_a_review_that_is_closed_in_time_is_left_alone(room: Room) -> None:
    """Nothing is said of a review that was held, and the next is planned once."""
    room.now = on(1, 10)
    room.says(SAM, "review start")
    room.says(SAM, "review close")
    assert not [title for title in room.goes_out(on(3, 9)) if "Nobody" in title]
    with room.store.open() as register:
        assert len(register.reviews.waiting()) == 1
