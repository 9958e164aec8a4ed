"""`learnt serve` as a process of its own, killed as a machine's failure would kill it, and started again."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from tests.slack import Slack
from tests.teams import Teams

_CODE = """
import sys
from adapters.slack import pace
pace.POSTS = pace.FINDS = 1_000_000  # a storm of messages would take all day
from adapters.teams import pace
pace.SENDS, pace.TENANT = ((1.0, 1_000_000),), 1_000_000
from adapters.cli.main import run
sys.exit(run())
"""


class Served:
    """Learnt, with its register in this folder: `with Served(slack, folder) as served`. Up when made."""

    def __init__(self, platform: Slack | Teams, folder: Path) -> None:
        self.platform, self.folder, self.file = platform, folder, folder / "learnt.db"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        if isinstance(platform, Slack):
            platform.app.url = f"http://127.0.0.1:{self.port}/slack/events"
        else:
            platform.url = f"http://127.0.0.1:{self.port}/api/messages"
        self.kills = -1
        self.start()

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.kills += 1
        its = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "LEARNT_DATABASE_URL": f"sqlite:///{self.file}",
            "LEARNT_PORT": str(self.port),
            **self.platform.environment(),
        }
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen((sys.executable, "-c", _CODE, "serve"), stdout=log, stderr=log, env=its)  # noqa: S603 - our own command
        while not self._is_ready():
            assert self._process.poll() is None, (self.folder / "serve.log").read_text()
            time.sleep(0.01)

    def kill(self) -> None:
        """End it in the middle of whatever it does; the leases of what it had claimed run out."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        with sqlite3.connect(self.file) as register:
            register.execute("UPDATE delivery SET leased_until = NULL")
        register.close()

    def stop(self) -> None:
        """Ask it to stop. Raises an AssertionError where it met a fault of its own, or did not end well."""
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(30) == 0
        log = (self.folder / "serve.log").read_text()
        assert "Traceback" not in log, log

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # where the test failed, and it was never stopped
        self._process.wait()

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False
