"""Importing a large CSV, beside bare INSERTs of the same texts."""

from __future__ import annotations

import csv
import sqlite3
import time
from pathlib import Path

from adapters.cli.exchange import read_in
from bench.filling import NOW, WORDS
from bot.words.ids import NEW, ProgrammeId
from bot.words.programme import Programme
from storage.engine import Store

ROWS = 50_000
BATCH = 500

HEADINGS = (
    "No.,Release,What happened?,Went well / could be better,Area,Recommended action,Action owner,Target date,Status"
)


def table(path: Path) -> list[str]:
    """Write a register in which every third lesson has an action; return the lessons' texts."""
    texts = [" ".join(WORDS[number * step % 15] for step in range(1, 16)) + f" {number}" for number in range(ROWS)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.split(","))
        for number, text in enumerate(texts):
            action = (
                (f"Mend {text}", f"o{number % 50}@x.example", "04/12/2026", "Open") if number % 3 == 0 else [""] * 4
            )
            kind = "Went well" if number % 2 else "Could be better"
            writer.writerow([number, f"24.{number % 40}", text, kind, WORDS[number % 15], *action])
    return texts


def floor(folder: Path, texts: list[str]) -> float:
    """Seconds of bare INSERTs, committed as often, with the register's pragmas."""
    connection = sqlite3.connect(folder / "import-floor.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE lesson (id INTEGER PRIMARY KEY, text TEXT)")
    start = time.perf_counter()
    for at in range(0, len(texts), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        for text in texts[at : at + BATCH]:
            connection.execute("INSERT INTO lesson (text) VALUES (?)", (text,))
        connection.execute("COMMIT")
    taken = time.perf_counter() - start
    connection.close()
    return taken


def run(folder: Path) -> None:
    """Import it, import it again, and print both beside the floor."""
    path = folder / "register.csv"
    bare = floor(folder, table(path))
    store = Store(f"sqlite:///{folder / 'import.db'}")
    store.migrate()
    with store.open() as register:
        programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="P", name="P"))
        register.commit()
    taken: list[float] = []
    for new in (ROWS, 0):
        start = time.perf_counter()
        outcome, _ = read_in(path, programme, store.open, NOW)
        taken.append(time.perf_counter() - start)
        assert outcome.new_lessons == new
    store.close()
    first, again = taken
    print(
        f"import of {ROWS:,} rows of CSV: {first:.1f} s, {ROWS / first:,.0f} rows/s (under 30 s); again: {again:.1f} s"
    )
    print(f"  floor: {bare:.2f} s of bare INSERTs, {ROWS / bare:,.0f} rows/s; {first / bare:.0f} times that")
