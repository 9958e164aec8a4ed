from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from json import dumps

import pytest

from adapters.slack.pace import LOOKS
from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import NEW, DeliveryId, IdentityId, PersonId
from bot.words.message import Message, message_to_json
from bot.words.person import Identity, Person, Platform
from scheduler.take import take
from tests.adapters.slack.office import Office
from tests.fakes import FakeStore
from tests.slack import Slack
from tests.slack.clock import START
from tests.slack.people import Person as SlackPerson


class Post:
    """A programme in Slack, and messages for its coordinator and its channel."""

    def __init__(self, slack: Slack) -> None:
        self.slack, self.office = slack, Office(slack, FakeStore(lambda: slack.clock.now))  # the database's clock too
        self.priya: SlackPerson = slack.person("Priya Shah", email="priya@pmo.example")
        self.channel = slack.channel("release-team", [self.priya])
        self.priya.types("/lesson setup DCR", self.channel)

    def puts(self, key: str, *, channel: bool = False) -> None:
        with self.office.store.open() as register:
            person = register.people.by_email("priya@pmo.example")
            (programme,) = register.programmes.all()
            (place,) = register.programmes.channels(programme.id)
            assert person is not None
            row = Delivery(
                id=DeliveryId(NEW),
                key=key,
                programme=programme.id,
                person=None if channel else person.id,
                channel=place.id if channel else None,
                body=dumps(message_to_json(Message(f"Message {key} <!here> https://learnt.example"))),
                due=self.office.now(),
            )
            register.deliveries.put([row])
            register.commit()

    def states(self) -> dict[str, tuple[DeliveryState, str | None]]:
        return {row.key: (row.state, row.reason) for row in self.office.store._state.deliveries.values()}

    def later(self, **by: float) -> int:
        self.slack.passes(timedelta(**by))
        return self.office.goes_out()


@pytest.fixture
def post(slack: Slack) -> Iterator[Post]:
    made = Post(slack)
    yield made
    made.office.close()


def test_person(post: Post) -> None:
    """A message to a person is a direct message, with its key in the metadata and nothing unfurled."""
    post.puts("a")
    assert post.office.goes_out() == 1
    (message,) = post.priya.sees()
    assert message.shows == "Message a <!here> https://learnt.example"
    assert message.metadata == {"event_type": "learnt_delivery", "event_payload": {"key": "a"}}
    assert (message.arguments["unfurl_links"], message.arguments["unfurl_media"]) == (False, False)
    assert post.office.goes_out() == 0


def test_channel(post: Post) -> None:
    """A message to a channel is posted in it."""
    post.puts("a", channel=True)
    assert post.office.goes_out() == 1
    assert post.priya.reads(post.channel)[-1].startswith("Message a")


def test_pace(post: Post) -> None:
    """One message a second goes to one person; the others wait without having failed."""
    post.puts("a")
    post.puts("b")
    assert post.office.goes_out() == 1
    post.office.clock += 1.0
    assert post.later(seconds=1) == 1
    assert len(post.priya.sees()) == 2


@pytest.mark.parametrize("fault", ["loses_answers", "fails"])
def test_unclear(post: Post, fault: str) -> None:
    """After an unclear attempt the message is looked for, and sent again only where it isn't there."""
    post.puts("a")
    getattr(post.slack.faults, fault)("chat.postMessage", times=1)
    assert post.office.goes_out() == 0
    assert post.states()["a"][0] is DeliveryState.WAITING
    post.office.clock += 60
    assert post.later(hours=1) == 1
    assert len(post.priya.sees()) == 1
    assert post.states()["a"][0] is DeliveryState.SENT


def test_crash(post: Post) -> None:
    """A process that ends between Slack's acceptance and the record of it has sent the message all the same."""

    async def crash() -> None:
        ready = take(post.office.store.open, {Platform.SLACK: post.office.way.sender}, post.office.now(), 9)
        for one in ready or []:
            await post.office.way.sender.send(one.to, one.message, one.delivery.key, again=False)

    post.puts("a")
    post.office.runs(crash())
    post.office.clock += 200
    assert post.later(seconds=119) == 0  # the lease holds
    assert post.later(seconds=2) == 1
    assert len(post.priya.sees()) == 1


def test_retry_after(post: Post) -> None:
    """Slack's own word for how long to wait counts."""
    post.puts("a")
    post.slack.faults.limits("chat.postMessage", times=1, retry_after=42)
    assert post.office.goes_out() == 0
    post.office.clock += 60
    assert post.later(seconds=41) == 0
    assert post.later(seconds=1) == 1


def test_refused(post: Post) -> None:
    """What Slack will never take is given up at once, with what mends it."""
    post.puts("a", channel=True)
    post.slack.happens.archive(post.channel)
    assert post.office.goes_out() == 1  # the coordinator hears that it was archived
    assert post.states()["a"] == (DeliveryState.DEAD, "the channel is archived: unarchive it, or link another one")


def test_deactivated(post: Post) -> None:
    """Nothing is sent to a deactivated account, as Slack would take it and nobody would read it."""
    post.slack.happens.user_change(post.priya.user, deleted=True)
    post.puts("a")
    assert post.office.goes_out() == 0
    assert post.states()["a"][0] is DeliveryState.DEAD
    assert post.priya.sees() == []


def put_for_many(post: Post, number: int) -> None:
    """A message for each of so many people."""
    with post.office.store.open() as register:
        for each in range(number):
            user = post.slack.person(f"Person {each}").user
            someone = register.people.add(Person(id=PersonId(NEW), name=user.real_name, email=user.email))
            register.people.add_identity(
                Identity(
                    id=IdentityId(NEW),
                    person=someone.id,
                    platform=Platform.SLACK,
                    workspace=user.team,
                    account=user.id,
                    handle=user.name,
                )
            )
            due, body = post.office.now(), dumps(message_to_json(Message("Hello")))
            row = Delivery(id=DeliveryId(NEW), key=user.id, programme=None, person=someone.id, body=body, due=due)
            register.deliveries.put([row])
        register.commit()


def test_many(post: Post) -> None:
    """What goes to many people keeps within what Slack allows a minute, and all of it goes out."""
    put_for_many(post, 310)
    assert post.office.goes_out() == 310
    assert [one for one in post.slack.rates.breaches if one.method == "chat.postMessage"] == []
    assert timedelta(minutes=1) <= post.slack.clock.now - START < timedelta(minutes=2)
    assert post.slack.api.counts["users.info"] <= 2 * LOOKS


def test_every_answer_is_lost(post: Post) -> None:
    """Where Slack takes every message and never says so, each is found again, and none is sent twice."""
    post.slack.faults.loses_answers("chat.postMessage")
    put_for_many(post, 50)
    sent = post.office.goes_out()  # the first are looked for while the last are still waiting for their turn
    for _ in range(3):
        post.office.clock += 60
        sent += post.later(minutes=1)
    assert sent == 50
    assert post.slack.api.counts["chat.postMessage"] == 50
