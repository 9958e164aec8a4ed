"""Answers that no acknowledgement carries: each arrives once, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from adapters.slack.manifest import manifest
from bot.words.delivery import Delivery, DeliveryState
from tests.adapters.slack.office import Office
from tests.fakes import FakeStore
from tests.slack import Slack
from tests.slack.app import App
from tests.slack.people import Person


class Desk:
    """A programme, a channel, and a process that can end."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.office = Office(slack, FakeStore(lambda: slack.clock.now))
        self.tom: Person = slack.person("Tom Ray", email="tom@pmo.example")
        self.channel = slack.channel("release-team", [self.tom])
        self.tom.types("/lesson setup Data Centre Release", self.channel)
        self.tom.types("/lesson keep the tea", self.channel)
        self.office.settles()

    def restarts(self) -> None:
        """The process ends, and another one is started on the same register."""
        store = self.office.store
        self.office.close()
        self.office = Office(self.slack, store)

    def later(self, **by: float) -> None:
        self.slack.passes(timedelta(**by))
        self.office.settles()

    def heard(self, begins: str) -> int:
        return sum(message.shows.startswith(begins) for message in self.slack.messages())

    @property
    def rows(self) -> list[Delivery]:
        assert isinstance(self.office.store, FakeStore)
        return list(self.office.store._state.deliveries.values())


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Slack(App.from_manifest(manifest())) as slack:
        made = Desk(slack)
        yield made
        made.office.close()


def test_crash_before(desk: Desk) -> None:
    """A process that ends between storing a lesson and answering answers when it is back."""
    desk.tom.mentions_bot("improve the feeds", desk.channel)
    assert desk.heard("Stored L-2") == 0
    desk.restarts()
    desk.office.settles()
    assert desk.tom.last.shows.startswith("Stored L-2")
    assert desk.tom.last.only == desk.tom.id
    assert desk.heard("Stored L-2") == 1


def test_crash_of_a_press(desk: Desk) -> None:
    """So it is with what a button or a form changed."""
    desk.tom.mentions_bot("the feeds", desk.channel)
    desk.office.settles()
    desk.tom.presses("Improve")
    desk.restarts()
    desk.office.settles()
    assert desk.heard("L-2 · kind: improve") == 1


def test_lost_answer(desk: Desk) -> None:
    """What Slack took though it did not say so is found in the direct message, and not sent again."""
    desk.slack.faults.loses_answers("chat.postMessage", times=1)
    desk.tom.says_directly("/lesson show L-1")
    desk.office.settles()
    (row,) = desk.rows
    assert row.state is DeliveryState.WAITING
    desk.later(minutes=1)
    assert desk.heard("L-1 · keep") == 1
    assert desk.rows == []


def test_again_by_slack(desk: Desk) -> None:
    """An event that Slack sends again is not answered again, whether its answer is out yet or not."""
    outcome = desk.tom.mentions_bot("improve the feeds", desk.channel)
    desk.slack.again(outcome)
    desk.office.settles()
    desk.slack.again(outcome)
    desk.office.settles()
    assert desk.heard("Stored L-2") == 1


def test_in_order(desk: Desk) -> None:
    """The second message of a command follows the first, which is the acknowledgement."""
    outcome = desk.tom.types("/lesson release open 24.3 live 12 Jan", desk.channel)
    assert outcome.shows.startswith("Release 24.3 is open")
    assert desk.office.goes_out() == 0  # not yet: the acknowledgement has to arrive
    desk.later(seconds=1)
    assert desk.tom.reads(desk.channel)[-1].startswith("Learnt keeps the lessons of 24.3.")


def test_both_behind(desk: Desk) -> None:
    """Where none is the acknowledgement, the second still follows the first."""
    desk.tom.mentions_bot("release open 24.3 live 12 Jan", desk.channel)
    desk.office.settles()
    said = [message.shows for message in desk.slack.messages()]
    first = next(at for at, text in enumerate(said) if text.startswith("Release 24.3 is open"))
    assert said[first + 1].startswith("Learnt keeps the lessons of 24.3.")


