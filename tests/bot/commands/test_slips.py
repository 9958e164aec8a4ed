"""What people nearly type: each slip is answered by what to type instead, and nothing is stored by mistake."""

from __future__ import annotations

import pytest

from bot.words.message import Button, Message, Rows
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"


@pytest.fixture
def room() -> Room:
    made = Room()
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation PMO inside pmo.example")
    made.says(SAM, "release open 24.3 live 12 Jan")
    return made


def _buttons(message: Message) -> list[Button]:
    rows = [row for section in message.sections if isinstance(section, Rows) for row in section.rows]
    return [button for row in rows for button in row.buttons] + list(message.buttons)


def _lessons(room: Room) -> int:
    return len(room.says(SAM, "list").splitlines()) - 1


def _owns(room: Room, who: str, *texts: str) -> None:
    room.says(who, "improve the feeds")
    for text in texts:
        room.says(who, f"action L-1 {text} @{who} by 4 Dec")


def test_a_status_without_a_reference_asks_which_of_ones_own(room: Room) -> None:
    """`done` alone shows the speaker's own open actions, each with a button that says it in full."""
    _owns(room, ANN, "agree the checklist", "write it down")
    room.says(SAM, "action L-1 somebody else's @sam")
    asked = room.reply(ANN, "done").said[0].message
    assert asked.title == "Which one do you mean? These are yours:"
    assert [button.line for button in _buttons(asked)] == ["done A-1", "done A-2"]
    assert "done" in room.says(ANN, "done A-2")
    assert [button.line for button in _buttons(room.reply(ANN, "blocked").said[0].message)] == ["blocked A-1"]


def test_a_status_without_a_reference_from_whoever_owns_nothing_says_what_to_type(room: Room) -> None:
    """Without an action of one's own, `done` alone is answered by how it is typed."""
    assert "Type \u201cdone A-7 [NOTE]\u201d" in room.says(SAM, "done")
    assert "Type \u201cshow L-12|A-7\u201d" in room.says(SAM, "show")


def test_a_release_that_is_not_there_is_not_taken_for_words(room: Room) -> None:
    """`99.9: improve …` stores nothing, and offers the release that there is, or the line as it stands."""
    answer = room.reply(SAM, "99.9: improve the feeds").said[0].message
    assert answer.title == "There is no release called \u201c99.9\u201d. DCR has 24.3. Nothing is stored yet."
    assert [button.label for button in answer.buttons] == ["Into 24.3", "Save as lesson"]
    room.says(SAM, answer.buttons[0].line)
    assert "Raised by Sam" in room.says(SAM, "show L-1")
    assert "\u201cthe feeds\u201d" in room.says(SAM, "show L-1")
    assert _lessons(room) == 1


@pytest.mark.parametrize("line", ["10:00 stand-up was too early", "Step 2: improve the feeds", "Sam: keep it short"])
def test_a_colon_alone_makes_no_release(room: Room, line: str) -> None:
    """Times, steps and names before a colon are words of a lesson."""
    assert "Stored L-1" in room.says(SAM, line)


def test_a_release_before_a_command_narrows_it_down(room: Room) -> None:
    """`24.3: list` lists that release alone, as `list 24.3` does; a programme's key still works."""
    room.says(SAM, "improve the feeds")
    room.says(SAM, "release open 24.4")
    room.says(SAM, "24.4: improve the mapping")
    assert room.says(SAM, "24.4: list") == room.says(SAM, "list 24.4")
    assert "feeds" not in room.says(SAM, "24.4: list")
    assert "feeds" in room.says(SAM, "DCR: list")


def test_part_of_a_setting_is_not_guessed(room: Room) -> None:
    """`set names s` changes nothing; a beginning that can mean one thing only is enough."""
    assert "one of: names, organisations, numbers" in room.says(SAM, "set names s")
    assert "show organisations" in room.says(SAM, "set names org")


