"""Migrating gives the schema that the tables describe, and an upgrade keeps a copy of what was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import tables_of_work, upgrade
from storage.columns import Base
from storage.engine import Store
from storage.migrations import HEAD
from storage.triggers import create_triggers
from tests.registers import empty_postgres_url
from tests.storage.capture import furnish

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
    monkeypatch.setattr(upgrade, "HEAD", "0002")  # as if there were a newer version
    sqlite.migrate()
    monkeypatch.undo()
    copy = Store(f"sqlite:///{tmp_path / 'learnt-0001.db'}")
    with copy.open() as register:
        assert register.programmes.get(viewer.programme) is not None
    copy.close()


def _schema(connection: Connection) -> list[tuple[str, ...]]:
    """Every table, column, constraint, index and trigger."""
    if connection.dialect.name == "sqlite":
        objects = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%alembic%'"
        return sorted(
            (kind, name, "\n".join(sorted(line.strip(" ,\t)") for line in (sql or "").splitlines())))
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
