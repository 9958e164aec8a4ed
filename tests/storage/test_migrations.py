"""Migrating gives the schema that the tables describe, and an upgrade keeps a copy of what was."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.words.person import Audience, Viewer
from storage import tables_of_work, upgrade
from storage.columns import Base
from storage.engine import Store
from storage.migrations import HEAD
from storage.triggers import create_triggers
from tests.registers import empty_postgres_url
from tests.storage.capture import furnish

REGISTERS = Path(__file__).with_name("registers")
"""A register that each earlier version wrote while it played the conversation of that time."""
MIGRATIONS = Path(upgrade.__file__).with_name("migrations")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    def make(name: str) -> str:
        return f"sqlite:///{tmp_path / name}.db" if request.param == "sqlite" else empty_postgres_url()

    return make


def test_migrating_equals_creating(new_url: Callable[[str], str]) -> None:
    migrated, created = Store(new_url("migrated")), Store(new_url("created"))
    migrated.migrate()
    with created.connect() as connection, connection.begin():
        Base.metadata.create_all(connection)
        create_triggers(connection)
        wanted = _schema(connection)
    with migrated.connect() as connection:
        assert _schema(connection) == wanted
    migrated.close()
    created.close()


def test_nothing_is_missing_from_the_migrations(store: Store) -> None:
    with store.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables_of_work.Action.metadata)
    # The search has its own tables and its own column (`storage/triggers.py`).
    assert [each for each in differences if "search" not in str(each)] == []


def test_migrating_twice_changes_nothing(store: Store) -> None:
    viewer = furnish(store)
    store.migrate()
    assert store.schema_version() == HEAD
    with store.open() as register:
        assert register.programmes.get(viewer.programme) is not None


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_an_upgrade_first_keeps_a_copy(sqlite: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = furnish(sqlite)
    monkeypatch.setattr(upgrade, "HEAD", "9999")  # as if there were a newer version
    sqlite.migrate()
    monkeypatch.undo()
    copy = Store(f"sqlite:///{tmp_path / f'learnt-{HEAD}.db'}")
    with copy.open() as register:
        assert register.programmes.get(viewer.programme) is not None
    copy.close()


@pytest.mark.parametrize("old", sorted(REGISTERS.glob("*.db.gz")), ids=lambda path: path.name)
def test_an_earlier_register_opens_with_everything_it_had(old: Path, tmp_path: Path) -> None:
    """A register of each earlier version keeps every row, search entry and trigger when it is brought up to date."""
    file = tmp_path / "learnt.db"
    file.write_bytes(gzip.decompress(old.read_bytes()))
    before = _rows(file)
    store = Store(f"sqlite:///{file}")
    store.migrate()
    assert _rows(file, like=before) == before
    with store.open() as register:
        programme = register.programmes.all()[0]
        viewer = Viewer(programme=programme.id, person=None, clearance=Audience.PARTNERS)
        assert [lesson.number for lesson in register.lessons.search(viewer, "firewall", limit=5)] == [3]
    fresh = Store(f"sqlite:///{tmp_path / 'fresh.db'}")
    fresh.migrate()
    with store.connect() as connection, fresh.connect() as other:
        assert _schema(connection) == _schema(other)
    store.close()
    fresh.close()


Rows = dict[str, tuple[list[str], list[Any]]]


def _rows(file: Path, like: Rows | None = None) -> Rows:
    """Every table's columns and rows; only the tables and columns of `like`, where it is given."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        kept = [name for name in tables if "alembic" not in name and "_search_" not in name]
        found: Rows = {}
        for name in like or kept:
            columns = like[name][0] if like else [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            listed = ", ".join(f'"{column}"' for column in columns)
            found[name] = columns, sorted(connection.execute(f"SELECT {listed} FROM {name}").fetchall(), key=repr)
        return found


def _schema(connection: Connection) -> list[tuple[str, ...]]:
    """Every table, column, constraint, index and trigger."""
    if connection.dialect.name == "sqlite":
        objects = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%alembic%'"
        return sorted(
            (kind, name, "\n".join(sorted(line.strip(" ,\t)") for line in (sql or "").replace('"', "").splitlines())))
            for kind, name, sql in connection.execute(text(objects))
        )
    queries = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, generation_expression, collation_name"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    )
    rows = [tuple(map(str, row)) for query in queries for row in connection.execute(text(query))]
    return sorted(row for row in rows if "alembic" not in str(row))
