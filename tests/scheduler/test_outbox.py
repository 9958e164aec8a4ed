from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from json import dumps

from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId
from bot.words.message import Message, message_to_json
from bot.words.person import Platform
from scheduler.deliver import Recipient
from scheduler.outbox import IN_FLIGHT, Outbox
from scheduler.retry import Busy, Failure
from tests.rooms import NOW, Room


class Gate:
    """A way out whose messages wait until they are let through."""

    def __init__(self) -> None:
        self.waiting: dict[str, asyncio.Event] = {}
        self.arrived = asyncio.Event()
        self.most = 0
        self.sent: list[tuple[str, bool]] = []
        self.answer: str | Failure = "sent"

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        passes = self.waiting.setdefault(message.title, asyncio.Event())
        self.most = max(self.most, sum(not one.is_set() for one in self.waiting.values()))
        self.arrived.set()
        await passes.wait()
        self.sent.append((message.title, again))
        return self.answer

    def open(self, *titles: str) -> None:
        for title in titles or tuple(self.waiting):
            self.waiting.setdefault(title, asyncio.Event()).set()


class Office:
    """A room with messages for its one person."""

    def __init__(self) -> None:
        self.room = Room()
        self.room.says("sam@pmo.example", "setup DCR")
        self.now = NOW
        self.gate = Gate()

    def put(self, *titles: str) -> None:
        with self.room.store.open() as register:
            person = register.people.by_email("sam@pmo.example")
            assert person is not None
            for title in titles:
                body = dumps(message_to_json(Message(title)))
                row = Delivery(id=DeliveryId(NEW), key=title, programme=None, person=person.id, body=body, due=self.now)
                register.deliveries.put([row])
            register.commit()

    def outbox(self, give_up: float = 20.0) -> Outbox:
        return Outbox(self.room.store.open, {Platform.CONSOLE: self.gate}, self.clock, give_up=give_up)

    def clock(self) -> datetime:
        return self.now


async def _spin() -> None:
    """Let everything that can go on go on."""
    for _ in range(400):
        await asyncio.sleep(0)


def test_slow_message() -> None:
    """A message that takes its time holds up neither those behind it nor those put later."""

    async def play(office: Office) -> None:
        outbox = office.outbox()
        running = asyncio.create_task(outbox.forever())
        office.put("slow", "quick")
        office.gate.open("quick")
        outbox.wake()
        await _spin()
        assert [title for title, _ in office.gate.sent] == ["quick"]
        office.put("later")
        office.gate.open("later")
        outbox.wake()
        await _spin()
        assert [title for title, _ in office.gate.sent] == ["quick", "later"]
        outbox.close()
        await _spin()
        assert not running.done()  # what is under way is finished first
        office.gate.open("slow")
        await running
        assert outbox.sent == 3

    asyncio.run(play(Office()))


def test_bounded() -> None:
    """No more than a fixed number of messages are under way at once, and all of them arrive."""

    async def play(office: Office) -> None:
        office.put(*(f"m{number}" for number in range(IN_FLIGHT + 9)))
        running = asyncio.create_task(office.outbox().until_empty())
        await _spin()
        assert office.gate.most == len(office.gate.waiting) == IN_FLIGHT
        office.gate.open(*(f"m{number}" for number in range(IN_FLIGHT + 9)))
        assert await running == IN_FLIGHT + 9

    asyncio.run(play(Office()))


def test_give_up() -> None:
    """A send without an answer is given up, and the next one is told that it is not the first."""

    async def play(office: Office) -> None:
        office.put("lost")
        assert await office.outbox(give_up=0.001).until_empty() == 0
        office.gate.open("lost")
        office.now += timedelta(hours=1)
        assert await office.outbox().until_empty() == 1
        assert office.gate.sent == [("lost", True)]

    asyncio.run(play(Office()))


def test_busy() -> None:
    """A platform that asks to wait has taken nothing, so the next attempt is the first."""

    async def play(office: Office) -> None:
        office.put("a")
        office.gate.answer = Busy(timedelta(seconds=7))
        office.gate.open("a")
        assert await office.outbox().until_empty() == 0
        office.gate.answer = "sent"
        assert await office.outbox().until_empty() == 0
        office.now += timedelta(seconds=7)
        assert await office.outbox().until_empty() == 1
        assert office.gate.sent == [("a", False), ("a", False)]

    asyncio.run(play(Office()))


def test_fault() -> None:
    """A fault in a way out is a failed attempt like any other."""

    class Broken(Gate):
        async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
            if not again:
                raise ZeroDivisionError
            return "sent"

    async def play(office: Office) -> None:
        office.gate = Broken()
        office.put("a")
        assert await office.outbox().until_empty() == 0
        office.now += timedelta(hours=1)
        assert await office.outbox().until_empty() == 1

    asyncio.run(play(Office()))
