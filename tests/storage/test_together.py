"""Several transactions as parts of one: each is kept or undone by itself, and all are on disk at once or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.words.person import Viewer
from storage.engine import Store, StoreError
from tests.storage.capture import capture, furnish


def stored(store: Store, viewer: Viewer) -> list[int]:
    with store.open() as register:
        return [lesson.number for lesson in register.lessons.all(viewer)]


def write(store: Store, viewer: Viewer, key: str, *, breaks: bool = False) -> int:
    """One capture, all of it, as an event with this key; its number."""
    with store.open() as register:
        number = capture(register, viewer, key).number
        if breaks:
            raise ZeroDivisionError
        register.commit()
    return number


def test_a_part_that_fails_undoes_itself_alone(store: Store) -> None:
    """What was written before it and after it is kept, without a gap in the numbers."""
    viewer = furnish(store)
    with store.together():
        assert write(store, viewer, "first") == 1
        with pytest.raises(ZeroDivisionError):
            write(store, viewer, "broken", breaks=True)
        with store.open() as register:
            assert capture(register, viewer, "never committed").number == 2
        assert write(store, viewer, "second") == 2
    assert stored(store, viewer) == [1, 2]


def test_a_part_may_commit_more_than_once(store: Store) -> None:
    """What follows the last commit is undone; what precedes it is kept."""
    viewer = furnish(store)
    with store.together(), store.open() as register:
        for key in ("one", "two"):
            capture(register, viewer, key)
            register.commit()
        capture(register, viewer, "three")
    assert stored(store, viewer) == [1, 2]


def test_nothing_is_on_disk_before_all_is(sqlite: Store, tmp_path: Path) -> None:
    """Another process sees no part of it until all of it is committed."""
    viewer = furnish(sqlite)
    other = sqlite3.connect(next(tmp_path.glob("*.db")))
    with sqlite.together():
        write(sqlite, viewer, "first")
        assert other.execute("SELECT count(*) FROM lesson").fetchone() == (0,)
        write(sqlite, viewer, "second")
    assert other.execute("SELECT count(*) FROM lesson").fetchone() == (2,)
    other.close()


def break_off(store: Store, viewer: Viewer) -> None:
    with store.together():
        write(store, viewer, "first")
        raise ZeroDivisionError


def test_where_the_whole_fails_nothing_is_kept(sqlite: Store) -> None:
    """A part that was committed goes with the whole."""
    viewer = furnish(sqlite)
    with pytest.raises(ZeroDivisionError):
        break_off(sqlite, viewer)
    assert stored(sqlite, viewer) == []
    assert write(sqlite, viewer, "later") == 1


def give_up(store: Store, viewer: Viewer) -> None:
    with store.together():
        write(store, viewer, "first")
        with store.open() as register:
            register.connection.exec_driver_sql("ROLLBACK")  # as SQLite does by itself on a full disk
        with pytest.raises(StoreError, match="undid"):
            write(store, viewer, "second")


def test_what_sqlite_gave_up_is_not_taken_for_kept(sqlite: Store) -> None:
    """After a full disk, later parts are refused, and so is the whole."""
    viewer = furnish(sqlite)
    with pytest.raises(StoreError, match="undid"):
        give_up(sqlite, viewer)
    assert stored(sqlite, viewer) == []
