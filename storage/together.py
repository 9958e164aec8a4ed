"""A transaction as a part of a larger one, on SQLite: a savepoint, so that it is kept or undone by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection

from storage.faults import StoreError
from storage.register import SqlRegister
from storage.seal import Seal


@contextmanager
def part_of(whole: Connection, seal: Seal) -> Generator[SqlRegister, None, None]:
    """A register that commits to `whole`. Leaving it without `commit` undoes its own changes alone."""
    driver = still_there(whole)
    driver.execute("SAVEPOINT part")
    kept = driver.total_changes

    def commit() -> None:
        nonlocal kept
        driver.execute("RELEASE part")
        driver.execute("SAVEPOINT part")
        kept = driver.total_changes

    try:
        yield SqlRegister(whole, commit, seal)
    finally:
        if driver.in_transaction:
            if driver.total_changes != kept:
                driver.execute("ROLLBACK TO part")
            driver.execute("RELEASE part")


def still_there(whole: Connection) -> sqlite3.Connection:
    """The driver's connection. Raises `StoreError` where SQLite has given the whole up, as it does on a full disk."""
    driver = cast("sqlite3.Connection", whole.connection.driver_connection)
    if not driver.in_transaction:
        raise StoreError("The database undid what was being written with this. Try again in a moment.")
    return driver
