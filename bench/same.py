"""Whether a register that was filled by copying is the one that the register itself would have written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from bench.databases import Fresh, settle
from bench.filling import fill, fill_each, fill_rows
from bot.words.ids import PersonId, ProgrammeId
from bot.words.person import Audience, Viewer
from storage.actions import ACTION
from storage.engine import Store
from storage.lessons import LESSON

SIZE = (4, 1_100, 330)  # programmes, lessons and actions of each: more lessons than one block of the search holds


def check(fresh: Fresh) -> None:
    """Fill a small register both ways and compare rows, counters, what a search finds, and what comes next."""
    copied, written = fresh(), fresh()
    fill(copied, *SIZE)
    fill_each(written, *SIZE)
    if copied.is_sqlite:
        with copied.connect() as connection, connection.begin():
            connection.execute(text("INSERT INTO lesson_search (lesson_search, rank) VALUES ('integrity-check', 1)"))
            assert not connection.execute(text("PRAGMA foreign_key_check")).all()
    for store in (copied, written):
        settle(store)
    assert _rows(copied) == _rows(written)
    assert _found(copied) == _found(written)
    for store in (copied, written):
        fill_more(store)
    assert _rows(copied) == _rows(written)
    copied.close()
    written.close()


def fill_more(store: Store) -> None:
    """One lesson more in each programme, with an action: their keys and numbers must be free."""
    with store.open() as register:
        for programme in register.programmes.all():
            fill_rows(register, programme.id, PersonId(programme.id * 2 - 1), 1, 1)
        register.commit()


def _rows(store: Store) -> list[list[tuple[Any, ...]]]:
    """Everything that is stored but for keys, in place of which stand the numbers that people see."""
    lesson = [f"old.{column.name}" for column in LESSON.table.columns if column.name != "id"]
    action = [f"old.{column.name}" for column in ACTION.table.columns if column.name not in ("id", "lesson")]
    order = "ORDER BY old.programme, old.number"
    queries = (
        f"SELECT {', '.join(lesson)} FROM lesson old {order}",
        f"SELECT held.number, held.programme, {', '.join(action)} "
        f"FROM action old JOIN lesson held ON held.id = old.lesson {order}",
        "SELECT * FROM programme ORDER BY id",
        "SELECT * FROM member ORDER BY id",
    )
    with store.connect() as connection:
        return [[tuple(row) for row in connection.execute(text(query))] for query in queries]


def _found(store: Store) -> list[list[int]]:
    programmes, _, _ = SIZE
    with store.read() as register:
        return [
            [lesson.number for lesson in register.lessons.search(_pmo(programme), words, limit=5_000)]
            for programme in range(1, programmes + 1)
            for words in ("common", "unicorn500", "feed partner", "nothing")
        ]


def _pmo(programme: int) -> Viewer:
    return Viewer(programme=ProgrammeId(programme), person=None, clearance=Audience.PMO)
