"""What goes wrong between taking a message and recording it: nothing is sent twice, and nothing is stuck."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from json import dumps

import pytest

from bot.ports import Register
from bot.words.delivery import Delivery, DeliveryState
from bot.words.ids import NEW, DeliveryId
from bot.words.message import Message, message_to_json
from bot.words.person import Platform
from scheduler import composing, record
from scheduler.deliver import LEASE_SECONDS, Recipient
from scheduler.outbox import GIVE_UP_SECONDS, Outbox
from scheduler.retry import BACKOFF, Busy, Failed, Failure
from scheduler.take import take
from storage.faults import StoreError
from tests.rooms import NOW, Room

SAM = "sam@pmo.example"


class Desk:
    """A room whose register may be `away`, and a way out that does `meanwhile` while a message is under way."""

    def __init__(self) -> None:
        self.room = Room()
        self.room.says(SAM, "setup DCR")
        self.now, self.away = NOW, False
        self.stopwatch: Callable[[], float] = lambda: 0.0
        self.meanwhile: Callable[[], None] = lambda: None
        self.answer: str | Failure = "sent"
        self.sent: list[str] = []

    def goes_away(self) -> None:
        self.away = True

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        self.sent.append(key)
        self.meanwhile()
        return self.answer

    @contextmanager
    def open(self) -> Generator[Register]:
        if self.away:
            raise StoreError("The database can't be reached.")
        with self.room.store.open() as register:
            yield register

    def outbox(self) -> Outbox:
        return Outbox(self.open, {Platform.CONSOLE: self}, lambda: self.now, monotonic=self.stopwatch)

    def put(self, *keys: str, body: str = "") -> None:
        with self.room.store.open() as register:
            sam = register.people.by_email(SAM)
            (programme,) = register.programmes.all()
            assert sam is not None
            body = body or dumps(message_to_json(Message("Hello")))
            row = Delivery(
                id=DeliveryId(NEW),
                key="",
                programme=programme.id,
                person=sam.id,
                body=body,
                due=self.now,
            )
            register.deliveries.put([replace(row, key=key) for key in keys])
            register.commit()

    def goes(self) -> int:
        return asyncio.run(self.outbox().until_empty())

    def row(self, key: str) -> Delivery:
        return next(one for one in self.room.store._state.deliveries.values() if one.key == key)

    def lease_ends(self) -> None:
        self.room.store._state.leases.clear()

    def cancels(self) -> None:
        with self.room.store.open() as register:
            register.deliveries.cancel("")
            register.commit()


async def _spin() -> None:
    """Let everything that can go on go on."""
    for _ in range(100):
        await asyncio.sleep(0)


def test_the_register_is_away_when_messages_were_sent() -> None:
    """What came of a send is kept until the register is there again, and recorded then: nothing is sent twice."""

    async def play(desk: Desk) -> None:
        desk.put("a", "b")
        desk.meanwhile = desk.goes_away
        outbox = desk.outbox()
        running = asyncio.create_task(outbox.forever())
        for _ in range(3):
            outbox.wake()
            await _spin()
        assert (desk.sent, desk.row("a").state) == (["a", "b"], DeliveryState.WAITING)
        desk.away = False
        outbox.wake()
        await _spin()
        assert [desk.row(key).state for key in "ab"] == [DeliveryState.SENT] * 2
        desk.lease_ends()
        outbox.wake()
        await _spin()
        assert desk.sent == ["a", "b"]
        outbox.close()
        await running

    asyncio.run(play(Desk()))


def test_the_register_is_away_at_the_end() -> None:
    """Stopping does not wait for a register that is away; what was not recorded is looked at again by its lease."""

    async def play(desk: Desk) -> None:
        desk.put("a")
        desk.meanwhile = desk.goes_away
        outbox = desk.outbox()
        running = asyncio.create_task(outbox.forever())
        outbox.wake()
        await _spin()
        outbox.close()
        await running
        assert desk.row("a").state is DeliveryState.WAITING

    asyncio.run(play(Desk()))


def test_called_off_while_it_was_under_way() -> None:
    """A message that was called off while its sending failed is not tried again."""
    desk = Desk()
    desk.put("a")
    desk.answer, desk.meanwhile = Failed("no answer"), desk.cancels
    assert desk.goes() == 0
    assert desk.row("a").state is DeliveryState.CANCELLED
    desk.now += BACKOFF[0] * 2
    assert desk.goes() == 0
    assert desk.sent == ["a"]


@pytest.mark.parametrize("failure", [Failed("no answer"), Busy(timedelta(seconds=30))])
def test_another_replica_has_sent_it_since(failure: Failure) -> None:
    """A failure that comes when the lease has run out, and another replica has sent the message, changes nothing."""
    mine, other = Desk(), Desk()
    mine.put("a")
    other.room = mine.room
    mine.answer = failure

    def takes_over() -> None:
        mine.lease_ends()
        taken = take(other.open, {Platform.CONSOLE: other}, NOW, 9)
        assert taken is not None
        assert record.record(other.open, [(taken[0], "sent")], NOW) == 1

    mine.meanwhile = takes_over
    assert mine.goes() == 0
    assert mine.row("a").state is DeliveryState.SENT


def test_another_replica_takes_it_while_it_is_made_ready() -> None:
    """What another has taken before it was made ready is theirs: nothing is sent, and nothing changed."""
    desk = Desk()
    desk.put("a")
    opened = 0

    @contextmanager
    def slow() -> Generator[Register]:
        nonlocal opened
        opened += 1
        if opened == 2:  # leased, and held up before it is made ready
            desk.lease_ends()
            assert take(desk.open, {Platform.CONSOLE: desk}, NOW, 9)
        with desk.open() as register:
            yield register

    assert take(slow, {Platform.CONSOLE: desk}, NOW, 9) == []
    assert desk.row("a").attempts == 2


def test_held_up_until_the_lease_is_over() -> None:
    """What was taken and then held up, as by a machine that stood still, is not sent: another may have it by now."""
    desk = Desk()
    desk.put("a")
    ticks = iter((0.0, LEASE_SECONDS - GIVE_UP_SECONDS + 1))
    desk.stopwatch = lambda: next(ticks, LEASE_SECONDS)
    assert desk.goes() == 0
    assert desk.sent == []
    desk.stopwatch = lambda: 0.0
    desk.now += BACKOFF[0] * 2
    assert desk.goes() == 1


def test_a_message_that_nobody_can_read(caplog: pytest.LogCaptureFixture) -> None:
    """A row that can't be made ready holds up no other: it is tried as often as any, then listed with the reason."""
    desk = Desk()
    desk.put("spoilt", body="{")
    desk.put("a", "b")
    with caplog.at_level(logging.CRITICAL, "learnt.outbox"):
        assert desk.goes() == 2
        for wait in BACKOFF:
            desk.now += wait * 2
            desk.goes()
    assert desk.sent == ["a", "b"]
    assert desk.row("spoilt").state is DeliveryState.DEAD
    assert "a fault of ours" in desk.room.says(SAM, "undelivered")


def test_what_follows_fails(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Where what follows from a message's having been sent meets a fault, it is recorded as sent all the same."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(composing, "was_sent", fails)  # there is no such fault that is known of
    desk = Desk()
    desk.put("a", "b")
    with caplog.at_level(logging.CRITICAL, "learnt.outbox"):
        assert desk.goes() == 2
    assert [desk.row(key).state for key in "ab"] == [DeliveryState.SENT] * 2
