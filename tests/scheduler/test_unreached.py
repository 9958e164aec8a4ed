"""Owners who changed, left, were deactivated, or can't be reached: nobody's action is forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands.happenings import happened
from bot.words.happening import Deactivated
from bot.words.ids import NEW, IdentityId
from bot.words.incoming import Sender
from bot.words.person import Identity, Platform
from scheduler.outbox import Outbox
from scheduler.plan import plan
from scheduler.retry import Refused
from tests.rooms import Post, Room

SAM, ANN, TOM = "sam@pmo.example", "ann@pmo.example", "tom@pmo.example"
PROMPT = "The lessons-learnt review of DCR is on Tue 1 Dec at 10:00. This is yours:"


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann owns A-1 and Tom A-2; they are asked on Tue 24 Nov, before the review of 1 Dec."""
    made = Room()
    made.now = at(4, 10)
    made.says(SAM, "setup Data Centre Release")
    for number, who in enumerate((ANN, TOM), 1):
        made.says(who, "improve the feeds")
        made.says(SAM, f"action L-{number} mend it @{who.partition('@')[0]} by 18 Dec")
        made.says(who, f"fine A-{number}")
    made.says(SAM, "review schedule first Tuesday 10:00")
    made.goes_out(at(4, 11))
    return made


def lines(room: Room) -> list[str]:
    """What the buttons of Sam's one message send."""
    ((_, message),) = [one for one in room.post.sent if one[0] == "Sam"]
    rows = [row for part in message.sections for row in getattr(part, "rows", ())]
    return [button.line for row in rows for button in row.buttons] + [button.line for button in message.buttons]


def test_a_new_owner_is_asked_and_the_old_one_no_more(room: Room) -> None:
    """An action given away between prompt and review is its new owner's to answer for, at the next 09:00."""
    room.says(ANN, "done A-1")
    assert room.goes_out(at(24, 9)) == [f"Tom: {PROMPT}"]
    room.says(TOM, "give A-2 @ann")
    room.says(ANN, "fine A-2")
    room.goes_out(at(24, 15))
    assert room.goes_out(at(25, 9)) == [f"Ann: {PROMPT}"]
    assert [one for one in room.goes_out(at(26, 9)) if one.startswith("Tom")] == []


def test_somebody_who_left_is_asked_until_it_is_given_away(room: Room) -> None:
    """Whoever has left is asked about what is still theirs, and no more once it is another's."""
    room.says(SAM, "left @tom")
    assert f"Tom: {PROMPT}" in room.goes_out(at(24, 9))
    room.says(SAM, "give A-2 @ann")
    room.says(ANN, "fine A-2")
    room.goes_out(at(24, 15))
    assert [one for one in room.goes_out(at(26, 9)) if one.startswith("Tom")] == []


def test_a_prompt_that_is_refused_is_the_coordinators_to_mend(room: Room) -> None:
    """Coordinators hear at once, and once, whom a prompt did not reach, and can give the actions to another."""
    room.goes_out(at(23, 9))
    room.post.failures["Tom"] = Refused("their account is deactivated")
    told = [one for one in room.goes_out(at(24, 9)) if one.startswith("Sam")]
    assert told == ["Sam: I can't reach Tom: their account is deactivated. Who should have what is theirs?"]
    assert lines(room) == ["DCR: give A-2", "DCR: undelivered again"]
    assert "their account is deactivated" in room.says(SAM, "undelivered")
    assert room.goes_out(at(24, 10)) == []


def test_whoever_was_not_reached_is_on_the_agenda(room: Room) -> None:
    """The agenda says who could not be reached, and doesn't count what is theirs as up to date."""
    room.post.failure = Refused("no")
    room.goes_out(at(24, 9))
    room.post.failure = None
    room.now = at(1, 10, month=12)
    agenda = room.says(SAM, "review start")
    assert "0 up to date" in agenda
    assert agenda.count("could not be reached") == 2


def test_another_account_is_tried_at_once(room: Room) -> None:
    """Whose account refuses, and who has another, is written to there, and from then on."""
    with room.store.open() as register:
        tom = register.people.by_email(TOM)
        assert tom is not None
        account = Identity(
            id=IdentityId(NEW), person=tom.id, platform=Platform.TEAMS, workspace="t", account="tom", handle="tom",
            last_used=at(2, 0),
        )  # fmt: skip
        register.people.add_identity(account)
        register.commit()
    room.now = at(24, 9)
    old, new = Post(), Post()
    old.failure = Refused("deactivated")
    plan(room.store.open, room.now)
    outbox = Outbox(room.store.open, {Platform.CONSOLE: old, Platform.TEAMS: new}, lambda: room.now)
    asyncio.run(outbox.until_empty())
    assert [name for name, _ in new.sent] == ["Tom"]
    with room.store.open() as register:
        dead = register.deliveries.dead(register.programmes.all()[0].id, limit=9)
    assert {row.key.rpartition(":")[2] for row in dead if row.unasked} == {"person-2"}  # Ann has no other account


def test_a_deactivated_account(room: Room) -> None:
    """When a platform says that somebody's only account was closed, coordinators are asked who takes over."""
    room.now = at(10, 10)
    sender = Sender(platform=Platform.CONSOLE, account=TOM, name="Tom")
    for _ in range(2):  # the platform says it again
        happened(Deactivated(sender), room.now, room.store.open)
    assert room.goes_out(at(10, 11)) == [
        "Sam: Tom's account was deactivated, and 1 open action is theirs in DCR. Who takes over?"
    ]
    assert lines(room) == ["DCR: give A-2"]


def test_a_deactivated_account_of_somebody_who_has_another(room: Room) -> None:
    """Somebody who still has an account elsewhere is written to there, and nobody needs to do anything."""
    with room.store.open() as register:
        tom = register.people.by_email(TOM)
        assert tom is not None
        (first,) = register.people.identities(tom.id)
        register.people.add_identity(replace(first, id=IdentityId(NEW), workspace="other"))
        register.commit()
    happened(Deactivated(Sender(platform=Platform.CONSOLE, account=TOM, name="Tom")), at(10, 10), room.store.open)
    assert room.goes_out(at(10, 11)) == []


def test_asking_by_hand(room: Room) -> None:
    """A coordinator can ask about one action at any time, whatever was sent that day."""
    room.goes_out(at(24, 9))
    room.says(SAM, "ask A-2")
    assert room.goes_out(at(24, 10)) == ["Tom: Sam asks how A-2 stands, due Fri 18 Dec."]


def test_whoever_answered_before_they_were_asked_was_reached(room: Room) -> None:
    """A prompt that waited and had nothing left to ask is no sign that somebody could not be reached."""
    room.goes_out(at(24, 18))  # the prompts wait for the morning
    room.says(TOM, "done A-2")
    assert [one for one in room.goes_out(at(25, 9)) if one.startswith("Tom")] == []
    room.says(SAM, "action L-1 another @tom by 18 Dec")
    room.says(TOM, "fine A-3")
    room.now = at(1, 10, month=12)
    assert "could not be reached" not in room.says(SAM, "review start")
