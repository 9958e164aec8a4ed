"""Bringing the schema up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from storage.faults import StoreError
from storage.migrations import HEAD
from storage.triggers import create_triggers

_VERSION_TABLE: Final = "alembic_version"
_LOCK: Final = 7_265_714  # any number, as long as it stays the same: replicas that start together wait for each other


def version_of(connection: Connection) -> str | None:
    """The version of the schema; None where there are no tables yet."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()  # noqa: S608 - a constant


def refuse_other_versions(version: str | None, name: str) -> None:
    """Say what to do about a database whose schema is not ours."""
    if version is None:
        raise StoreError(f"{name} has no tables yet: run `learnt migrate` first.")
    if version > HEAD:
        raise StoreError(f"{name} was written by a newer Learnt (schema {version}, ours is {HEAD}): update Learnt.")
    if version < HEAD:
        raise StoreError(f"{name} is of an older Learnt (schema {version}, ours is {HEAD}): run `learnt migrate`.")


def upgrade(connection: Connection, name: str) -> None:
    """Run the migrations that are missing, and make the triggers of today, all in one transaction."""
    version = version_of(connection)
    connection.rollback()
    if version is not None and version > HEAD:
        refuse_other_versions(version, name)
    if connection.dialect.name == "sqlite":
        _upgrade_sqlite(connection, version)
    else:
        with connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _run(connection)
            create_triggers(connection)


def _upgrade_sqlite(connection: Connection, version: str | None) -> None:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not a SQLite connection")
    if version is not None and version < HEAD:
        _copy_old(driver, version)
    # Rebuilding a table drops it for a moment; inside a transaction this switch does nothing.
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            _run(connection)
            create_triggers(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise StoreError(f"The upgrade was undone: {len(broken)} rows would have pointed to nothing.")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _copy_old(driver: sqlite3.Connection, version: str) -> None:
    """Keep the database as it was, beside itself."""
    path = Path(driver.execute("PRAGMA database_list").fetchone()[2])
    copy = path.with_name(f"{path.stem}-{version}{path.suffix}")
    if not copy.exists():  # an earlier try has made it, and what it holds is older still
        driver.execute("VACUUM INTO ?", (str(copy),))


def _run(connection: Connection) -> None:
    # Alembic takes a tenth of a second to import, and only migrating needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
