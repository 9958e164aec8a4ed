"""A large register, quickly: the first programme goes in through the register, the others are copied from it.

The copies lie between each other, lesson by lesson, as those of programmes that work at the same time do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, text

from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import NEW, ActionId, LessonId, MemberId, PersonId, ProgrammeId
from bot.words.lesson import Kind, Lesson
from bot.words.person import Audience, Member, Person, Side
from bot.words.programme import Programme
from storage.actions import ACTION
from storage.engine import Store
from storage.lessons import LESSON
from storage.shelf import Shelf

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS: Final = (
    "feed partner release note test data cut branch freeze supplier firewall cluster docs timeline review".split()
)
BATCH: Final = 500
"""Lessons a transaction. PostgreSQL keeps every state of the counters until one ends, and walks through them all."""


def fill(store: Store, programmes: int, lessons: int, actions: int) -> None:
    """Programmes with so many lessons and actions each, all of a programme's owned by its one member."""
    with store.open() as register:
        made = [_programme(register, place) for place in range(programmes)]
        assert [programme for programme, _ in made] == list(range(1, programmes + 1))  # the copies count on it
        fill_rows(register, *made[0], lessons, actions)
        register.commit()
    if programmes > 1:
        with store.connect() as connection, connection.begin():
            _copy(connection, programmes, lessons, actions)


def fill_each(store: Store, programmes: int, lessons: int, actions: int) -> None:
    """The same through the register alone, which takes its time: `fill` is checked against it."""
    with store.open() as register:
        for place in range(programmes):
            fill_rows(register, *_programme(register, place), lessons, actions)
        register.commit()


def fill_rows(register: Register, programme: ProgrammeId, person: PersonId, lessons: int, actions: int) -> None:
    """Lessons of one programme, the first of them with an action each. One in ten is for everyone to read."""
    for number in range(lessons):
        rare = f" unicorn{number}" if number % 500 == 0 else ""
        what = f"{WORDS[number % 15]} {WORDS[number * 7 % 13]} common to all{rare}"
        audience = Audience.EVERYONE if number % 10 == 0 else Audience.PARTNERS
        lesson = register.lessons.add(
            Lesson(
                id=LessonId(NEW),
                programme=programme,
                number=NEW,
                kind=Kind.IMPROVE,
                text=what,
                audience=audience,
                raised_by=person,
                raised_at=NOW,
            )
        )
        if number % BATCH == BATCH - 1:
            register.commit()
        if number < actions:
            register.actions.add(
                Action(
                    id=ActionId(NEW),
                    programme=programme,
                    number=NEW,
                    lesson=lesson.id,
                    text=f"Mend {what}",
                    owner=person,
                    due=date(2026, 11, 1) + timedelta(days=number % 60),
                    audience=audience,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )


def _programme(register: Register, place: int) -> tuple[ProgrammeId, PersonId]:
    """A programme with a coordinator, and with a member from outside, who may read less."""
    programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key=f"P{place}", name=f"Programme {place}"))
    owner, guest = (
        register.people.add(Person(id=PersonId(NEW), name=f"{name} {place}", email=f"{name}{place}@x.example"))
        for name in ("owner", "guest")
    )
    for person in (owner, guest):
        inside = person is owner
        side = Side.INSIDE if inside else Side.OUTSIDE
        member = Member(id=MemberId(NEW), programme=programme.id, person=person.id, coordinator=inside, side=side)
        register.people.add_member(member)
    return programme.id, owner.id


def _copy(connection: Connection, programmes: int, lessons: int, actions: int) -> None:
    """Copy the lessons and actions of the first programme to all others, whose coordinators then own them."""
    others = programmes - 1
    key = f"{{}} + ({{}}.number - 1) * {others} + member.programme - 1"
    block = "b" if connection.dialect.name == "postgresql" else "x"  # what `storage.search` writes after the number
    mark = f"replace(old.search, 'p1{block}', 'p' || member.programme || '{block}')"
    theirs = {"programme": "member.programme", "release": "NULL"}
    lesson = {**theirs, "id": key.format(lessons, "old"), "raised_by": "member.person", "search": mark}
    action = {
        **theirs,
        "id": key.format(actions, "old"),
        "owner": "member.person",
        "lesson": key.format(lessons, "held"),
    }
    _insert(connection, LESSON, lesson, "")
    _insert(connection, ACTION, action, "JOIN lesson held ON held.id = old.lesson")
    connection.execute(text(f"UPDATE programme SET next_lesson = {lessons + 1}, next_action = {actions + 1}"))


def _insert(connection: Connection, shelf: Shelf[Any], new: Mapping[str, str], join: str) -> None:
    name = shelf.table.name
    columns = [column.name for column in shelf.table.columns if column.computed is None]
    values = ", ".join(new.get(column, f"old.{column}") for column in columns)
    connection.execute(
        text(
            f"INSERT INTO {name} ({', '.join(columns)}) SELECT {values} FROM {name} old {join} "
            "JOIN member ON member.coordinator AND member.programme > 1 WHERE old.programme = 1 "
            "ORDER BY old.number, member.programme"
        )
    )
    if connection.dialect.name == "postgresql":
        last = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
        connection.execute(text(last))
