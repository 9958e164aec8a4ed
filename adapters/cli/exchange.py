"""`learnt import` and `learnt export`: registers out of files and into them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from adapters.cli.programme import meant
from adapters.cli.settings import Settings
from adapters.files.file import read_file, whole, writers
from bot.conversations.invitation import invitation
from bot.exchange.adding import Outcome
from bot.exchange.book import Book, open_book
from bot.exchange.bring_in import bring_in
from bot.exchange.sheet import UnreadableError
from bot.exchange.take_out import take_out
from bot.mistake import Mistake
from bot.ports import OpenRegister, Register
from bot.views.names import counted, listed
from bot.words.clean import tidy
from bot.words.message import File
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from storage.engine import Store

SHOWN: Final = 20
"""Names of people and releases that are listed before it is only said how many more there are."""


def import_file(options: argparse.Namespace, settings: Settings, clock: Callable[[], datetime]) -> int:
    """Bring a register in from a file, saying how each column was read and what could not be."""
    store = _opened(settings)
    with store.read() as register:
        programme = meant(register, options.programme)
    if isinstance(programme, Mistake):
        return _failed(programme.sentence)
    path, now = Path(options.file), clock()
    try:
        outcome, book = read_in(path, programme, store.open, now, dry_run=options.dry_run)
    except OSError as error:
        return _failed(f"{path} can't be read: {error.strerror or error}.")
    except UnreadableError as error:
        sentence = str(error).rstrip(".")
        return _failed(f"{path} {sentence}. What was stored before that stays; importing again adds only the rest.")
    print("\n".join(_told(outcome, book, dry_run=options.dry_run)))
    store.close()
    return 0


def read_in(
    path: Path, programme: Programme, open_register: OpenRegister, now: datetime, *, dry_run: bool = False
) -> tuple[Outcome, Book]:
    """Bring in what is new in a file. Raises `OSError` and `UnreadableError` where it can't be read."""
    name = tidy(path.name)  # a file's name may hold what can't be stored
    with read_file(path) as (sheets, said):
        book = open_book(sheets, now.astimezone(programme.zoneinfo).date(), programme.zoneinfo)
        book.described.insert(0, f"{name} is {said}.")
        outcome = bring_in(
            book.records(), programme, open_register, book.findings, now, from_file=name, dry_run=dry_run
        )
    return outcome, book


def export_file(options: argparse.Namespace, settings: Settings, clock: Callable[[], datetime]) -> int:  # noqa: ARG001
    """Write the whole register of a programme to a file, as the PMO reads it."""
    store, path = _opened(settings), Path(options.to)
    with store.read() as register:
        programme = meant(register, options.programme)
        if isinstance(programme, Mistake):
            return _failed(programme.sentence)
        write = writers(programme.zoneinfo)[path.suffix.casefold()]
        everything = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
        try:
            with whole(path) as partial:
                write(partial, take_out(register, programme, everything), programme)
        except OSError as error:
            return _failed(f"{path} can't be written: {error.strerror or error}.")
    print(f"{programme.name} ({programme.key}) is in {path}. It holds names and what only the PMO may read.")
    store.close()
    return 0


def save(store: Store, file: File) -> None:
    """Write what an answer in the terminal brings into the folder that Learnt was started in."""
    with whole(Path(file.name)) as partial:
        _write(store, file, partial)


def made(store: Store, file: File) -> bytes:
    """What an answer elsewhere brings."""
    with tempfile.TemporaryDirectory(prefix="learnt-") as folder:
        path = Path(folder) / Path(file.name).name
        _write(store, file, path)
        return path.read_bytes()


def _write(store: Store, file: File, path: Path) -> None:
    with store.read() as register:
        programme = register.programmes.get(file.viewer.programme)
        if programme is not None and file.review is not None:
            write_invitation(register, programme, file, path)
            return
        if programme is not None:
            records = take_out(register, programme, file.viewer)
            writers(programme.zoneinfo)[Path(file.name).suffix](path, records, programme)


def write_invitation(register: Register, programme: Programme, file: File, path: Path) -> None:
    """The invitation to a review, as it is now, in the name of whoever asked for the file."""
    from adapters.files.invitation import as_calendar  # here, as icalendar takes a moment to load

    review = register.reviews.by_id(file.review) if file.review is not None else None
    if review is not None:
        by = register.people.get(file.viewer.person) if file.viewer.person is not None else None
        path.write_bytes(as_calendar(invitation(register, programme, review, by), file.asked_at or review.at))


def _opened(settings: Settings) -> Store:
    store = Store(settings.database_url)
    if store.is_sqlite:
        store.migrate()
    return store


def _failed(sentence: str) -> int:
    print(f"learnt: {sentence}", file=sys.stderr)
    return 1


def _told(outcome: Outcome, book: Book, *, dry_run: bool) -> list[str]:
    """How it was read, what could not be, and what that came to, which is read last."""
    lines = [*book.described]
    lines += ["", *book.findings.lines()] if book.findings.said else []
    if outcome.releases:
        lines += ["", f"{'Would be made' if dry_run else 'Made'}, as closed releases: {_some(outcome.releases)}."]
    if outcome.people:
        lines += ["", f"{'Would be added' if dry_run else 'Added'}, known by their address: {_some(outcome.people)}."]
    new = f"{counted(outcome.new_lessons, 'lesson')} and {counted(outcome.new_actions, 'action')}"
    known = f"{counted(outcome.known_lessons, 'lesson')} and {counted(outcome.known_actions, 'action')}"
    lines += ["", f"{new} {'would be added' if dry_run else 'added'}; {known} there already."]
    return [*lines, *(["Nothing is stored: this was a dry run."] if dry_run else [])]


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return listed([*names[:SHOWN], f"{more} more"] if more > 0 else names)
