"""`learnt demo`: one release of a real register, end to end, in a register file of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from adapters.cli.exchange import read_in, save
from adapters.console.chat import Chat
from adapters.console.render import Page
from adapters.console.script import GoesOtherwiseError, Script
from adapters.console.send import ConsoleSender
from bot.words.person import Platform
from scheduler.outbox import Outbox
from storage.engine import Store

SAM = "sam@pmo.example"
CHANNEL = "release-team"


def play(file: Path, clock: Callable[[], datetime], show: Callable[[Page], None]) -> int:
    """Play the demo into a new register at `file`; on a terminal, go on typing in it. Returns the exit code."""
    for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        name.unlink(missing_ok=True)
    store = Store(f"sqlite:///{file}")
    store.migrate()
    script = files("adapters.cli").joinpath("demo.md").read_text(encoding="utf-8")
    try:
        Script(store.open, show, {"the register of two releases is read": lambda now: _read(store, now)}).play(
            script.splitlines()
        )
    except GoesOtherwiseError as wrong:
        print(f"learnt: the demo went otherwise than written: {wrong}", file=sys.stderr)
        return 1
    _what_next(file)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _go_on(store, clock, show)
    store.close()
    return 0


def _read(store: Store, now: datetime) -> str:
    """Import the lessons and actions of the two real releases."""
    with store.open() as register:
        programme = register.programmes.all()[0]
    with as_file(files("adapters.files").joinpath("demo", "kubeflow_retrospectives.csv")) as source:
        outcome, _ = read_in(source, programme, store.open, now)
    return (
        f"{outcome.new_lessons} lessons and {outcome.new_actions} actions of two releases are in the register "
        f"(learnt import {source.name})."
    )


def _what_next(file: Path) -> None:
    print(
        f"\nThat register is in {file}. Every line above was typed into it and every answer came from it. To go on:\n"
        f"  export LEARNT_DATABASE_URL=sqlite:///{file}\n"
        f"  .venv/bin/learnt chat --as {SAM} --channel {CHANNEL}     (try: list, actions, search docs, help)\n"
        f"  .venv/bin/learnt chat --as you@supplier.example --channel {CHANNEL}"
    )


def _go_on(store: Store, clock: Callable[[], datetime], show: Callable[[Page], None]) -> None:
    print("\nNow you: type a lesson, such as: improve ... (quit ends it)")
    chat = Chat(store.open, SAM, CHANNEL, clock=clock, show=show, save=partial(save, store))
    while True:
        try:
            line = input(chat.prompt)
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().casefold() in {"quit", "exit"}:
            return
        chat.hear(line)
        asyncio.run(Outbox(store.open, {Platform.CONSOLE: ConsoleSender(show)}, clock).until_empty())
