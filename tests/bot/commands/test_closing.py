"""Closing a review: its preview, where it is posted, whom it thanks, and what it says where nobody ran it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.views.summary import summary
from bot.words.message import Button, Rows, plain
from bot.words.programme import Purpose, partners_of
from tests.rooms import Room

SAM, ANN, TOM, EVE = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example", "eve@supplier.example"


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann's A-1, Tom's A-2 and Eve's A-3, before a review on Tue 1 Dec; Eve of the supplier reads #partners alone."""
    made = Room()
    made.now = at(11, 20)
    made.says(SAM, "setup Data Centre Release")
    made.says(SAM, "organisation Northgate inside pmo.example")
    made.says(SAM, "organisation Supplier outside supplier.example")
    made.says(ANN, "improve the feeds")
    made.says(TOM, "list")
    code = made.says(SAM, "link").split("link ")[1].split()[0]
    made.says(EVE, f"link {code}", place="partners")
    made.says(EVE, "help", place="partners")
    for what, who in (("mend them", "ann"), ("watch them", "tom"), ("count them", "eve")):
        made.says(SAM, f"action L-1 {what} @{who} by 20 Dec")
    made.says(SAM, "audience A-3 everyone")
    for number, who, place in ((1, ANN, "team"), (2, TOM, "team"), (3, EVE, "partners")):
        made.says(who, f"fine A-{number}", place=place)
    made.says(SAM, "review schedule first Tuesday 10:00")
    return made


def posted(room: Room, channel: str) -> str:
    """What is posted there."""
    room.says(SAM, f"review post #{channel}")
    room.goes_out()
    return next(plain(message) for name, message in room.post.sent if name == f"#{channel}")


def held(room: Room) -> str:
    """Run the review, and close it: the preview."""
    room.now = at(12, 1)
    room.says(SAM, "review start")
    return room.says(SAM, "review close")


def lines(said: str, begins: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith(begins)]


def test_where_nobody_ran_it_the_summary_says_who_answered(room: Room) -> None:
    """It closes by itself, and says by whom something was said, before it or on its card."""
    room.goes_out(at(11, 24, 9))
    room.says(ANN, "A-1 blocked no lift", direct=True)
    room.goes_out(at(12, 1, 10))
    room.now = at(12, 1, 10, 30)
    room.says(TOM, "ontrack A-2")
    told = room.goes_out(at(12, 3, 9))
    assert "Sam: Nobody ran the lessons-learnt review of DCR on Tue 1 Dec, so I have closed it." in told
    (message,) = [one for name, one in room.post.sent if name == "Sam"]
    assert "Ann and Tom answered." in plain(message)
    assert "Nobody ran it. Ann and Tom answered." in room.says(SAM, "review summary")
    assert "Took part: Tom." in room.says(SAM, "review summary")


def test_who_answered_hints_at_nothing_hidden(room: Room) -> None:
    """Where outside people read, an answer about what is not for them is none; the others go by organisation."""
    room.goes_out(at(11, 24, 9))
    room.says(ANN, "A-1 blocked no lift", direct=True)
    room.goes_out(at(12, 3, 9))
    assert "Nobody ran it. Nobody answered." in posted(room, "partners")
    assert "Nobody ran it. Ann answered." in posted(room, "team")


def test_where_somebody_ran_it_nothing_is_said_of_that(room: Room) -> None:
    """Nor where a coordinator only closes it."""
    assert "Nobody ran it" not in held(room)
    room.now = at(1, 5, 11, year=2027)
    assert "Nobody ran it" not in room.says(SAM, "review close")


def test_thanks_are_by_name(room: Room) -> None:
    """Whoever finished something is thanked by name wherever it is read, once, though lists say otherwise there."""
    room.says(EVE, "done A-3", place="partners")
    room.says(SAM, "action L-1 a second thing @eve by 20 Dec")
    room.says(SAM, "audience A-4 everyone")
    room.says(EVE, "done A-4", place="partners")
    room.says(ANN, "done A-1")
    held(room)
    said = posted(room, "partners")
    assert lines(said, "Thank you") == ["Thank you, Eve."]
    assert "A-3  count them  Supplier" in said
    assert lines(posted(room, "team"), "Thank you") == ["Thank you, Ann and Eve."]


def test_nobody_is_thanked_who_was_forgotten(room: Room) -> None:
    """A former member has asked not to be known."""
    room.says(ANN, "done A-1")
    with room.store.open() as register:
        ann = register.people.by_email(ANN)
        assert ann is not None
        register.people.save(replace(ann, name="A former member", email=None, forgotten=True))
        register.commit()
    assert "Thank you" not in held(room)


def test_the_board_reads_no_names(room: Room) -> None:
    """In the Board's channel lists and those who took part go by organisation, unless the programme sets otherwise."""
    held(room)
    assert "A-1  mend them  Ann" in posted(room, "team")
    with room.store.open() as register:
        partners = next(one for one in register.programmes.channels(register.programmes.all()[0].id) if one.outside)
        register.programmes.save_channel(replace(partners, purpose=Purpose.BOARD, outside=False))
        register.commit()
    said = posted(room, "partners")
    assert "A-1  mend them  Northgate" in said
    assert "Took part: Northgate." in said
    assert "Ann" not in said


