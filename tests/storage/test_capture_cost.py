"""A capture is what happens most: few statements, and each one of them cheap."""

from __future__ import annotations

import sqlite3

from storage.engine import Store
from storage.register import SqlRegister
from tests.storage.capture import PLACE, SENDER, capture, furnish


def test_a_capture_takes_six_statements_at_most(sqlite: Store) -> None:
    viewer = furnish(sqlite)
    ran: list[str] = []
    with sqlite.open() as register:
        _driver(register).set_trace_callback(ran.append)
        capture(register, viewer, "event-1")
        register.commit()
    # What a trigger runs is traced as a comment, and its statement once more; what FTS5 runs within is its own.
    ours = [sql for sql in ran if not sql.startswith("--") and "lesson_search_" not in sql and "'main'" not in sql]
    assert ours.pop() == "COMMIT"
    ours = list(dict.fromkeys(ours))
    assert len(ours) == 5, "\n".join(ours)


def test_a_repeated_event_finds_its_answer(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        capture(register, viewer, "event-1")
        register.commit()
    with store.open() as register:
        arrival = register.people.arrive("event-1", SENDER, PLACE)
        unknown = register.people.arrive("event-2", SENDER, None)
    assert arrival.answer == "[]"
    assert arrival.here
    assert arrival.member is not None
    assert arrival.member.person == viewer.person
    assert unknown.answer is None
    assert unknown.person == arrival.person
    assert unknown.channel is None


def _driver(register: SqlRegister) -> sqlite3.Connection:
    driver = register.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
