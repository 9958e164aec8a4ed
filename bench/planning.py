"""Planning a review with 10,000 owners, and planning it again."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, timedelta

from sqlalchemy import text

from bench.databases import Fresh, settle
from bench.filling import NOW, fill_rows
from bot.words.ids import NEW, PersonId, ProgrammeId, ReviewId
from bot.words.person import Person
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from scheduler.plan import plan
from storage.engine import Store

OWNERS = 10_000


def run(fresh: Fresh, name: str) -> None:
    """Plan, plan again, and print both."""
    store = fresh()
    with store.open() as register:
        programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="P", name="P"))
        for number in range(OWNERS):
            person = register.people.add(Person(id=PersonId(NEW), name=f"O {number}", email=f"o{number}@x.example"))
            fill_rows(register, programme.id, person.id, 1, 1)
        register.reviews.add(
            Review(
                id=ReviewId(NEW),
                programme=programme.id,
                number=NEW,
                state=ReviewState.SCHEDULED,
                at=NOW + timedelta(days=7, hours=1),
                day=date(2026, 12, 1),
            )
        )
        register.commit()
    settle(store)
    taken: list[tuple[float, int]] = []
    for _ in range(2):
        start = time.perf_counter()
        added = plan(store.open, NOW)
        taken.append((time.perf_counter() - start, added))
    tracemalloc.start()
    plan(store.open, NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    waiting = _tick_while_they_wait(store)
    (first, new), (again, none) = taken
    print(f"planning {OWNERS:,} owners, {name}: {first:.1f} s, {new:,} new (under 5 s)")
    print(f"  again: {again:.2f} s, {none} new (under 1 s)")
    print(f"  a tick while all of them have yet to answer: {waiting:.2f} s (under 0.2 s)")
    print(f"  planning's own memory, again: {peak / 2**20:.1f} MiB")
    store.close()


def _tick_while_they_wait(store: Store) -> float:
    """Seconds of what each replica does each second once all prompts are out; the median of five."""
    with store.connect() as connection, connection.begin():
        connection.execute(text("UPDATE prompt SET sent_at = at"))
        connection.execute(text("UPDATE review SET state = 'prompted', prompted_at = at"))
    settle(store)
    taken: list[float] = []
    for second in range(6):  # the first looks at the nudges, as one does each quarter of an hour
        start = time.perf_counter()
        plan(store.open, NOW + timedelta(seconds=second), NOW)
        taken.append(time.perf_counter() - start)
    return sorted(taken[1:])[2]
