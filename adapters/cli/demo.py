"""`learnt demo`: one release of a real register, end to end, in a register file of its own."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from adapters.console.chat import Chat
from adapters.console.render import Page
from adapters.console.script import GoesOtherwiseError, Script
from adapters.console.send import ConsoleSender
from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import NEW, ActionId, LessonId, ReleaseId
from bot.words.lesson import Kind, Lesson
from bot.words.person import Platform
from bot.words.programme import Programme
from bot.words.release import Release, ReleaseState
from scheduler.deliver import deliver
from storage.engine import Store

SAM = "sam@pmo.example"
CHANNEL = "release-team"
KINDS = {"Went well": Kind.KEEP, "Could be better": Kind.IMPROVE}


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
    """Put the lessons and actions of the two real releases into the register."""
    source = files("adapters.files").joinpath("demo", "kubeflow_retrospectives.csv")
    table = io.StringIO(source.read_text(encoding="utf-8-sig"), newline="")
    with store.open() as register:
        programme = register.programmes.all()[0]
        counts = _add(register, programme, list(csv.DictReader(table)), now)
        register.commit()
    return f"{counts[0]} lessons and {counts[1]} actions of two releases are in the register."


def _add(register: Register, programme: Programme, rows: list[dict[str, str]], now: datetime) -> tuple[int, int]:
    releases: dict[str, ReleaseId] = {}
    lesson: Lesson | None = None
    lessons = actions = 0
    for row in rows:
        name = row["Release"]
        if name not in releases:
            past = Release(
                id=ReleaseId(NEW), programme=programme.id, name=name, state=ReleaseState.CLOSED, opened_at=now
            )
            releases[name] = register.releases.add(past).id
        if row["What happened?"].strip():
            lessons += 1
            lesson = register.lessons.add(
                Lesson(
                    id=LessonId(NEW),
                    programme=programme.id,
                    number=NEW,
                    kind=KINDS.get(row["Went well / could be better"], Kind.UNSORTED),
                    text=row["What happened?"].strip(),
                    area=row["Area"] or None,
                    note=row["Comments"] or None,
                    raised_at=now,
                    release=releases[name],
                )
            )
        if row["Recommended action"].strip() and lesson is not None:
            actions += 1
            register.actions.add(
                Action(
                    id=ActionId(NEW),
                    programme=programme.id,
                    number=NEW,
                    lesson=lesson.id,
                    text=row["Recommended action"].strip(),
                    created_at=now,
                    updated_at=now,
                )
            )
    return lessons, actions


def _what_next(file: Path) -> None:
    print(
        f"\nThat register is in {file}. Every line above was typed into it and every answer came from it. To go on:\n"
        f"  export LEARNT_DATABASE_URL=sqlite:///{file}\n"
        f"  .venv/bin/learnt chat --as {SAM} --channel {CHANNEL}     (try: list, actions, search docs, help)\n"
        f"  .venv/bin/learnt chat --as you@supplier.example --channel {CHANNEL}"
    )


def _go_on(store: Store, clock: Callable[[], datetime], show: Callable[[Page], None]) -> None:
    print("\nNow you: type a lesson, such as: improve ... (quit ends it)")
    chat = Chat(store.open, SAM, CHANNEL, clock=clock, show=show)
    while True:
        try:
            line = input(chat.prompt)
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().casefold() in {"quit", "exit"}:
            return
        chat.hear(line)
        deliver(store.open, {Platform.CONSOLE: ConsoleSender(show)}, clock())