def test_response_url_is_over(desk: Desk) -> None:
    """When the response URL is used up, the person alone still sees the answer, in the channel."""
    desk.tom.mentions_bot("improve the feeds", desk.channel)
    desk.office.settles()
    desk.tom.presses("More")
    desk.slack.passes(timedelta(hours=1))
    desk.office.settles()
    assert desk.tom.last.shows.startswith("What about L-2?")
    assert (desk.tom.last.only, desk.tom.last.channel) == (desk.tom.id, desk.channel.id)


def test_not_in_the_channel(desk: Desk) -> None:
    """Where nothing can be shown in the channel any more, the answer comes directly."""
    desk.tom.mentions_bot("improve the feeds", desk.channel)
    desk.channel.members.remove(desk.tom.id)
    desk.office.settles()
    assert desk.tom.reads()[-1].startswith("Stored L-2")


def test_nothing_stays(desk: Desk) -> None:
    """No answer is kept once it was given, and one that stored nothing never is."""
    desk.tom.mentions_bot("listt improve", desk.channel)
    assert desk.rows == []
    assert "Did you mean" in desk.tom.last.shows
    desk.tom.mentions_bot("improve his number is 943 476 5919", desk.channel)
    assert "nothing is stored" in desk.tom.last.shows
    assert desk.rows == []
    desk.tom.mentions_bot("list", desk.channel)
    assert [row.key.partition(":")[0] for row in desk.rows] == ["reply"]
    desk.office.settles()
    assert desk.rows == []


def test_anonymous(desk: Desk) -> None:
    """No row ever ties a name to an anonymous lesson; its answer comes at once, and again if Slack asks again."""
    outcome = desk.tom.mentions_bot("anon improve the boss", desk.channel)
    assert desk.rows == []
    assert desk.tom.last.shows.startswith("Stored L-2 without your name.")
    desk.tom.presses("Undo")
    assert desk.rows == []
    assert "L-2" in desk.tom.last.shows
    desk.slack.again(outcome)
    assert desk.heard("Stored L-2 without your name.") == 2


def test_anonymous_echo(desk: Desk) -> None:
    """What everyone sees of an anonymous lesson is a row, but one that leads to nobody."""
    desk.tom.types("/lesson set echo on", desk.channel)
    desk.office.settles()
    desk.tom.mentions_bot("anon improve the boss", desk.channel)
    (row,) = desk.rows
    assert row.person is None
    assert row.address is not None
    assert (row.address.only_for, row.address.quick) == ("", "")
    desk.office.settles()
    assert desk.heard("New lesson L-2") == 1


def test_late(desk: Desk) -> None:
    """What waited so long that the acknowledgement may be gone is not left to it."""
    desk.office.queue = 2.0
    outcome = desk.tom.types("/lesson improve the feeds", desk.channel)
    assert outcome.shows == ""
    desk.restarts()
    desk.office.settles()
    assert desk.tom.last.shows.startswith("Stored L-2")
    assert desk.tom.last.only == desk.tom.id


def test_storm(desk: Desk) -> None:
    """Whatever is lost, refused or killed on the way, every answer in a direct message is there once in the end."""
    chance = desk.slack.faults.random
    for number in range(2, 42):
        desk.slack.faults.clear()
        desk.slack.faults.loses_answers("chat.postMessage", chance=0.3)
        desk.slack.faults.fails("chat.postMessage", chance=0.2)
        desk.slack.faults.limits("chat.postMessage", retry_after=5, chance=0.2)
        outcome = desk.tom.says_directly(f"/lesson improve number {number}")
        if chance.random() < 0.2:
            desk.slack.again(outcome)
        if chance.random() < 0.2:
            desk.restarts()
        desk.later(seconds=chance.choice((0, 1, 15, 70)))
    desk.slack.faults.clear()
    desk.later(hours=3)
    assert desk.rows == []
    assert [desk.heard(f"Stored L-{number} ") for number in range(2, 42)] == [1] * 40
