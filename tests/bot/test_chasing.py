"""Where an action is blocked by somebody named, its owner may have them asked, in words seen first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.words.message import Reply, Rows, plain
from tests.rooms import Room

SAM, ANN, TOM, EVE = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example", "eve@supplier.example"


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann owns A-1, which is for partners; Tom is one, Eve is not."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation PMO inside pmo.example")
    for who in (ANN, TOM, EVE):
        made.says(who, "improve the feeds")
    made.says(ANN, "improve the certificates")
    made.says(SAM, "audience L-4 partners")
    made.says(SAM, "action L-4 renew them @ann by 18 Dec")
    made.says(ANN, "fine A-1")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    return made


def lines(answer: Reply) -> list[str]:
    return [button.line for one in answer.said for button in one.message.buttons]


@pytest.mark.parametrize(
    "why",
    ["waiting on Tom", "tom's approval missing, for Tom to sign", "waiting for tom", "@tom has it", "Tom Example"],
)
def test_the_named_person_is_offered(room: Room, why: str) -> None:
    """Whoever the reason names is offered to be asked, by a button that stands for a line."""
    assert "chase A-1 tom@pmo.example" in lines(room.reply(ANN, f"blocked A-1 {why}"))


@pytest.mark.parametrize(
    "why", ["waiting on the supplier", "waiting on Eve", "Ann is ill", "no budget until April", "waiting on Zoe"]
)
def test_nobody_else_is(room: Room, why: str) -> None:
    """Nobody is offered who is not a member, may not read the action, or owns it."""
    assert not any("chase" in line for line in lines(room.reply(ANN, f"blocked A-1 {why}")))


def test_the_exact_words_come_first(room: Room) -> None:
    """The owner sees what would be written, and nothing is sent before they say so."""
    room.says(ANN, "blocked A-1 waiting on Tom for the new key")
    shown = room.reply(ANN, "chase A-1 tom@pmo.example")
    assert room.goes_out(at(4, 12)) == []
    assert lines(shown) == ["chase send A-1 tom@pmo.example"]
    room.says(ANN, lines(shown)[0])
    (told,) = room.goes_out(at(4, 12))
    assert told == "Tom: Ann asks: A-1 is waiting for you, due Fri 18 Dec. Is there news?"
    previewed = plain(shown.said[0].message)
    sent = room.post.sent[0][1]
    assert sent.title in previewed
    for section in sent.sections:
        assert getattr(section, "text", "") in previewed
    assert "today already" in room.says(ANN, "chase send A-1 tom@pmo.example")


def test_the_answer_reaches_the_owner(room: Room) -> None:
    """What the one asked says goes to the owner, with buttons to update the action."""
    room.says(ANN, "blocked A-1 waiting on Tom")
    room.says(ANN, "chase send A-1 @tom")
    room.goes_out(at(4, 12))
    line = room.post.sent[0][1].buttons[0].line
    room.says(TOM, f"{line} the key comes on Friday", direct=True)
    assert room.goes_out(at(4, 13)) == ["Ann: Tom says about A-1:"]
    assert "the key comes on Friday" in plain(room.post.sent[0][1])


def test_the_prompt_offers_it(room: Room) -> None:
    """In the prompt and its nudges the offer stands beside the action."""
    room.says(ANN, "blocked A-1 waiting on Tom")
    for day, many in ((24, 1), (26, 1)):
        assert len([one for one in room.goes_out(at(day, 9)) if one.startswith("Ann")]) == many
        rows = [row for part in room.post.sent[0][1].sections if isinstance(part, Rows) for row in part.rows]
        assert [button.label for button in rows[0].buttons] == ["Done", "Ask Tom", "More"]


def test_an_answer_in_words_offers_it(room: Room) -> None:
    """Whoever answers the prompt that it waits on Tom is offered to have Tom asked."""
    room.goes_out(at(24, 9))
    said = room.reply(ANN, "A-1 blocked waiting on Tom", direct=True)
    assert "DCR: chase A-1 tom@pmo.example" in lines(said)


def test_only_the_owner_may(room: Room) -> None:
    """Nobody but the owner or a coordinator has people asked, and nobody is asked who may not read the action."""
    room.says(ANN, "blocked A-1 waiting on Tom")
    assert "Only its owner" in room.says(TOM, "chase A-1 @sam")
    assert "may not read" in room.says(ANN, "chase A-1 @eve")
    assert "Nobody has to be asked" in room.says(ANN, "chase A-1 @ann")


def test_the_word_between_reviews_offers_it(room: Room) -> None:
    """What is about to fall due and waits for somebody offers to have them asked."""
    room.says(ANN, "blocked A-1 waiting on Tom")
    room.says(SAM, "review cancel not this month")
    assert room.goes_out(at(16, 9, month=12)) == ["Ann: A-1 is due on Fri 18 Dec."]
    rows = [row for part in room.post.sent[0][1].sections if isinstance(part, Rows) for row in part.rows]
    assert [button.label for button in rows[0].buttons] == ["Done", "Ask Tom", "New date"]
