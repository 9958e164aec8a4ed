"""A register in memory and everybody who types in it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.commands.dispatch import dispatch
from bot.ports import OpenRegister
from bot.words.incoming import Incoming, Place, Sender
from bot.words.message import Message, Reply, plain
from bot.words.person import Platform
from scheduler.deliver import Recipient
from scheduler.outbox import Outbox
from scheduler.plan import plan
from scheduler.retry import Failure
from tests.fakes import FakeStore

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Post:
    """A way out that remembers what was sent, or fails as it is told: always, or for the people in `failures`."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message]] = []
        self.failure: Failure | None = None
        self.failures: dict[str, Failure] = {}

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        name = f"#{to.channel.name}" if to.channel else to.person.name if to.person else "?"
        if failure := self.failures.get(name, self.failure):
            return failure
        self.sent.append((name, message))
        return key


def ran_until(open_register: OpenRegister, now: datetime) -> None:
    """What falls due has been looked at until a minute before `now`."""
    with open_register() as register:
        register.heart.ticked(now - timedelta(minutes=1))
        register.commit()


class Room:
    """`says` types a line and returns the answer as text; `goes_out` plans and delivers.

    What falls due has been looked at until a minute before, unless the scheduler `stopped`.
    """

    stopped = False

    def __init__(self) -> None:
        self.store = FakeStore()
        self.post = Post()
        self.now = NOW
        self.events = 0

    def reply(self, who: str, text: str, *, direct: bool = False, key: str = "", place: str = "team") -> Reply:
        self.events += 1
        incoming = Incoming(
            key=key or f"event-{self.events}",
            sender=Sender(platform=Platform.CONSOLE, account=who, name=who.partition("@")[0].title(), email=who),
            place=None if direct else Place(account=place, name=place),
            text=text,
        )
        return dispatch(incoming, self.now, self.store.open)

    def says(self, who: str, text: str, *, direct: bool = False, key: str = "", place: str = "team") -> str:
        said = self.reply(who, text, direct=direct, key=key, place=place).said
        return "\n".join(plain(one.message) for one in said)

    def goes_out(self, at: datetime | None = None) -> list[str]:
        """What was sent, as "Name: title", by `at`."""
        self.now = at or self.now
        self.post.sent.clear()
        if not self.stopped:
            ran_until(self.store.open, self.now)
        plan(self.store.open, self.now)
        asyncio.run(Outbox(self.store.open, {Platform.CONSOLE: self.post}, lambda: self.now).until_empty())
        return [f"{name}: {message.title}" for name, message in self.post.sent]
