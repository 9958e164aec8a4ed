"""Several `learnt serve` on one database, killed and started again one by one."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from tests.storm.time import Time


class Replicas:
    """`with Replicas(…) as replicas`: numbered from 1, and up when made. `its` is their environment."""

    def __init__(self, many: int, folder: Path, url: str, its: dict[str, str]) -> None:
        self.many, self.folder = many, folder
        self.time = Time(folder / "time")
        here = str(Path(__file__).parents[2])
        self._its = {"PATH": os.environ["PATH"], "PYTHONPATH": here, "LEARNT_DATABASE_URL": url, **its}
        self._ports = {number: _free_port() for number in range(1, many + 1)}
        self.all = range(1, many + 1)
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self.kills = 0

    def start(self, numbers: Iterable[int]) -> None:
        """Start these, and wait until they are ready. One that ends at once is started again."""
        waited = tuple(numbers)
        for number in waited:
            self._begin(number)
        until = time.monotonic() + 60
        while waited := tuple(one for one in waited if not self._is_ready(one)):
            assert time.monotonic() < until, self.log()
            for number in waited:
                if self._processes[number].poll() is not None:
                    self._begin(number)
            time.sleep(0.1)

    def kill(self, number: int) -> None:
        """End it in the middle of whatever it does; the leases of what it had taken have to run out."""
        assert self._processes[number].poll() is None, self.log()
        self._processes[number].send_signal(signal.SIGKILL)
        self._processes[number].wait()
        self.kills += 1

    def stop(self) -> None:
        """Ask all to stop. Raises an AssertionError where one does not end well."""
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        assert [process.wait(30) for process in self._processes.values()] == [0] * self.many

    def log(self) -> str:
        return (self.folder / "serve.log").read_text()

    def faults(self) -> Counter[str]:
        """What went wrong in them, but for the database's having been away."""
        found = re.findall(r"^([a-zA-Z_][\w.]*(?:Error|Exception)\b.{0,200})", self.log(), re.MULTILINE)
        return Counter(one for one in found if not one.startswith(("psycopg.", "sqlalchemy.exc.", "storage.faults.")))

    def _begin(self, number: int) -> None:
        words = (sys.executable, "-m", "tests.storm.replica", str(self.folder / "time"), str(number))
        its = {**self._its, "LEARNT_PORT": str(self._ports[number])}
        with (self.folder / "serve.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(words, stdout=log, stderr=log, env=its)  # noqa: S603 - our own command

    def _is_ready(self, number: int) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._ports[number]}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def __enter__(self) -> Self:
        self.start(self.all)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
