"""What a listing and an export take of memory, in a small register and in a large one."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from bench.databases import Fresh, settle
from bench.filling import fill
from bench.process import environment, resident
from bench.scale import typed
from storage.engine import Store

EXPORT = """import sys; from pathlib import Path; from adapters.cli.main import run
assert run() == 0; print(Path("/proc/self/status").read_text())"""
"""`learnt export`, and then what the kernel says of the process."""


def peak(work: Callable[[], None]) -> float:
    """MiB that Python holds at most beyond what it held before; the second time, so that caches are warm."""
    work()
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def run(fresh: Fresh, folder: Path, name: str, large: bool) -> None:
    """Compare 1,000 lessons in one programme with many in one."""
    lessons = 100_000 if large else 10_000
    small, big = fresh(), fresh()
    for store, count in ((small, 1_000), (big, lessons)):
        fill(store, 1, count, count * 3 // 10)
        settle(store)
    print(f"peak memory at 1,000 and at {lessons:,} lessons of one programme, {name}:")
    for line in ("list", "search common", "actions overdue"):
        few, many = (peak(typed(store, line, "owner0")) for store in (small, big))
        print(f"  {line}: {few:.2f} and {many:.2f} MiB")
    for ending in ("csv", "json", "xlsx"):
        few, many = (_export(store, folder / f"register.{ending}") for store in (small, big))
        print(f"  export to {ending}: {few:.1f} and {many:.1f} MiB, as a process")
    small.close()
    big.close()


def _export(store: Store, path: Path) -> float:
    """The most that the process held."""
    words = (sys.executable, "-c", EXPORT, "export", "--to", str(path))
    its = {**environment(path.parent), "LEARNT_DATABASE_URL": store.url}
    done = subprocess.run(  # noqa: S603 - our own command
        words, check=True, capture_output=True, encoding="utf-8", cwd=path.parent, env=its
    )
    return resident(done.stdout)
