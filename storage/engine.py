"""The database behind the register: connections, transactions, backup."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.faults import FAULTS, ConflictError, StoreError, explained, named
from storage.register import SqlRegister
from storage.seal import Seal
from storage.together import part_of, still_there
from storage.upgrade import refuse_other_versions, upgrade, version_of

__all__ = ["ConflictError", "Store", "StoreError"]

_READS: Final = "learnt_reads"
"""Marks a connection of SQLite that only reads, and so needs no writer's lock."""


class _Whole(threading.local):
    """The transaction that those of this thread are parts of, while they are."""

    connection: Connection | None = None


class Store:
    """One database. `wait_seconds` is how long to wait for others: for SQLite's lock, for a free connection.

    `secret_keys` seal tokens, the newest first.
    """

    def __init__(self, url: str, *, wait_seconds: float = 30, secret_keys: Sequence[str] = ()) -> None:
        try:
            self._url = make_url(url)
        except ArgumentError:
            raise StoreError("That is not the address of a database: write sqlite:///learnt.db, for example.") from None
        backend = self._url.get_backend_name().replace("postgres", "postgresql").replace("postgresqlql", "postgresql")
        if backend not in ("sqlite", "postgresql"):
            raise StoreError(f"{backend} is not a kind of database that Learnt knows: use sqlite or postgresql.")
        self.is_sqlite = backend == "sqlite"
        self._checked = False
        self._seal = Seal(secret_keys)
        self._whole = _Whole()
        if self.is_sqlite:
            self._engine = _sqlite(self._url.set(drivername="sqlite"), wait_seconds)
        else:
            self._engine = _postgresql(self._url.set(drivername="postgresql+psycopg"), wait_seconds)

    @contextmanager
    def open(self) -> Generator[SqlRegister, None, None]:
        """One transaction. Leaving it without `commit` undoes everything."""
        with self._explained():
            if (whole := self._whole.connection) is not None:
                with part_of(whole, self._seal) as register:
                    yield register
                return
            with self._begun() as connection:
                yield SqlRegister(connection, connection.commit, self._seal)
                # Closing the connection rolls back what was not committed.

    @contextmanager
    def together(self) -> Generator[None, None, None]:
        """Make the transactions that this thread opens inside parts of one, which the disk has to take but once.

        Each part is kept or undone by itself, but what it has committed is on disk only when this is left; where that
        fails, nothing is. On PostgreSQL they stay apart: several locks held at once could meet another replica's.
        """
        if not self.is_sqlite:
            yield
            return
        with self._explained(), self._begun() as connection:
            self._whole.connection = connection
            try:
                yield
            finally:
                self._whole.connection = None
            still_there(connection)
            connection.commit()

    @contextmanager
    def _begun(self) -> Generator[Connection, None, None]:
        with self._engine.connect() as connection:
            if not self._checked:
                refuse_other_versions(version_of(connection), named(self._url))
                connection.rollback()
                self._checked = True
            connection.begin()
            yield connection

    @contextmanager
    def read(self) -> Generator[SqlRegister, None, None]:
        """The register as it stands now, for as long as it is read; others may write meanwhile. It can't be changed."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._explained(), self._engine.connect() as connection:
            connection.execution_options(**({_READS: True} if self.is_sqlite else options))
            connection.begin()
            refuse_other_versions(version_of(connection), named(self._url))
            yield SqlRegister(connection, connection.commit, self._seal)

    @contextmanager
    def connect(self) -> Generator[Connection, None, None]:
        """A bare connection, for what is no business of a register: migrating, measuring."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the schema up to date."""
        with self.connect() as connection:
            upgrade(connection, named(self._url))

    def schema_version(self) -> str | None:
        """The version of the schema; None where there are no tables yet."""
        with self.connect() as connection:
            return version_of(connection)

    def backup(self, path: Path) -> None:
        """Write a copy to a new file; others may go on writing meanwhile."""
        if not self.is_sqlite:
            raise StoreError("PostgreSQL is backed up with its own tool: pg_dump --format=custom --file=FILE DATABASE.")
        if path.exists():
            raise StoreError(f"{path} exists already: a backup never replaces a file.")
        if not path.parent.is_dir():
            raise StoreError(f"The folder {path.parent} does not exist.")
        with self.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                driver.execute("VACUUM INTO ?", (str(path),))

    @property
    def url(self) -> str:
        """The address, its password included: not for showing."""
        return self._url.render_as_string(hide_password=False)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _explained(self) -> Generator[None, None, None]:
        try:
            yield
        except FAULTS as error:
            sentence = explained(error, self._url)
            if sentence is None:
                raise
            raise sentence from error


def _sqlite(url: Any, wait_seconds: float) -> Engine:
    # As many connections as there are threads: they wait for each other in SQLite, where a wait has an end.
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=16,
        max_overflow=-1,
        pool_use_lifo=True,
        pool_reset_on_return=None,  # leaving a transaction has rolled back what was not committed
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": wait_seconds},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA foreign_keys = ON")
    driver.execute("PRAGMA synchronous = FULL")
    driver.execute("PRAGMA temp_store = MEMORY")  # what a savepoint can be undone by needs no file
    if driver.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        driver.execute("PRAGMA journal_mode = WAL")


def _begin_immediate(connection: Connection) -> None:
    """Take the writer's lock at once: a transaction that reads first and then writes could be refused midway."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute("BEGIN" if connection.get_execution_options().get(_READS) else "BEGIN IMMEDIATE")


def _postgresql(url: Any, wait_seconds: float) -> Engine:
    return create_engine(
        url,
        pool_size=8,
        max_overflow=0,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"options": "-c timezone=UTC", "connect_timeout": 10, "application_name": "learnt"},
    )
