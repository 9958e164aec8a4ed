"""Nobody is offered a button that could only refuse them."""

from __future__ import annotations

import pytest

from bot.words.message import Reply
from tests.rooms import Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"


@pytest.fixture
def room() -> Room:
    """Ann owns A-1."""
    made = Room()
    made.says(SAM, "setup Data Centre Release")
    made.says(TOM, "list")
    made.says(ANN, "improve the feeds")
    made.says(SAM, "action L-1 tidy the feeds @ann by 18 Dec")
    return made


def labels(reply: Reply) -> list[str]:
    return [button.label for said in reply.said for button in said.message.buttons]


def test_a_closed_action(room: Room) -> None:
    """A closed action can be opened again, and nothing else."""
    room.says(ANN, "done A-1")
    assert labels(room.reply(ANN, "show A-1")) == ["Open it again"]
    assert labels(room.reply(ANN, "more A-1")) == ["Open it again", "Show it"]


def test_somebody_elses(room: Room) -> None:
    """Who may not say how it stands reads it; a coordinator may give it away, but can't say that it is not theirs."""
    assert labels(room.reply(TOM, "show A-1")) == []
    assert "Not mine" in labels(room.reply(ANN, "more A-1"))
    assert "Not mine" not in labels(room.reply(SAM, "more A-1"))
    assert "Give it to somebody" in labels(room.reply(SAM, "more A-1"))


def test_the_agenda_by_oneself(room: Room) -> None:
    """Whoever goes through the agenda in their own chat is not offered to start or close it, unless they may."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    assert labels(room.reply(ANN, "review back", direct=True))[-1:] == ["History"]
    assert labels(room.reply(ANN, "review next A-1", direct=True)) == ["One by one"]
    assert labels(room.reply(SAM, "review next A-1", direct=True)) == ["Start", "One by one"]


def test_a_review_without_actions(room: Room) -> None:
    """Where nothing is open there is nothing to go through one by one."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    room.says(ANN, "done A-1")
    assert labels(room.reply(SAM, "review start")) == ["Close"]


def test_pressed_by_two_at_once(room: Room) -> None:
    """A second [Close], or an old [Start], begins nothing new, and leads to the summary of what was closed."""
    room.says(SAM, "review schedule first Tuesday 10:00")
    room.says(SAM, "review start")
    room.says(SAM, "review close")
    for line in ("review close", "review start"):
        said = room.reply(SAM, line)
        assert said.said[0].message.title.startswith(
            "The review of Tue 1 Dec is closed, and the next is on Tue 5 Jan 2027"
        )
        assert labels(said) == ["See the summary"]