def test_a_channel_is_told_what_it_is_for(room: Room) -> None:
    """The Board's channel is offered first, and no agenda is posted in it; nothing else is a purpose."""
    assert room.says(SAM, "set purpose working group", place="partners") == "#partners is now a working group channel."
    assert room.says(SAM, "undo", place="partners") == "Taken back: #partners is now a team channel."
    assert room.says(SAM, "set purpose board", place="partners") == "#partners is now a board channel."
    room.goes_out(at(12, 1))
    assert [name for name, _ in room.post.sent if name.startswith("#")] == ["#team"]
    preview = room.reply(SAM, "review close").said[0].message
    assert preview.buttons[0].line == "review post #partners"
    assert "set purpose team" in room.says(SAM, "set purpose fun", place="partners")


def test_it_goes_to_several_channels(room: Room) -> None:
    """The first is a button of the preview, the others are behind More; each gets it once, as its readers may read."""
    held(room)
    preview = room.reply(SAM, "review summary").said[0].message
    assert [(one.label, one.line) for one in preview.buttons] == [
        ("Post to #team", "review post #team"),
        ("Edit the opening line", "review opening"),
        ("More", "review post"),
    ]
    assert "In #partners, where outside people read, it leaves out what is not for them." in plain(preview)
    offered = room.says(SAM, "review post")
    assert "#team  team channel" in offered
    assert "#partners  team channel  outside people read there" in offered
    assert "A-1" in posted(room, "team")
    assert "A-1" not in (there := posted(room, "partners"))
    assert "leaves out" not in there
    assert room.says(SAM, "review post #team") == "The summary of that review is in #team already."


def test_channels_of_one_name(room: Room) -> None:
    """Where a channel in Slack and one in Teams are called alike, both get it, each as its readers may read it."""
    with room.store.open() as register:
        partners = next(one for one in register.programmes.channels(register.programmes.all()[0].id) if one.outside)
        register.programmes.save_channel(replace(partners, name="team"))
        register.commit()
    held(room)
    room.says(SAM, "review post #team")
    room.goes_out()
    told = sorted("A-1" in plain(message) for name, message in room.post.sent if name == "#team")
    assert told == [False, True]


def test_more_than_fits(room: Room) -> None:
    """What a group has no room for is counted, with a way to it."""
    for number in range(12):
        room.says(SAM, f"action L-1 thing {number} by 20 Dec")
    held(room)
    parts = room.reply(SAM, "review summary").said[0].message.sections
    cut = [part for part in parts if isinstance(part, Rows) and part.more]
    assert [(part.more, part.see) for part in cut] == [("and 2 more", Button("Show all", "actions"))]


def test_what_nobody_owns_stands_by_itself(room: Room) -> None:
    """An action without an owner is neither blocked, overdue nor going on: it waits for somebody."""
    room.says(SAM, "action L-1 paint them by 25 Nov")
    said = held(room).splitlines()
    assert said[said.index("Without an owner:") + 1] == "A-4  paint them  was due Wed 25 Nov"


def test_not_now(room: Room) -> None:
    """What is not posted now can be seen and posted later."""
    held(room)
    assert "type: review summary" in room.says(SAM, "review later")
    assert not [one for one in room.goes_out() if one.startswith("#")]
    assert "lessons-learnt review of Tue 1 Dec" in room.says(SAM, "review summary")


def test_the_opening_line(room: Room) -> None:
    """It stands at the top of the preview, and of what is posted; the next review begins without it."""
    held(room)
    assert room.says(SAM, "review opening A calm month.").splitlines()[1] == "A calm month."
    assert posted(room, "team").splitlines()[1] == "A calm month."
    form = room.reply(SAM, "review opening").form
    assert form is not None
    assert [(field.name, field.initial) for field in form.fields] == [("text", "A calm month.")]
    assert "It is in #team already, where it stays as it was posted." in room.says(SAM, "review opening A calm one.")
    room.now = at(1, 5, 11, year=2027)
    room.says(SAM, "review start")
    assert "calm" not in room.says(SAM, "review close")


def test_what_is_carried_and_to_when(room: Room) -> None:
    """The summary ends with how many actions go on, and the next date; without a rule the coordinator is told."""
    assert held(room).splitlines()[-3:] == [
        "3 actions are carried to the next review.",
        "The next review is on Tue 5 Jan 2027 at 10:00.",
        "In #partners, where outside people read, it leaves out what is not for them.",
    ]
    assert "1 action is carried to the next review." in posted(room, "partners")


def test_without_a_rule_no_next_one_is_planned(room: Room) -> None:
    """The coordinator reads so in the preview; what is posted doesn't say it."""
    with room.store.open() as register:
        programme = register.programmes.all()[0]
        register.programmes.save(replace(programme, review_rule=None))
        register.commit()
    assert "No next review is planned. Type: review schedule first Tuesday 10:00" in held(room)
    assert "No next review" not in posted(room, "team")


def test_an_earlier_summary_tells_of_its_own_time(room: Room) -> None:
    """Its trend ends with it, and the next review is the one that followed it."""
    held(room)
    room.now = at(1, 5, 10, year=2027)
    room.says(ANN, "done A-1")
    room.says(SAM, "review start")
    said = room.says(SAM, "review close")
    assert "Open actions over the last 2 reviews: 3, 2." in said
    with room.store.open() as register:
        programme = register.programmes.all()[0]
        first = register.reviews.get(programme.id, 1)
        assert first is not None
        told = plain(summary(register, programme, first, programme.zoneinfo, room.now.date(), partners_of(programme)))
    assert "Open actions: 3. The trend shows from the next review on." in told
    assert "The next review is on Tue 5 Jan at 10:00." in told
    assert "0 closed, 3 open" in told
