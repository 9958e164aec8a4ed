"""What must not leak, be lost, or be taken back by accident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words.incoming import Sender
from bot.words.person import Platform
from tests.rooms import Room

SAM, ANN, EVE = "sam@pmo.example", "ann@pmo.example", "eve@supplier.example"


@pytest.fixture
def room() -> Room:
    made = Room()
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "release open 24.3")
    made.says(SAM, "improve the feeds")
    return made


def test_a_session_hides_in_a_direct_message_what_it_hides_elsewhere(room: Room) -> None:
    """An outside person who asks how the session stands sees neither partners' lessons nor their number."""
    room.says(EVE, "improve for all")
    room.says(SAM, "session start")
    seen = room.says(EVE, "session", direct=True)
    assert "the feeds" not in seen
    assert "1 to improve" in seen


def test_everyone_can_be_chosen(room: Room) -> None:
    """An audience of everyone is taken as it is said, and an action somebody narrowed stays so."""
    room.says(SAM, "action L-1 mend it")
    room.says(SAM, "audience A-1 pmo")
    said = room.says(SAM, "audience L-1 everyone")
    assert "read by everyone" in said
    assert "A-1 is still read by the PMO alone" in said
    room.says(EVE, "help")
    assert "the feeds" in room.says(EVE, "list")


def test_undo_respects_what_others_did_since(room: Room) -> None:
    """A change that somebody else has built on is not taken back."""
    room.says(SAM, "action L-1 mend it @sam by 30 Nov")
    room.says(SAM, "start A-1")
    room.says(ANN, "help")
    room.now += timedelta(minutes=1)
    room.says(SAM, "coordinator add @ann")
    room.says(ANN, "done A-1 https://x.example/doc")
    room.says(SAM, "undo")
    assert "A-1 has changed since" in room.says(SAM, "undo")
    assert "done" in room.says(SAM, "show A-1")


def test_undo_brings_a_blocked_action_back(room: Room) -> None:
    """Undoing done brings back that it was blocked, and why."""
    room.says(SAM, "action L-1 mend it @sam by 30 Nov")
    room.says(SAM, "blocked A-1 waiting")
    room.says(SAM, "done A-1")
    assert "A-1 \u00b7 blocked" in room.says(SAM, "undo")
    assert "waiting" in room.says(SAM, "show A-1")


def test_an_anonymous_author_stays_so(room: Room) -> None:
    """Neither the log nor the kept answer names them or holds their key, and the key opens nothing after its day."""
    answer = room.reply(ANN, "anon improve nobody listened")
    edit, undo = (button.line for button in answer.said[0].message.buttons)
    with room.store.open() as register:
        ann = register.people.by_email(ANN)
        assert ann is not None
        kept = register.people.arrive(f"event-{room.events}", _sender(), None).answer or ""
        assert edit.split("~")[1] not in kept
    room.now += timedelta(days=3)
    assert "no longer, valid" in room.says(ANN, f"{edit} other words")
    room.now -= timedelta(days=3)
    room.says(ANN, undo)
    with room.store.open() as register:
        programme = register.programmes.all()[0]
        assert ann.id not in {entry.person for entry in register.audit.page(programme.id, limit=3)}


def test_anon_alone_stores_nothing(room: Room) -> None:
    """A lesson without a name is never stored with one because its text was missing."""
    for line in ("anon", "anon improve", "anon keep:"):
        assert "in the same line" in room.says(ANN, line)
    assert "L-2" not in room.says(SAM, "list")


def test_redacting_leaves_no_text_behind(room: Room) -> None:
    """What was said about a lesson in whatever way is gone from the register once it is redacted."""
    room.says(SAM, "improve Jane Doe waited")
    room.says(SAM, "edit L-2 a patient waited")
    room.says(SAM, "accept L-2 Jane Doe is fine now")
    room.says(SAM, "action L-1 mend it @sam by 30 Nov")
    room.says(SAM, "blocked A-1 Jane Doe is ill")
    room.says(SAM, "redact L-2 a name")
    room.says(SAM, "redact A-1 a name")
    with room.store.open() as register:
        state = register._state  # pyright: ignore[reportAttributeAccessIssue]  # looks inside on purpose
    kept = [state.lessons, state.actions, state.updates, state.seen, state.entries, state.undos, state.deliveries]
    assert "Jane" not in repr(kept)


@pytest.mark.parametrize(
    "line",
    [
        "Left the firewall open over the weekend",
        "Organisation charts out of date",
        "Review schedule clashed with go-live",
        "Help desk tickets piled up",
        "Undo scripts were missing",
    ],
)
def test_a_lesson_may_begin_with_a_commands_word(room: Room, line: str) -> None:
    """What can't be meant for the command is stored as the lesson that it is."""
    assert "Stored L-2" in room.says(ANN, line)


@pytest.mark.parametrize("line", ["Review opening remarks ran too long", "Review cancel messages went astray"])
def test_what_is_refused_can_still_be_stored(room: Room, line: str) -> None:
    """A line that may be a command or a lesson is never lost: the refusal offers to store it."""
    answer = room.reply(ANN, line)
    assert [button.line for button in answer.said[0].message.buttons][-1:] == [f"lesson: {line}"]


def test_an_impossible_date_gets_its_own_sentence(room: Room) -> None:
    """A date that is none is said to be none, and the line is not taken for a lesson."""
    room.says(SAM, "action L-1 mend it @sam")
    assert "is no date" in room.says(SAM, "due A-1 0/0")


def test_a_reviews_date_stays_while_it_is_held(room: Room) -> None:
    """A review that is being held can be closed, but neither moved nor called off."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    room.now += timedelta(days=7, hours=1)
    room.says(SAM, "review start")
    for line in ("review move 8 Dec 10:00", "review skip", "review cancel nobody"):
        assert "being held now" in room.says(SAM, line)


def test_a_review_held_early_stands_for_its_usual_day(room: Room) -> None:
    """A review that was moved earlier is followed by the next month's, not by its own usual day."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    room.says(SAM, "review move 26 Nov 10:00")
    room.now += timedelta(days=2, hours=1)
    room.says(SAM, "review start")
    assert "Tue 5 Jan 2027" in room.says(SAM, "review close")


def _sender() -> Sender:
    return Sender(platform=Platform.CONSOLE, account=ANN)


@pytest.mark.parametrize("line", ["anon keep forgetting ", "anom improve "])
def test_a_long_line_that_may_be_anonymous_is_never_kept(room: Room, line: str) -> None:
    """What somebody may want to say without their name isn't put aside beside it, however long it is."""
    answer = room.reply(ANN, line + "word " * 500)
    assert answer.mistaken
    assert not any(button.line.startswith("draft") for button in answer.said[0].message.buttons)
    with room.store.open() as register:
        state = register._state  # pyright: ignore[reportAttributeAccessIssue]  # looks inside on purpose
    assert not state.drafts
