"""Captures through the dispatcher on SQLite, beside bare INSERTs on the same file system."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from bench.databases import sqlite
from bench.filling import NOW
from bot.commands.dispatch import dispatch
from bot.words.incoming import Incoming, Place, Sender
from bot.words.person import Platform

CAPTURES = 1_500


def timed(work: Callable[[int], None], times: int) -> tuple[float, float]:
    """Wall and CPU seconds of one call, over `times` calls."""
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(times):
        work(number)
    return (time.perf_counter() - wall) / times, (time.process_time() - cpu) / times


def floor(folder: Path) -> float:
    """Seconds of a bare INSERT and commit, with the register's pragmas."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE lesson (id INTEGER PRIMARY KEY, text TEXT)")

    def insert(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO lesson (text) VALUES (?)", (f"feeds were on, number {number}",))
        connection.execute("COMMIT")

    seconds, _ = timed(insert, CAPTURES)
    connection.close()
    return seconds


def sender(text: str, number: int) -> Incoming:
    """One line typed by the coordinator in the team's channel."""
    who = Sender(platform=Platform.CONSOLE, account="sam@x.example", name="Sam", email="sam@x.example")
    return Incoming(key=f"bench:{number}", sender=who, place=Place(account="team", name="team"), text=f"/lesson {text}")


def capture(folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one capture through the dispatcher."""
    store = sqlite(folder)()
    for number, line in enumerate(("setup Data Centre Release", "release open 24.3", "improve the first one")):
        dispatch(sender(line, -1 - number), NOW, store.open)

    def one(number: int) -> None:
        dispatch(sender(f"improve Feeds from partner {number} were still on at the drop", number), NOW, store.open)

    result = timed(one, CAPTURES)
    store.close()
    return result


def run(folder: Path) -> None:
    """Print the rate beside the floor, and the CPU of each."""
    bare = floor(folder)
    wall, cpu = capture(folder)
    print(f"floor: {1 / bare:,.0f} bare commits/s")
    print(f"capture: {1 / wall:,.0f}/s = {bare / wall:.2f} of the floor (at least 0.20)")
    print(f"  {cpu * 1e3:.2f} ms of CPU each (at most 1.0)")
