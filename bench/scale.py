"""Listings, search and planning in a small register and in a large one."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.commands.dispatch import dispatch
from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import NEW, ActionId, LessonId, MemberId, PersonId, ProgrammeId, ReviewId
from bot.words.incoming import Incoming, Sender
from bot.words.lesson import Kind, Lesson
from bot.words.person import Audience, Member, Person, Platform, Side
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from scheduler.plan import plan
from storage.engine import Store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS = "feed partner release note test data cut branch freeze supplier firewall cluster docs timeline review".split()


def fill(store: Store, programmes: int, lessons: int, actions: int) -> None:
    """Programmes with so many lessons and actions each, all of the first programme's owned by its one member."""
    for place in range(programmes):
        with store.open() as register:
            programme = register.programmes.add(
                Programme(id=ProgrammeId(NEW), key=f"P{place}", name=f"Programme {place}")
            )
            person = register.people.add(Person(id=PersonId(NEW), name=f"Owner {place}", email=f"o{place}@x.example"))
            register.people.add_member(
                Member(id=MemberId(NEW), programme=programme.id, person=person.id, coordinator=True, side=Side.INSIDE)
            )
            _rows(register, programme.id, person.id, lessons, actions)
            register.commit()


def _rows(register: Register, programme: ProgrammeId, person: PersonId, lessons: int, actions: int) -> None:
    for number in range(lessons):
        rare = f" unicorn{number}" if number % 500 == 0 else ""
        text = f"{WORDS[number % 15]} {WORDS[number * 7 % 13]} common to all{rare}"
        lesson = register.lessons.add(
            Lesson(
                id=LessonId(NEW),
                programme=programme,
                number=NEW,
                kind=Kind.IMPROVE,
                text=text,
                raised_by=person,
                raised_at=NOW,
            )
        )
        if number < actions:
            register.actions.add(
                Action(
                    id=ActionId(NEW),
                    programme=programme,
                    number=NEW,
                    lesson=lesson.id,
                    text=f"Mend {text}",
                    owner=person,
                    due=date(2026, 11, 1) + timedelta(days=number % 60),
                    audience=Audience.PARTNERS,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )


def typed(store: Store, line: str) -> Callable[[], None]:
    """One line typed by the first programme's owner in a direct message."""
    who = Sender(platform=Platform.CONSOLE, account="o0@x.example", name="Owner", email="o0@x.example")

    def once() -> None:
        incoming = Incoming(key=f"scale:{time.monotonic_ns()}", sender=who, text=f"/lesson {line}")
        assert dispatch(incoming, NOW, store.open).said

    return once


def best(work: Callable[[], None], times: int = 30) -> float:
    """The median of so many calls, in seconds."""
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[times // 2]


def run(folder: Path, large: bool) -> None:
    """Compare 1,000 lessons in one programme with 50 programmes of `each`."""
    each = 20_000 if large else 2_000
    small, big = Store(f"sqlite:///{folder / 'small.db'}"), Store(f"sqlite:///{folder / 'big.db'}")
    for store, programmes, lessons in ((small, 1, 1_000), (big, 50, each)):
        store.migrate()
        fill(store, programmes, lessons, lessons * 3 // 10)
    print(f"{50 * each:,} lessons in 50 programmes against 1,000 in one, SQLite (at most 1.5):")
    for line in (
        "list",
        "actions mine",
        "actions overdue",
        "search common",
        "search unicorn500",
        "search feed partner",
    ):
        ratio = best(typed(big, line)) / best(typed(small, line))
        print(f"  {line}: {ratio:.2f}")
    small.close()
    big.close()
    planning(folder)


def planning(folder: Path) -> None:
    """Plan a review with 10,000 owners, and plan it again."""
    store = Store(f"sqlite:///{folder / 'plan.db'}")
    store.migrate()
    with store.open() as register:
        programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="P", name="P"))
        for number in range(10_000):
            person = register.people.add(Person(id=PersonId(NEW), name=f"O {number}", email=f"o{number}@x.example"))
            _rows(register, programme.id, person.id, 1, 1)
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
    taken: list[tuple[float, int]] = []
    for _ in range(2):
        start = time.perf_counter()
        added = plan(store.open, NOW)
        taken.append((time.perf_counter() - start, added))
    tracemalloc.start()
    plan(store.open, NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (first, new), (again, none) = taken
    print(
        f"planning 10,000 owners: {first:.1f} s, {new:,} new (under 5 s); again: {again:.2f} s, {none} new (under 1 s)"
    )
    print(f"  planning's own memory, again: {peak / 2**20:.1f} MiB")
    store.close()