@pytest.mark.parametrize("typed", ["session schedule tomorrow 25:00", "review move 4 Dec 10:75"])
def test_a_time_that_there_is_not_is_no_lesson(room: Room, typed: str) -> None:
    """A command that only its time spoils says so, instead of being stored."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    assert "is no time. Try 14:00 or 2pm." in room.says(SAM, typed)
    assert "Nothing here yet" in room.says(SAM, "list")


def test_the_number_nought_is_a_reference_too(room: Room) -> None:
    """`show L-0` is answered like any lesson that is not there."""
    assert room.says(SAM, "show L-0") == "There is no L-0 that you can see in DCR."


def test_what_names_nothing_offers_no_lesson_unless_words_would_be_lost(room: Room) -> None:
    """A reference that is not there is no lesson; words typed along with it are still offered to be kept."""
    assert room.reply(SAM, "done A-9").said[0].message.buttons == ()
    assert [b.label for b in room.reply(SAM, "update A-9 sent to all").said[0].message.buttons] == ["Save as lesson"]


def test_undo_in_another_programmes_channel_is_not_used_up(room: Room) -> None:
    """The last change was in another programme: undo says so and brings the line that takes it back, from there."""
    room.says(SAM, "improve the feeds")
    room.says(SAM, "set L-1 kind keep")
    room.says(SAM, "setup Other Works", place="other")
    room.says(SAM, "improve the doors", place="other")
    room.says(SAM, "set L-1 kind keep")
    answer = room.reply(SAM, "undo", place="other").said[0].message
    assert answer.title == "Your last change was in DCR (L-1). To take it back, type undo in a channel of DCR."
    assert "kind: keep" not in room.says(SAM, "show L-1", place="other")
    assert "Taken back: L-1 \u00b7 kind: keep" in room.says(SAM, "undo")  # it was keep before, too


def test_whoever_is_in_no_programme_is_not_told_about_a_channel(room: Room) -> None:
    """In a direct message, the way in is a channel or a code, and no channel is spoken of as if it were here."""
    said = room.says("new@elsewhere.example", "list", direct=True)
    assert said.startswith("You are in no programme yet.")
    assert "This channel" not in said


def test_the_fifth_wrong_code_says_so_once_there_were_five(room: Room) -> None:
    """After five wrong codes none is taken for an hour, and the sentence holds for every later one."""
    for _ in range(5):
        assert "not, or no longer, valid" in room.says(ANN, "link ABCD-EFGH", place="new")
    for _ in range(2):
        said = room.says(ANN, "link ABCD-EFGH", place="new")
        assert said.startswith("I take no more codes from you for an hour, as five were wrong.")


def test_an_answer_needs_no_question(room: Room) -> None:
    """In a direct message, how one's own action stands is taken without a prompt that asks for it."""
    _owns(room, ANN, "agree the checklist", "write it down")
    said = room.says(ANN, "A-1 done, A-2 blocked waiting on the supplier", direct=True)
    assert said.startswith("Thank you. This is what I have written down:")
    assert "A-1" not in room.says(ANN, "actions mine")
    assert "blocked" in room.says(SAM, "show A-2")
    assert "Nothing is stored yet" in room.says(SAM, "A-2 done", direct=True)  # it is not his


def test_the_reference_may_come_first(room: Room) -> None:
    """`A-1 done` where all is a lesson is nearly a command: it is offered, and nothing is stored."""
    _owns(room, ANN, "agree the checklist")
    answer = room.reply(ANN, "A-1 done").said[0].message
    assert answer.title == "Did you mean one of these? Nothing is stored yet."
    assert [button.line for button in answer.buttons] == ["done A-1", "lesson: A-1 done"]
    assert "same l-1" in [b.line for b in room.reply(ANN, "l-1 same").said[0].message.buttons]
    assert "Stored L-2" in room.says(ANN, "A-1 was done too late to be of use")
    assert "Stored L-3" in room.says(ANN, "A4 paper ran out")
