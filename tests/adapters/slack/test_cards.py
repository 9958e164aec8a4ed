"""Live cards: a running session or review is one message, and shows how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from adapters.slack.manifest import manifest
from tests.adapters.slack.office import Office
from tests.fakes import FakeStore
from tests.slack import Slack
from tests.slack.app import App
from tests.slack.channels import Channel
from tests.slack.messages import Message
from tests.slack.people import Person


class Room:
    """A release in its channel, with a session that has begun."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.office = Office(slack, FakeStore(lambda: slack.clock.now))
        self.priya: Person = slack.person("Priya Shah", email="priya@pmo.example")
        self.tom: Person = slack.person("Tom Ray", email="tom@pmo.example")
        self.channel: Channel = slack.channel("release-24-3", [self.priya, self.tom])
        self.types(self.priya, "setup Data Centre Release")
        self.types(self.priya, "release open 24.3 live 12 Jan")
        self.types(self.tom, "improve the feeds")
        self.said = self.types(self.priya, "session start")

    def types(self, who: Person, line: str, channel: Channel | None = None) -> str:
        shown = who.types(f"/lesson {line}", channel or self.channel).shows
        self.office.clock += 1
        self.office.settles()
        return shown

    def cards(self, begins: str = "Session about 24.3") -> list[Message]:
        found = self.slack.messages(self.channel)
        return [message for message in found if message.shows.startswith(begins) and not message.deleted]

    @property
    def updates(self) -> int:
        return self.slack.api.counts["chat.update"]

    def later(self, **by: float) -> None:
        span = timedelta(**by)
        self.office.clock += span.total_seconds()
        self.slack.passes(span)
        self.office.settles()


@pytest.fixture
def room() -> Iterator[Room]:
    with Slack(App.from_manifest(manifest())) as slack:
        made = Room(slack)
        yield made
        made.office.close()


def test_one_message(room: Room) -> None:
    """The card is posted once, for everyone, and changes in place with whatever is decided."""
    assert room.said.startswith("The session about 24.3 has begun in #release-24-3.")
    (card,) = room.cards()
    assert card.only == ""
    assert "1 to improve: 0 have an action, 0 accepted as they are, 1 to decide" in card.shows
    room.later(seconds=10)
    room.types(room.tom, "accept L-1 it was a one-off")
    assert room.cards() == [card]
    assert "1 to improve: 0 have an action, 1 accepted as they are, 0 to decide" in card.shows
    assert room.updates == 1


def test_pressed_on_the_card(room: Room) -> None:
    """Its buttons are the lines that can be typed: an action given on it shows on it."""
    (card,) = room.cards()
    room.later(seconds=10)
    room.priya.presses("Add action", card)
    room.priya.fills({"What is to be done?": "Book the data"})
    room.priya.submits()
    room.office.settles()
    assert "1 has an action" in card.shows
    assert "L-1" not in card.shows


def test_last_state_wins(room: Room) -> None:
    """Of many changes within seconds the first shows at once, and then the last."""
    (card,) = room.cards()
    room.later(seconds=10)
    for number in range(2, 12):
        room.tom.types(f"/lesson improve number {number}", room.channel)
        room.office.settles()
        if number == 2:
            assert "2 to improve" in card.shows
    assert "2 to improve" in card.shows
    room.later(seconds=2)
    assert "11 to improve" in card.shows
    assert room.updates == 2


def test_shared_pace(room: Room) -> None:
    """All cards of a workspace share forty changes a minute."""
    room.later(seconds=60)
    before, (card,) = room.updates, room.cards()
    for number in range(2, 62):
        room.tom.types(f"/lesson improve number {number}", room.channel)
        room.later(seconds=1)
    assert 20 <= room.updates - before <= 40
    room.later(seconds=60)
    assert "61 to improve" in card.shows


