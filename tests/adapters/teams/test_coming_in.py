"""What people do in Teams reaches the register, and is answered where Teams wants it answered."""

from __future__ import annotations

import pytest

from tests.adapters.teams.office import Office
from tests.teams import Person, Teams
from tests.teams.places import Conversation


class Room:
    """A team with one channel, linked to a programme."""

    def __init__(self, teams: Teams, office: Office) -> None:
        self.teams, self.office = teams, office
        self.sam = teams.person("Sam Green", email="sam@northgate.example")
        self.priya = teams.person("Priya Shah", email="priya@northgate.example")
        team = teams.team("Release 24.3", [self.sam, self.priya])
        self.channel = teams.channel(team, "release-24-3")
        self.mentions(self.sam, "setup Data Centre Release")

    def mentions(self, who: Person, text: str, place: Conversation | None = None) -> None:
        outcome = who.mentions(text, place or self.channel)
        assert outcome.status == 200, outcome
        self.office.settles()


@pytest.fixture
def room(teams: Teams, office: Office) -> Room:
    return Room(teams, office)


def test_a_lesson_by_mention_is_confirmed_in_the_persons_own_chat(room: Room) -> None:
    """What is for one person goes to their own chat; the channel reads one neutral line."""
    room.mentions(room.priya, "improve Feeds were still on")
    assert room.office.lessons() == ["Feeds were still on"]
    assert "Stored L-1 \u00b7 improve" in room.priya.last().shows
    assert room.priya.reads(room.channel)[-1] == "I have answered in our own chat."


def test_a_lesson_typed_in_the_personal_chat(room: Room) -> None:
    """There the slash may be typed, and the answer stands below."""
    room.mentions(room.priya, "help")
    room.priya.says("/lesson keep The stand-up")
    room.office.settles()
    assert room.office.lessons() == ["The stand-up"]
    assert "Stored L-1 \u00b7 keep" in room.priya.last().shows
