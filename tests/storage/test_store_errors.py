"""What is wrong with a database is said in one sentence, without its password."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import Store, StoreError
from tests.registers import postgres_url, sqlite_store
from tests.storage.capture import NOW, furnish


def said(store: Store) -> str:
    with pytest.raises(StoreError) as raised, store.open():
        pass
    store.close()
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_no_database_at_all() -> None:
    for url in ("nonsense", "mysql://root:secret@host/db"):
        with pytest.raises(StoreError) as raised:
            Store(url)
        assert "secret" not in str(raised.value)


def test_missing_folder(tmp_path: Path) -> None:
    assert "folder is missing" in said(Store(f"sqlite:///{tmp_path}/nowhere/learnt.db"))


def test_not_a_database(tmp_path: Path) -> None:
    (tmp_path / "learnt.db").write_text("Dear diary, " * 1_000)
    assert "is not a database" in said(Store(f"sqlite:///{tmp_path}/learnt.db"))


def test_no_tables_yet(tmp_path: Path) -> None:
    assert "learnt migrate" in said(Store(f"sqlite:///{tmp_path}/learnt.db"))


def test_read_only(tmp_path: Path) -> None:
    sqlite_store(tmp_path).close()
    store = Store(f"sqlite:///file:{tmp_path}/learnt.db?mode=ro&uri=true")
    with pytest.raises(StoreError, match="read-only"):
        furnish(store)
    store.close()


def test_newer_schema(store: Store) -> None:
    with store.open() as register:
        register.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        register.commit()
    with pytest.raises(StoreError, match="newer Learnt"):
        store.migrate()
    assert "newer Learnt" in said(Store(store.url))


def test_locked(tmp_path: Path) -> None:
    sqlite_store(tmp_path).close()
    other = sqlite3.connect(tmp_path / "learnt.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "is busy" in said(Store(f"sqlite:///{tmp_path}/learnt.db", wait_seconds=0.05))
    other.close()


def test_full(sqlite: Store) -> None:
    def fill() -> None:
        with sqlite.open() as register:
            register.connection.execute(text("PRAGMA max_page_count = 1"))
            register.seen.add("event-1", "answer" * 100_000, NOW)

    with pytest.raises(StoreError, match="disk is full"):
        fill()


def test_postgresql_out_of_reach_or_refusing() -> None:
    sentence = said(Store("postgresql://learnt:secret@127.0.0.1:9/learnt", wait_seconds=1))
    assert "can't be reached" in sentence
    assert "secret" not in sentence
    assert "does not exist" in said(Store(postgres_url().replace("/postgres?", "/nowhere?")))


def test_backup(sqlite: Store, tmp_path: Path) -> None:
    viewer = furnish(sqlite)
    copy = tmp_path / "copy.db"
    with sqlite.open():  # somebody else is writing
        sqlite.backup(copy)
    with pytest.raises(StoreError, match="never replaces"):
        sqlite.backup(copy)
    restored = Store(f"sqlite:///{copy}")
    with restored.open() as register:
        assert register.programmes.get(viewer.programme) is not None
    restored.close()


def test_backup_of_postgresql_names_its_tool() -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        Store(postgres_url()).backup(Path("copy.db"))
