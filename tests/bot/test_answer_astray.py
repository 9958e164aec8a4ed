"""Answers that speak of what is somebody else's, closed already, or over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.words.message import Button, Reply, Rows
from tests.rooms import Room

SAM, ANN, TOM, EVE = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example", "eve@supplier.example"


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann was asked about A-1 and A-2, which are for partners, and Eve from outside about A-3, before Tue 1 Dec."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation PMO inside pmo.example")
    for who in (ANN, TOM, EVE):
        made.says(who, "list")
    for audience in ("partners", "everyone"):
        made.says(SAM, "improve the feeds")
        made.says(SAM, f"audience L-{1 if audience == 'partners' else 2} {audience}")
    for lesson, text, who in (
        (1, "Write the delivery charter", "ann"),
        (1, "Agree the feed checklist", "ann"),
        (2, "Send the weekly list", "eve"),
    ):
        made.says(SAM, f"action L-{lesson} {text} @{who} by 18 Dec")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    for number, who in enumerate((ANN, ANN, EVE), 1):
        made.says(who, f"fine A-{number}", direct=True)
    made.goes_out(at(24, 9))
    return made


def buttons(reply: Reply) -> list[Button]:
    found: list[Button] = []
    for said in reply.said:
        rows = [row for part in said.message.sections if isinstance(part, Rows) for row in part.rows]
        found += [*(button for row in rows for button in row.buttons), *said.message.buttons]
    return found


@pytest.mark.parametrize("text", ["A-1 done", "a1 is done", "#1 done", "action 1 is finished", "A-40 done"])
def test_word_of_anothers_action_closes_none_of_ones_own(room: Room, text: str) -> None:
    """Whoever is asked about one action and names another one has said nothing of their own."""
    said = room.says(EVE, text, direct=True)
    assert "not yours, so I left that." in said
    assert "A-3" in room.says(EVE, "actions mine", direct=True)


def test_a_hidden_action_is_not_explained(room: Room) -> None:
    """A question about what somebody may not read is answered as if it were not there, one about another's is not."""
    assert room.says(EVE, "what's A-1 about?", direct=True) == "There is no A-1 that you can see in DCR."
    said = room.says(ANN, "what's A-3 about?", direct=True)
    assert "A-3  Send the weekly list  Eve" in said


def test_handing_over_anothers_offers_none_of_ones_own(room: Room) -> None:
    """That Tom has what was never theirs offers him nothing of theirs."""
    reply = room.reply(ANN, "A-3 is with Tom now", direct=True)
    assert "Ask Tom" not in [button.label for button in buttons(reply)]


def test_what_was_given_away_is_said_to_be(room: Room) -> None:
    """An answer about an action that is somebody else's by now says so, and is not taken for a lesson."""
    room.says(SAM, "give A-2 @tom")
    room.says(TOM, "fine A-2", direct=True)
    assert "A-2 is not yours, so I left that." in room.says(ANN, "A-2 done", direct=True)
    assert "A-2 is not yours, so I left that." in room.says(ANN, "the checklist is agreed", direct=True)


def test_not_done_after_all(room: Room) -> None:
    """That a closed action is not done is not thanked for as done: it can be opened again."""
    room.says(ANN, "A-1 done", direct=True)
    reply = room.reply(ANN, "sorry, A-1 isn't done", direct=True)
    assert "Thank you" not in str(reply)
    assert Button("Open it again", "DCR: start A-1") in buttons(reply)


def test_closed_already(room: Room) -> None:
    """Where all was closed before, nothing is said to have been written down."""
    for number in (1, 2):
        room.says(SAM, f"done A-{number}")
    said = room.says(ANN, "all done", direct=True)
    assert said.startswith("These are closed already, so I left them:")


def test_changing_what_was_closed(room: Room) -> None:
    """[Change something] leads to what was written down, closed or not."""
    one = room.reply(ANN, "A-1 done", direct=True)
    assert Button("Change something", "DCR: show A-1") in buttons(one)
    room.says(ANN, "start A-1", direct=True)
    both = room.reply(ANN, "all done", direct=True)
    assert Button("Change something", "DCR: actions all") in buttons(both)


def test_why_me_of_several(room: Room) -> None:
    """ "Why me?" says of each action how it came to be theirs."""
    said = room.says(ANN, "why me?", direct=True)
    assert "A-1 was added by Sam on Wed 4 Nov" in said
    assert "A-2 was added by Sam on Wed 4 Nov" in said


def test_when_is_the_next_one(room: Room) -> None:
    """After a review was called off or closed, the next one is the one that is asked about."""
    room.says(SAM, "review cancel too many are ill")
    said = room.says(ANN, "when is the review?", direct=True)
    assert said == "The review of DCR is on Tue 5 Jan 2027 at 10:00."


