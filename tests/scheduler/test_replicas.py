"""Several replicas on one PostgreSQL share what a person may be sent, and need no leader."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial

from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import NEW, ActionId, IdentityId, LessonId, PersonId, ProgrammeId, ReviewId
from bot.words.lesson import Kind, Lesson
from bot.words.person import Identity, Person, Platform
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from scheduler.outbox import Outbox
from scheduler.plan import plan
from storage.engine import Store
from tests.registers import KEY, postgres_store
from tests.rooms import Post

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
REPLICAS, PROGRAMMES, OWNERS = 3, 3, 12


def owned(register: Register, programme: Programme, owner: Person) -> None:
    """One old action of theirs."""
    before = NOW - timedelta(days=30)
    lesson = register.lessons.add(
        Lesson(id=LessonId(NEW), programme=programme.id, number=0, kind=Kind.IMPROVE, text="late", raised_at=before)
    )
    register.actions.add(
        Action(
            id=ActionId(NEW), programme=programme.id, number=0, lesson=lesson.id, text="mend it", owner=owner.id,
            due=date(2026, 12, 18), created_at=before, updated_at=before,
        )
    )  # fmt: skip


def fill(register: Register) -> None:
    """Everybody owns something in each programme, and all reviews are on the same day."""
    at = NOW + timedelta(days=7, hours=1)
    programmes = [
        register.programmes.add(Programme(id=ProgrammeId(NEW), key=f"P{number}", name=f"P{number}"))
        for number in range(PROGRAMMES)
    ]
    for programme in programmes:
        register.reviews.add(
            Review(
                id=ReviewId(NEW), programme=programme.id, number=0, state=ReviewState.SCHEDULED, at=at, day=at.date()
            )
        )
    for number in range(OWNERS):
        owner = register.people.add(Person(id=PersonId(NEW), name=f"Owner {number}"))
        register.people.add_identity(
            Identity(
                id=IdentityId(NEW), person=owner.id, platform=Platform.CONSOLE, workspace="", account=owner.name,
                handle="",
            )
        )  # fmt: skip
        for programme in programmes:
            owned(register, programme, owner)


def replica(url: str, now: datetime) -> Counter[str]:
    """Plan and deliver, as one of several that do; whom it wrote to."""
    store, post = Store(url, secret_keys=(KEY,)), Post()
    plan(store.open, now)
    asyncio.run(Outbox(store.open, {Platform.CONSOLE: post}, lambda: now).until_empty())
    store.close()
    return Counter(name for name, _ in post.sent)


def test_one_a_day_whoever_sends_it() -> None:
    """Three replicas at once ask each owner about one programme a day, and about all of them once."""
    store = postgres_store()
    with store.open() as register:
        fill(register)
        register.commit()
    for day in range(PROGRAMMES):
        now = NOW + timedelta(days=day)
        with ThreadPoolExecutor(REPLICAS) as threads:
            sent = sum(threads.map(partial(replica, store.url), [now] * REPLICAS), Counter[str]())
        assert len(sent) == OWNERS
        assert set(sent.values()) == {1}
    store.close()
