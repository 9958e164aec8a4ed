"""Somebody who was asked about actions of two programmes, and answers in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.commands.dispatch import dispatch
from bot.words.action import How
from bot.words.incoming import Incoming, Sender
from bot.words.message import Reply, plain
from bot.words.person import Platform
from tests.rooms import Room

SAM, TOM, ANN = "sam@pmo.example", "tom@pmo.example", "ann@pmo.example"


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def room() -> Room:
    """Ann was asked about A-1 of DCR, which Sam coordinates, and about A-1 of PP, which Tom does."""
    made = Room()
    made.now = at(4, 10)
    for who, name, place in ((SAM, "Data Centre Release", "team"), (TOM, "Payroll Programme", "pay")):
        made.says(who, f"setup {name}", place=place)
        made.says(ANN, "improve the papers", place=place)
        made.says(who, "action L-1 Print the papers @ann by 18 Dec", place=place)
        made.says(who, "review schedule first Tuesday 10:00", place=place)
        made.says(ANN, "fine A-1", place=place)
    made.goes_out(at(24, 9))
    made.goes_out(at(25, 9))
    return made


def pressed(room: Room, line: str) -> Reply:
    """What comes of a button in Ann's direct message, as every platform sends it."""
    sender = Sender(platform=Platform.CONSOLE, account=ANN, name="Ann", email=ANN)
    incoming = Incoming(key=f"pressed:{line}", sender=sender, text=f"/lesson {line}", how=How.BUTTON)
    return dispatch(incoming, room.now, room.store.open)


@pytest.mark.parametrize("at_place", [0, 1])
def test_which_programme(room: Room, at_place: int) -> None:
    """[Data Centre Release] takes the answer to where it belongs, and makes no lesson of it."""
    (said,) = room.reply(ANN, "the papers are printed", direct=True).said
    button = said.message.buttons[at_place]
    key = button.line.partition(":")[0]
    assert button.line == f"{key}: the papers are printed"
    answered = "\n".join(plain(one.message) for one in pressed(room, button.line).said)
    assert "A-1  done" in answered
    assert "A-1" not in room.says(ANN, f"{key}: actions mine", direct=True)
    other = "PP" if key == "DCR" else "DCR"
    assert "A-1" in room.says(ANN, f"{other}: actions mine", direct=True)


@pytest.mark.parametrize("text", ["on leave til Monday", "please stop messaging me", "thanks"])
def test_what_is_of_no_programme(room: Room, text: str) -> None:
    """What is about Ann alone, or about nothing, leads to no question which programme is meant."""
    assert "several programmes" not in room.says(ANN, text, direct=True)


def test_the_coordinators_of_both_hear_of_it(room: Room) -> None:
    """Reminders end in all programmes, so the coordinators of all of them hear of it."""
    room.says(ANN, "pause", direct=True)
    assert sorted(room.goes_out(at(25, 10))) == ["Sam: Ann asked for no reminders.", "Tom: Ann asked for no reminders."]
