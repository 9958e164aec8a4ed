"""Learnt is killed at random moments: nothing that was confirmed is lost, and nothing happens twice."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from random import Random
from threading import Event, Lock

from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import NEW, DeliveryId, IdentityId, PersonId
from bot.words.message import Message, message_to_json
from bot.words.person import Audience, Identity, Person, Platform, Viewer
from storage.engine import Store
from tests.adapters.served import Served
from tests.slack import Slack

MANY = int(os.environ.get("LEARNT_STORM", "60"))  # 1,000 in `make storm`
KILLS = max(1, MANY // 50)
AT_ONCE = 8


class Typists:
    """People who type one lesson after the other, by command or by mention, while Learnt is killed under them."""

    def __init__(self, slack: Slack, served: Served, chance: Random) -> None:
        self.served = served
        self.people = [slack.person(f"Person {number}") for number in range(AT_ONCE)]
        self.room = slack.channel("release-team", self.people)
        assert self.people[0].types("/lesson setup DCR", self.room).ack.ok
        slack.strictness.forgiving = True
        self.points = sorted(chance.sample(range(AT_ONCE, MANY), KILLS))
        self.up, self.one, self.numbers = Event(), Lock(), count()
        self.up.set()
        self.confirmed: set[str] = set()
        self.events: set[str] = set()

    def type(self, person: int) -> None:
        """Until there are enough; whoever's turn it is kills Learnt while the others wait for their answers."""
        while (number := next(self.numbers)) < MANY:
            self.up.wait()
            if self.points and number >= self.points[0]:
                self.fails()
            text = f"lesson number {number}"
            if number % 2:
                self.people[person].mentions_bot(f"improve {text}", self.room)
                self.events.add(text)
            elif "Stored L-" in self.people[person].types(f"/lesson improve {text}", self.room).shows:
                self.confirmed.add(text)

    def fails(self) -> None:
        with self.one:
            if self.points:
                self.points.pop(0)
                self.up.clear()
                self.served.kill()
                self.served.start()
                self.up.set()


def test_captures(tmp_path: Path) -> None:
    """Each confirmed lesson is in the register once, and so is each event that Slack sent again until it was heard."""
    with Slack() as slack, Served(slack, tmp_path) as served:
        typists = Typists(slack, served, Random(1))  # noqa: S311  # a seeded game, no secret
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(typists.type, range(AT_ONCE)))
        for minutes in (1, 5, 5):
            slack.passes(minutes * 60)
        assert all(one.acknowledged for one in slack.sent if one.kind == "events_api")
        served.stop()
        assert served.kills == KILLS
    store = Store(f"sqlite:///{tmp_path / 'learnt.db'}")
    with store.open() as register:
        (programme,) = register.programmes.all()
        pmo = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
        found = Counter(lesson.text for lesson in register.lessons.all(pmo))
        numbers = [lesson.number for lesson in register.lessons.all(pmo)]
    store.close()
    assert {text for text in typists.confirmed | typists.events if found[text] != 1} == set()
    assert set(found.values()) == {1}
    assert numbers == list(range(1, len(numbers) + 1))


def put(store: Store, slack: Slack) -> None:
    """A message for each of many people, due now."""
    with store.open() as register:
        for number in range(MANY):
            user = slack.person(f"Person {number}").user
            someone = register.people.add(Person(id=PersonId(NEW), name=user.real_name, email=user.email))
            account = Identity(
                id=IdentityId(NEW),
                person=someone.id,
                platform=Platform.SLACK,
                workspace=user.team,
                account=user.id,
                handle=user.name,
            )
            register.people.add_identity(account)
            body = json.dumps(message_to_json(Message(f"Message {number}")))
            due = slack.clock.now
            row = Delivery(id=DeliveryId(NEW), key=user.id, programme=None, person=someone.id, body=body, due=due)
            register.deliveries.put([row])
        register.commit()


def waiting(store: Store) -> int:
    """How many messages are still to go out; -1 where one never will."""
    with store.connect() as connection:
        rows = connection.exec_driver_sql("SELECT state, count(*) FROM delivery GROUP BY state").all()
    states = {DeliveryState[state.upper()]: number for state, number in rows}
    return states.pop(DeliveryState.WAITING, 0) if set(states) <= {DeliveryState.WAITING, DeliveryState.SENT} else -1


def test_deliveries(tmp_path: Path) -> None:
    """Each direct message arrives once, whether or not Learnt lived to know that it had."""
    chance = Random(1)  # noqa: S311  # a seeded game, no secret
    store = Store(f"sqlite:///{tmp_path / 'learnt.db'}")
    store.migrate()
    with Slack() as slack:
        put(store, slack)
        with Served(slack, tmp_path) as served:
            for point in sorted(chance.sample(range(MANY * 9 // 10), KILLS)):
                while slack.api.counts["chat.postMessage"] < point:
                    time.sleep(0.001)
                served.kill()
                served.start()
            while left := waiting(store):
                assert left > 0, "a message was given up"
                time.sleep(0.01)
            served.stop()
        assert served.kills == KILLS
        arrived = Counter(one.metadata["event_payload"]["key"] for one in slack.messages() if one.metadata)
    store.close()
    assert set(arrived.values()) == {1}
    assert len(arrived) == MANY