def test_it_is_with_herself(room: Room) -> None:
    """Whoever says that they have it themselves is not told that nobody is called so."""
    said = room.says(ANN, "Ann has this now", direct=True)
    assert said == "Those are with you already, so nothing has changed."


def test_asking_later_about_nothing(room: Room) -> None:
    """Who has answered everything is not promised to be asked again."""
    room.says(ANN, "all on track", direct=True)
    said = room.says(ANN, "ask me again on Friday", direct=True)
    assert said == "You have answered everything for this review, so there is nothing more that I would ask."


def test_overdue_still(room: Room) -> None:
    """What was due stays what was due."""
    room.now = at(21, 10, month=12)
    assert "A-1  blocked \u00b7 was due Fri 18 Dec" in room.says(ANN, "A-1 is blocked", direct=True)


def test_nothing_more_is_asked(room: Room) -> None:
    """Whoever has answered everything and is polite is told so, before it is taken for a lesson."""
    room.says(ANN, "all on track", direct=True)
    assert room.says(ANN, "thanks", direct=True).startswith("You have answered all that I asked")


def test_whoever_left_may_be_away(room: Room) -> None:
    """Who has left is still asked about what is theirs, so they can say when they are not there."""
    room.says(SAM, "left @ann")
    assert "before Thu 3 Dec" in room.says(ANN, "away until 3 Dec", direct=True)
    assert room.says(ANN, "back", direct=True).startswith("Welcome back")


def test_an_offer_of_what_is_closed_by_now(room: Room) -> None:
    """Nobody is looked for to take over what was closed after it had been offered."""
    room.says(ANN, "give A-1 @tom", direct=True)
    room.says(ANN, "done A-1", direct=True)
    assert room.reply(TOM, "notmine A-1", direct=True).said[0].message.title == "A-1 is done, so nobody has to hold it."
    assert not buttons(room.reply(TOM, "fine A-1", direct=True))
    assert "Sam: " not in " ".join(room.goes_out(at(24, 10)))


def test_many_at_once(room: Room) -> None:
    """What was written down of many fits on a phone: one row for each status, and one for what says more."""
    for number in range(4, 24):
        room.says(SAM, f"action L-1 thing {number} @ann by 18 Dec")
        room.says(ANN, f"fine A-{number}", direct=True)
    said = room.says(
        ANN, f"A-1 blocked waiting on the supplier. {' '.join(f'A-{n},' for n in range(4, 24))} done", direct=True
    )
    assert len(said.splitlines()) < 8
    assert "A-1  others will read" in said
    assert "A-4, A-5, A-6" in said


def test_the_words_are_read_by_few(room: Room) -> None:
    """Whoever wrote an answer and the coordinators read its words; the action's next owner does not."""
    room.says(ANN, "A-1 off with stress, supplier are useless, say the 4th of January", direct=True)
    for who in (ANN, SAM):
        assert "off with stress" in room.says(who, "show A-1", direct=True)
    room.says(ANN, "give A-1 @tom", direct=True)
    room.says(TOM, "fine A-1", direct=True)
    assert "stress" not in room.says(TOM, "show A-1", direct=True)
    assert "stress" not in room.says(SAM, "review start") + room.says(SAM, "review next")


def test_back_again(room: Room) -> None:
    """[Remind me again] pressed twice does not pause anew."""
    asked = room.reply(ANN, "please stop messaging me", direct=True)
    assert Button("Remind me again", "DCR: back") in buttons(asked)
    assert room.says(ANN, "back", direct=True) == "Welcome back. I go on as planned."
    assert room.says(ANN, "I'm back", direct=True) == "You are not away, as far as I know."


def test_whom_it_is_offered_to_outside_people_need_not_know(room: Room) -> None:
    """The card of an action names its owner, and nobody else to a reader from outside."""
    room.says(SAM, "give A-3 @tom")
    assert "Offered to PMO, who has not said yes yet." in room.says(EVE, "review next", direct=True)
    assert "Offered to Tom" in room.says(ANN, "review next A-2", direct=True)


def test_what_is_offered(room: Room) -> None:
    """Word of an action that is offered to somebody asks for their yes first, and a bare "fine" finds it."""
    room.says(SAM, "action L-2 Publish the rota @tom by 18 Dec")
    room.says(TOM, "fine A-4", direct=True)
    room.says(ANN, "give A-1 @tom", direct=True)
    assert "A-1 is offered to you, and not yours yet. Is that fine?" in room.says(TOM, "A-4 and A-1 done", direct=True)
    assert [button.line for button in buttons(room.reply(TOM, "fine", direct=True))] == ["DCR: fine A-1"]
