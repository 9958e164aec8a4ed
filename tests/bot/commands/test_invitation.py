"""Inviting to a review: text to paste and a file, which a later file of the same review replaces."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.conversations.invitation import invitation
from bot.words.invitation import Invitation
from bot.words.message import File
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


@pytest.fixture
def room() -> Room:
    """Before a review on Tue 1 Dec."""
    made = Room()
    made.now = datetime(2026, 11, 10, 10, tzinfo=UTC)
    made.says(SAM, "setup Data Centre Release")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "review schedule first Tuesday 10:00")
    return made


def sent(room: Room, number: int) -> Invitation:
    """What a file of that review holds now."""
    with room.store.open() as register:
        programme = register.programmes.all()[0]
        review = register.reviews.get(programme.id, number)
        assert review is not None
        return invitation(register, programme, review, register.people.by_email(SAM))


def test_text_to_paste(room: Room) -> None:
    """It says what it is, when in the programme's zone, where, and what to do before; nothing of what is open."""
    room.says(SAM, "set zone Europe/Paris")
    assert room.says(SAM, "review invitation").splitlines() == [
        "dcr-review-1.ics puts the review into a calendar: Tue 1 Dec.",
        "To paste into an invitation:",
        "Lessons-learnt review of Data Centre Release (DCR)",
        "Tue 1 Dec, 11:00 to 12:00 (Europe/Paris)",
        "#team",
        "Every owner of an open action attends. Before then, say how yours stand: answer Learnt's message, or write to "
        "it: actions mine",
    ]


def test_the_file_is_for_who_asked(room: Room) -> None:
    """It comes with the answer, in their name, and a member who is no coordinator has none."""
    file = room.reply(SAM, "review invitation").file
    assert isinstance(file, File)
    assert (file.name, file.viewer.is_coordinator, file.asked_at) == ("dcr-review-1.ics", True, room.now)
    of = sent(room, 1)
    assert (of.organiser, of.organiser_name) == (SAM, "Sam")
    assert room.reply(ANN, "review invitation").file is None


def test_a_move_replaces_what_calendars_have(room: Room) -> None:
    """It is the same entry, newer with each move."""
    first = sent(room, 1)
    button = room.reply(SAM, "review move 8 Dec 14:00").said[0].message.buttons[0]
    assert button.line == "review invitation"
    second = sent(room, 1)
    room.says(SAM, "review move 9 Dec")
    third = sent(room, 1)
    assert first.uid == second.uid == third.uid
    assert [one.sequence for one in (first, second, third)] == [0, 1, 2]
    assert second.begins == datetime(2026, 12, 8, 14, tzinfo=UTC)
    assert "It replaces what an earlier file of this review put there." in room.says(SAM, button.line)


def test_a_review_that_is_off_leaves_calendars(room: Room) -> None:
    """The button sends a file that cancels the entry; the next review is another one."""
    room.says(SAM, "review move 8 Dec")
    before = sent(room, 1)
    button = room.reply(SAM, "review cancel nobody is there").said[0].message.buttons[0]
    assert button.line == "review invitation 1"
    said = room.says(SAM, button.line)
    assert "dcr-review-1.ics takes the review out of calendars" in said
    assert "Cancelled\nLessons-learnt review" in said
    after = sent(room, 1)
    assert (after.uid, after.sequence, after.cancelled) == (before.uid, before.sequence + 1, True)
    assert sent(room, 2).uid != before.uid


def test_nobody_is_invited_to_what_is_over(room: Room) -> None:
    """A review that was held, or that never was, is answered by a sentence."""
    room.says(SAM, "review start")
    room.says(SAM, "review close")
    assert room.says(SAM, "review invitation 1") == "Review 1 has been held. For the next one, type: review invitation"
    assert room.says(SAM, "review invitation 9") == "There is no review 9 of DCR."
    assert room.reply(SAM, "review invitation 9").file is None
