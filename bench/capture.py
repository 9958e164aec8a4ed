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

CAPTURES = 2_000
TURN = 50


def sender(text: str, number: int) -> Incoming:
    """One line typed by the coordinator in the team's channel."""
    who = Sender(platform=Platform.CONSOLE, account="sam@x.example", name="Sam", email="sam@x.example")
    return Incoming(key=f"bench:{number}", sender=who, place=Place(account="team", name="team"), text=f"/lesson {text}")


def bare(folder: Path) -> Callable[[int], None]:
    """A bare INSERT and commit, with the register's pragmas."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE lesson (id INTEGER PRIMARY KEY, text TEXT)")

    def insert(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO lesson (text) VALUES (?)", (f"feeds were on, number {number}",))
        connection.execute("COMMIT")

    return insert


def through_dispatcher(folder: Path) -> Callable[[int], None]:
    """A capture, all of it."""
    store = sqlite(folder)()
    for number, line in enumerate(("setup Data Centre Release", "release open 24.3", "improve the first one")):
        dispatch(sender(line, -1 - number), NOW, store.open)

    def one(number: int) -> None:
        dispatch(sender(f"improve Feeds from partner {number} were still on at the drop", number), NOW, store.open)

    return one


def run(folder: Path) -> None:
    """Print the rate beside the floor, and the CPU of each. Both take turns, as a disk is not always as quick."""
    works = (bare(folder), through_dispatcher(folder))
    wall, cpu = [0.0, 0.0], [0.0, 0.0]
    for start in range(0, CAPTURES, TURN):
        for at, work in enumerate(works):
            before = time.perf_counter(), time.process_time()
            for number in range(start, start + TURN):
                work(number)
            wall[at] += time.perf_counter() - before[0]
            cpu[at] += time.process_time() - before[1]
    floor, capture = (CAPTURES / seconds for seconds in wall)
    print(f"floor: {floor:,.0f} bare commits/s")
    print(f"capture: {capture:,.0f}/s = {capture / floor:.2f} of the floor (at least 0.20)")
    print(f"  {cpu[1] / CAPTURES * 1e3:.2f} ms of CPU each (at most 1.0)")
