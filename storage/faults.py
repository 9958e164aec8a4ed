"""What can go wrong with the database itself, in sentences for whoever runs it."""

from __future__ import annotations

import sqlite3
from typing import Final

import psycopg
from psycopg import errors
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

FAULTS: Final = (sqlite3.Error, psycopg.Error, SQLAlchemyError)

_SQLITE: Final = {
    "SQLITE_BUSY": "is busy: somebody else has kept it locked for too long. Try again in a moment",
    "SQLITE_LOCKED": "is busy: somebody else has kept it locked for too long. Try again in a moment",
    "SQLITE_READONLY": "can't be written to: the file or its folder is read-only",
    "SQLITE_PERM": "may not be opened: this account has no right to",
    "SQLITE_AUTH": "may not be opened: this account has no right to",
    "SQLITE_FULL": "can't grow: the disk is full",
    "SQLITE_IOERR": "can't be read or written: the disk reports an error",
    "SQLITE_NOTADB": "is not a database: the file holds something else",
    "SQLITE_CORRUPT": "is damaged: restore the last backup",
}
_UNIQUE: Final = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
_COLLIDED: Final = (
    errors.UniqueViolation,
    errors.DeadlockDetected,
    errors.SerializationFailure,
)


class StoreError(Exception):
    """Something is wrong with the database. The text is one sentence that says what."""


class ConflictError(StoreError):
    """Somebody else wrote the same at the same moment. Nothing was stored; doing it once more settles it."""


def named(url: URL) -> str:
    """How to speak of the database: never with its password."""
    if url.get_backend_name() == "sqlite":
        return f"The database {url.database}"
    host = url.host or url.query.get("host") or "this machine"
    return f"The PostgreSQL database {url.database} on {host}"


def explained(error: Exception, url: URL) -> StoreError | None:
    """The sentence for an error of the driver; None where it is a fault of ours, whose trace is needed."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause, url)
    if isinstance(cause, psycopg.Error):
        return _postgresql(cause, url)
    if isinstance(cause, PoolTimeoutError):
        return StoreError(f"{named(url)} is busy: all connections are in use. Try again in a moment.")
    if isinstance(cause, NoSuchModuleError):
        return StoreError(f"{url.drivername} is not a kind of database that Learnt knows: use sqlite or postgresql.")
    return None


def _sqlite(error: sqlite3.Error, url: URL) -> StoreError | None:
    name = getattr(error, "sqlite_errorname", "")
    if name in _UNIQUE:
        return ConflictError(f"{named(url)} was given the same twice. Try again.")
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreError(f"{named(url)} can't be opened: its folder is missing, or may not be used.")
    words = next((words for start, words in _SQLITE.items() if name.startswith(start)), None)
    return None if words is None else StoreError(f"{named(url)} {words}.")


def _postgresql(error: psycopg.Error, url: URL) -> StoreError | None:
    if isinstance(error, _COLLIDED):
        return ConflictError(f"{named(url)} was given the same twice at the same moment. Try again.")
    if isinstance(error, errors.DiskFull):
        return StoreError(f"{named(url)} can't grow: the disk is full.")
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return StoreError(f"{named(url)} can't be written to: it is read-only.")
    if isinstance(error, psycopg.OperationalError):
        why = (str(error).strip().splitlines() or ["the connection was lost"])[-1].strip()
        if url.password:
            why = why.replace(str(url.password), "***")
        return StoreError(f"{named(url)} can't be reached: {why.rstrip('.')}.")
    return None
