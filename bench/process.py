"""The command as a process: how soon it is there, and how much of the machine it takes."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

CODE = "import sys; from adapters.cli.main import run; sys.exit(run())"
"""What the installed command does, but of this tree."""


def command(*words: str) -> Sequence[str]:
    return (sys.executable, "-c", CODE, *words)


def environment(folder: Path, port: int = 0) -> dict[str, str]:
    here = str(Path(__file__).parent.parent)
    own = {"LEARNT_DATABASE_URL": f"sqlite:///{folder / 'serve.db'}", "LEARNT_PORT": str(port), "PYTHONPATH": here}
    return {"PATH": os.environ["PATH"], **own}


def help_(folder: Path) -> float:
    """CPU seconds of `learnt --help`, the median of five."""
    taken: list[float] = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(  # noqa: S603 - our own command
            command("--help"), check=True, capture_output=True, cwd=folder, env=environment(folder)
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(taken)[2]


def serve(folder: Path) -> tuple[float, float]:
    """Seconds until a new register is served, and the most MiB of memory until three ticks later."""
    port = free_port()
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        command("serve"), stdout=subprocess.DEVNULL, cwd=folder, env=environment(folder, port)
    ) as process:
        while not answers(port, "/readyz"):
            assert process.poll() is None, "serve has stopped"
            time.sleep(0.01)
        ready = time.perf_counter() - start
        time.sleep(3.5)
        held = resident(Path(f"/proc/{process.pid}/status").read_text(encoding="ascii"))
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    return ready, held


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def answers(port: int, path: str) -> bool:
    """Whether something on this port answers, and is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
            return True
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except (urllib.error.URLError, ConnectionError):
        return False


def resident(status: str, which: str = "VmHWM") -> float:
    """The MiB that a process has held at most (or holds now: VmRSS), of what /proc says of it."""
    line = next(line for line in status.splitlines() if line.startswith(f"{which}:"))
    return int(line.split()[1]) / 1024


def run(folder: Path) -> None:
    """Print all three with their bars."""
    print(f"learnt --help: {help_(folder):.2f} s CPU (at most 0.3)")
    ready, held = serve(folder)
    print(f"learnt serve: ready in {ready:.2f} s (at most 2), {held:.0f} MiB at most (under 120)")