def test_not_for_this_room(room: Room) -> None:
    """With outside people in the channel the card neither counts nor hints at what partners alone may read."""
    supplier = room.slack.add_workspace("Supplier", installed=False)
    olga = room.slack.person("Olga Out", workspace=supplier, email="olga@supplier.example")
    inside = room.slack.channel("partners", [room.priya])
    code = room.types(room.priya, "link").split("link ")[1].split()[0].strip(".")
    room.types(room.priya, f"link {code}", inside)
    room.slack.happens.share(room.channel, supplier.id)
    room.channel.members.append(olga.id)
    olga.mentions_bot("improve the interface", room.channel)
    room.later(seconds=10)
    (card,) = room.cards()
    assert "1 to improve" in card.shows
    assert "the interface" in card.shows
    assert "the feeds" not in card.shows
    shown, updates = card.shows, room.updates
    room.later(seconds=10)
    room.types(room.priya, "24.3: improve what the supplier must not read", inside)
    room.later(seconds=10)
    assert (card.shows, room.updates) == (shown, updates)
    room.types(room.priya, f"action L-2 ask them {room.priya.mention} by 4 Dec", inside)
    assert "1 has an action" in card.shows
    room.later(seconds=10)
    room.types(room.priya, "audience A-1 partners", inside)
    room.later(seconds=10)
    assert card.shows == shown
    assert "what the supplier must not read" in room.office.lessons()
    assert (card.shows, room.updates) == (shown, updates + 2)


def test_deleted(room: Room) -> None:
    """A card that somebody deleted comes back once, and the second time it stays away."""
    (card,) = room.cards()
    card.deleted = True
    room.later(seconds=10)
    room.types(room.tom, "improve more")
    (other,) = room.cards()
    assert "2 to improve" in other.shows
    other.deleted = True
    room.later(seconds=10)
    room.types(room.tom, "improve still more")
    room.later(minutes=10)
    assert room.cards() == []


def test_ended(room: Room) -> None:
    """A session that has ended leaves its last state, with nothing to press, and changes no more."""
    (card,) = room.cards()
    room.later(seconds=10)
    room.types(room.priya, "session end")
    assert card.shows.startswith("Session about 24.3 (ended) · 1 to improve")
    assert card.buttons == []
    room.later(seconds=10)
    room.types(room.tom, "improve too late")
    assert "1 to improve" in card.shows


def test_lost_answers(room: Room) -> None:
    """A change whose answer is lost, or a process that ends before it, loses nothing and posts nothing twice."""
    (card,) = room.cards()
    room.later(seconds=10)
    room.slack.faults.loses_answers("chat.update", times=1)
    room.types(room.tom, "improve more")
    room.later(minutes=1)
    room.tom.types("/lesson improve still more", room.channel)
    store = room.office.store
    room.office.close()
    room.office = Office(room.slack, store)
    room.later(minutes=1)
    assert room.cards() == [card]
    assert "3 to improve" in card.shows


def test_review(room: Room) -> None:
    """The review's card follows what an owner says elsewhere, and is closed with it."""
    room.types(room.priya, f"action L-1 mend it {room.tom.mention} by 4 Dec")
    room.types(room.priya, "review schedule first Tuesday 10:00")
    room.slack.clock.set(room.slack.clock.now.replace(month=12, day=1, hour=10))
    room.types(room.priya, "review start")
    (card,) = room.cards("Lessons-learnt review")
    assert "1 open action" in card.shows
    room.later(seconds=10)
    room.tom.says_directly("/lesson done A-1")
    room.office.settles()
    assert "0 open actions" in card.shows
    room.later(seconds=10)
    room.types(room.priya, "review close")
    assert "(closed)" in card.shows
    assert card.buttons == []


def test_directly(room: Room) -> None:
    """Begun in a direct message, the card still goes to the release's channel."""
    room.types(room.priya, "session end")
    room.priya.says_directly("/lesson session start")
    room.office.settles()
    assert "has begun in #release-24-3" in room.priya.reads()[-1]
    assert len(room.cards()) == 2
