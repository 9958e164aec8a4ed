"""What each verb of `learnt` does."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console

from adapters.cli.build import House, build
from adapters.cli.settings import Settings
from adapters.console.chat import Chat
from adapters.console.render import Page
from bot.conversations.understanding.understand import Reading, understand
from bot.words.message import File
from scheduler.outbox import Outbox, at_once
from scheduler.plan import plan
from scheduler.prune import pruning
from storage.engine import Store

Clock = Callable[[], datetime]
Verb = Callable[[argparse.Namespace, Settings, Clock], int]


def printer() -> Callable[[Page], None]:
    """Prints a page: coloured and wrapped on a terminal, plain and unwrapped elsewhere."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    def show(page: Page) -> None:
        for line in page.lines:
            console.print(line)
        sys.stdout.flush()

    return show


def chat(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    """One person's conversation: until end of file, or `quit` on a terminal."""
    house = build(settings, printer())
    at: datetime | None = options.at
    now: Clock = (lambda: at) if at is not None else clock
    save = partial(_save, house.store)
    talk(house, Chat(house.open_register, options.email, options.channel, clock=now, show=printer(), save=save), now)
    house.store.close()
    return 0


def _save(store: Store, file: File) -> None:
    from adapters.cli.exchange import save  # the file formats are needed by few conversations

    save(store, file)


def _made(store: Store, file: File) -> bytes:
    from adapters.cli.exchange import made  # as above

    return made(store, file)


def talk(house: House, conversation: Chat, now: Clock) -> None:
    """Read lines until there are no more; what each puts into the deliveries goes out after it."""
    terminal = sys.stdin.isatty()
    while True:
        try:
            line = input(conversation.prompt) if terminal else sys.stdin.readline()
        except EOFError:
            break
        if (not terminal and not line) or (terminal and line.strip().casefold() in {"quit", "exit"}):
            break
        conversation.hear(line)
        asyncio.run(Outbox(house.open_register, house.senders, now).until_empty())


def run_due(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    """Plan and deliver once."""
    house = build(settings, printer())
    now = options.at or clock()
    plan(house.open_register, now)
    for _ in pruning(house.open_register, now):
        pass
    sent = asyncio.run(_deliver(settings, house, now, clock))
    print(f"{sent} sent.")
    house.store.close()
    return 0


async def _deliver(settings: Settings, house: House, now: datetime, clock: Clock) -> int:
    """Send what is due by `now` on every platform that is switched on, and return how many went out."""
    from adapters.cli.build import ways_in
    from adapters.web.server import Inside

    ways = [make(Inside(at_once, lambda: None)) for make in ways_in(settings, house, clock)]
    senders = {**house.senders, **{way.platform: way.sender for way in ways}}
    try:
        return await Outbox(house.open_register, senders, lambda: now, make=partial(_made, house.store)).until_empty()
    finally:
        for way in ways:
            await way.stop()


def migrate(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001  # as every verb
    """Bring the schema up to date."""
    store = Store(settings.database_url)
    store.migrate()
    print(f"The register is at version {store.schema_version()}.")
    return 0


def backup(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001  # as every verb
    """Copy the register."""
    store = Store(settings.database_url)
    store.backup(Path(options.file))
    print(f"Copied to {options.file}.")
    return 0


def understand_replies(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001
    """Read JSON lines, print one JSON line each."""
    today = date.fromisoformat(options.today)
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            reading = understand(str(asked["text"]), [str(a) for a in asked["asked"]], today, asked.get("actions"))
        except (ValueError, KeyError, TypeError):
            print(f'learnt: line {number} is not {{"asked": [...], "text": "..."}}', file=sys.stderr)
            return 1
        print(json.dumps(_as_json(reading), ensure_ascii=False))
    return 0


def _as_json(reading: Reading) -> dict[str, object]:
    return {
        "intent": reading.intent.value,
        "updates": [
            {
                "action": said.action,
                "status": said.status.name.lower() if said.status else None,
                "due": said.due.isoformat() if said.due else None,
            }
            for said in reading.updates
        ],
        "snooze": reading.snooze.isoformat() if reading.snooze else None,
        "to": reading.to,
    }


def person(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    """Everything held about a person, or nothing any more."""
    from bot.conversations import leaving
    from storage import personal

    store = Store(settings.database_url)
    if store.is_sqlite:
        store.migrate()
    with store.open() as register:
        found = register.people.by_email(options.email)
        if found is None:
            print(f"learnt: nobody with the address {options.email} is in the register.", file=sys.stderr)
            return 1
        if options.what == "export":
            print(json.dumps(personal.export(register, options.email), indent=2, ensure_ascii=False))
            return 0
        known = [programme for _, programme in register.people.memberships(found.id)]
        alone = next((one for one in known if leaving.coordinates_alone(register, one, found.id)), None)
        if alone is not None:  # another is named within a minute, while nobody could mend a programme without any
            print(
                f"learnt: {options.email} is the last coordinator of {alone.key}. Name another one first: start "
                f"learnt chat --as {options.email} and type {alone.key}: coordinator add @name",
                file=sys.stderr,
            )
            return 1
        personal.forget(register, options.email, clock())
        register.commit()
    print("Forgotten: their name reads \u201ca former member\u201d from now on.")
    return 0


def serve(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001  # as every verb
    """Everything: the scheduler and the HTTP routes, until it is told to stop."""
    from adapters.cli.build import SERVE_WAITS, ways_in
    from adapters.web.server import serve_forever

    house = build(settings, printer(), wait_seconds=SERVE_WAITS)
    ways = ways_in(settings, house, clock)
    store, make = house.store, partial(_made, house.store)
    return serve_forever(store.open, store.together, house.senders, settings.host, settings.port, clock, ways, make)


def demo(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001  # as every verb
    """One release of a real register, end to end."""
    from adapters.cli.demo import play

    return play(Path(options.to), clock, printer())


def import_(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    """Bring a register in from a file."""
    from adapters.cli.exchange import import_file

    return import_file(options, settings, clock)


def export(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    """Write the register to a file."""
    from adapters.cli.exchange import export_file

    return export_file(options, settings, clock)


def review(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    """One review as text, or its invitation."""
    from adapters.cli import review as verb  # as above: few verbs need the views

    return verb.review(options, settings, clock)


def manifest(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001  # as every verb
    """What makes the app on a chat platform."""
    from adapters.cli import platforms  # neither verb below is needed often

    return platforms.manifest(options, settings)


def check(options: argparse.Namespace, settings: Settings, clock: Clock) -> int:  # noqa: ARG001  # as every verb
    """Say what works, what does not, and how to mend it."""
    from adapters.cli import platforms  # as above

    return platforms.check(settings, clock)


VERBS: Final[Mapping[str, Verb]] = {
    "serve": serve,
    "chat": chat,
    "demo": demo,
    "migrate": migrate,
    "backup": backup,
    "run-due": run_due,
    "understand": understand_replies,
    "import": import_,
    "export": export,
    "review": review,
    "person": person,
    "manifest": manifest,
    "check": check,
}
