"""How quickly an answer is read, and how long its owner waits until it is in the register and answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime
from typing import Final

from bench.databases import Fresh, settle
from bot.commands.dispatch import dispatch
from bot.conversations.understanding.understand import understand
from bot.words.incoming import Incoming, Place, Sender
from bot.words.message import File, Message
from bot.words.person import Platform
from scheduler.deliver import Recipient
from scheduler.outbox import Outbox
from scheduler.plan import plan
from scheduler.retry import Failure
from storage.engine import Store
from tests.replies.examples import HELD, TODAY, examples

OWNERS: Final = 200
ASKED: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANSWER: Final = "charter's done. checklist is waiting on the supplier, say 4th dec. not looked at the template yet"
ACTIONS: Final = ("Write the delivery charter", "Agree the feed checklist", "Skeleton release plan template")


class Nowhere:
    """A way out that takes everything at once; it has no use for most of what a way out is given (ARG002)."""

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:  # noqa: ARG002
        """Take it."""
        return key

    async def hand_over(
        self,
        to: Recipient,  # noqa: ARG002
        message: Message,
        file: File,  # noqa: ARG002
        content: bytes,  # noqa: ARG002
        *,
        again: bool,  # noqa: ARG002
    ) -> str | Failure:
        """Take it."""
        return message.title

    async def change(self, to: Recipient, message: Message, remote: str) -> str | Failure:  # noqa: ARG002
        """Take it."""
        return remote


def reading() -> None:
    """Read every held example, then one answer of one length and of four times that."""
    rows = list(examples(HELD))
    for example in rows[:50]:
        understand(example.text, example.asked, TODAY, example.actions)
    start = time.perf_counter()
    for example in rows:
        understand(example.text, example.asked, TODAY, example.actions)
    rate = len(rows) / (time.perf_counter() - start)
    print(f"answers read: {rate:,.0f} a second on one core (at least 200)")
    long = [e for e in rows if len(e.asked) > 3]
    text = " ".join(example.text for example in long)
    taken = [_time(text[:size], long[0].asked, long[0].actions) for size in (1_000, 4_000)]
    print(
        f"  four times as long takes {taken[1] / taken[0]:.1f} times as long; 4,000 characters {taken[1] * 1e3:.0f} ms"
    )


def _time(text: str, asked: tuple[str, ...], actions: dict[str, str]) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        understand(text, asked, TODAY, actions)
        best = min(best, time.perf_counter() - start)
    return best


def run(fresh: Fresh, name: str) -> None:
    """Ask owners about three actions each; then each answers, and waits."""
    store = fresh()
    _asked(store)
    settle(store)
    taken: list[float] = []
    for number in range(OWNERS):
        start = time.perf_counter()
        said = dispatch(_line(f"o{number}", ANSWER, None, number), ASKED, store.open)
        taken.append((time.perf_counter() - start) * 1e3)
        assert len(said.about.split()) == len(ACTIONS)
    taken.sort()
    print(
        f"answer to register and reply, {name}: half in {statistics.median(taken):.1f} ms (under 20), "
        f"99 % in {taken[int(len(taken) * 0.99)]:.1f} ms"
    )
    store.close()


def _asked(store: Store) -> None:
    """A programme with owners of three actions each, who have been asked."""
    before = ASKED.replace(day=4)
    number = 10_000

    def says(who: str, text: str) -> None:
        nonlocal number
        number += 1
        dispatch(_line(who, f"/lesson {text}", Place(account="team", name="team"), number), before, store.open)

    says("sam", "setup Data Centre Release")
    says("sam", "improve the feeds")
    for owner in range(OWNERS):
        says(f"o{owner}", "list")
        for text in ACTIONS:
            says("sam", f"action L-1 {text} @o{owner} by 27 Nov")
        for at in range(len(ACTIONS)):
            says(f"o{owner}", f"fine A-{owner * len(ACTIONS) + at + 1}")
    says("sam", "review schedule first Tuesday 10:00")
    for at in (before.replace(hour=12), ASKED):
        plan(store.open, at)
        asyncio.run(Outbox(store.open, {Platform.CONSOLE: Nowhere()}, lambda at=at: at).until_empty())


def _line(who: str, text: str, place: Place | None, number: int) -> Incoming:
    sender = Sender(platform=Platform.CONSOLE, account=who, handle=who, name=who, email=f"{who}@x.example")
    return Incoming(key=f"bench:{number}", sender=sender, place=place, text=text)
