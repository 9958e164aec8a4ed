"""Listings and search in a large register beside a small one."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from bench import same
from bench.databases import Fresh, settle
from bench.filling import NOW, fill
from bot.commands.dispatch import dispatch
from bot.words.incoming import Incoming, Sender
from bot.words.person import Platform
from storage.engine import Store

PROGRAMMES = 50
CALLS = 101
LINES = ("list", "actions mine", "actions overdue", "search common", "search unicorn500", "search feed partner")


def typed(store: Store, line: str, who: str) -> Callable[[], None]:
    """One line that this person types in a direct message."""
    sender = Sender(platform=Platform.CONSOLE, account=f"{who}@x.example", name=who, email=f"{who}@x.example")

    def once() -> None:
        incoming = Incoming(key=f"scale:{time.monotonic_ns()}", sender=sender, text=f"/lesson {line}")
        assert dispatch(incoming, NOW, store.open).said

    return once


def medians(*works: Callable[[], None]) -> list[float]:
    """The median of the calls of each, in seconds. They take turns, so that what disturbs one disturbs all."""
    taken: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    gc.collect()
    for _ in range(CALLS):
        for work, seconds in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return [sorted(seconds)[CALLS // 2] for seconds in taken]


def run(fresh: Fresh, name: str, large: bool) -> None:
    """Compare 1,000 lessons in one programme with 50 programmes of many."""
    same.check(fresh)
    each = 20_000 if large else 2_000
    small, big = fresh(), fresh()
    start = time.perf_counter()
    fill(small, 1, 1_000, 300)
    fill(big, PROGRAMMES, each, each * 3 // 10)
    for store in (small, big):
        settle(store)
    print(
        f"{PROGRAMMES * each:,} lessons and {PROGRAMMES * each * 3 // 10:,} actions in {PROGRAMMES} programmes "
        f"against 1,000 and 300 in one, {name} (at most 1.5; filled in {time.perf_counter() - start:.0f} s):"
    )
    for role in ("owner", "guest"):
        for line in LINES:
            few, many = medians(typed(small, line, f"{role}0"), typed(big, line, f"{role}{PROGRAMMES // 2}"))
            print(f"  {line}, by the {role}: {many / few:.2f} ({few * 1e3:.2f} ms and {many * 1e3:.2f} ms)")
    small.close()
    big.close()
