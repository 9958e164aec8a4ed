"""`learnt review N`: one review as text, as its summary says it, or as it stands; or its invitation as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from adapters.cli.programme import meant
from adapters.cli.settings import Settings
from adapters.files.file import whole
from bot.conversations.invitation import invitation
from bot.dates.show import show_date, show_time
from bot.mistake import Mistake
from bot.ports import Register
from bot.views import agenda as agenda_view
from bot.views import summary as summary_view
from bot.views.review import answers
from bot.words.message import plain
from bot.words.programme import Programme, partners_of
from bot.words.review import Review, ReviewState
from storage.engine import Store


def review(options: argparse.Namespace, settings: Settings, clock: Callable[[], datetime]) -> int:
    """Print it, or write it to a file whose ending is the format."""
    store, now = Store(settings.database_url), clock()
    if store.is_sqlite:
        store.migrate()
    with store.read() as register:
        programme = meant(register, options.programme)
        content = programme if isinstance(programme, Mistake) else _content(register, programme, options, now)
    store.close()
    if isinstance(content, Mistake):
        return _failed(content.sentence)
    if options.to is not None:
        return _written(Path(options.to), content)
    sys.stdout.write(content.decode())
    return 0


def _content(register: Register, programme: Programme, options: argparse.Namespace, now: datetime) -> bytes | Mistake:
    found = register.reviews.get(programme.id, options.number)
    if found is None:
        return Mistake(_none(register, programme, options.number))
    if options.to is None or Path(options.to).suffix.casefold() == ".txt":
        return f"{_text(register, programme, found, now)}\n".encode()
    if found.state is ReviewState.CLOSED:
        return Mistake(f"review {found.number} has been held, so nobody is invited to it any more.")
    return _calendar(register, programme, found, now)


def _calendar(register: Register, programme: Programme, found: Review, now: datetime) -> bytes:
    """The invitation, in the name of the first coordinator with a mail address."""
    from adapters.files.invitation import as_calendar  # here, as icalendar takes a moment to load

    members = register.people.members(programme.id)
    coordinators = [person for member, person in members if member.coordinator and not member.left]
    by = next((person for person in coordinators if person.email), next(iter(coordinators), None))
    return as_calendar(invitation(register, programme, found, by), now)


def _written(path: Path, content: bytes) -> int:
    try:
        with whole(path) as partial:
            partial.write_bytes(content)
    except OSError as error:
        return _failed(f"{path} can't be written: {error.strerror or error}.")
    print(f"It is in {path}.")
    return 0


def _failed(sentence: str) -> int:
    print(f"learnt: {sentence}", file=sys.stderr)
    return 1


def _none(register: Register, programme: Programme, number: int) -> str:
    last = 0
    while register.reviews.get(programme.id, last + 1) is not None:
        last += 1
    have = "none is planned yet" if last == 0 else "the only one is 1" if last == 1 else f"they go from 1 to {last}"
    return f"there is no review {number} of {programme.key}: {have}."


def _text(register: Register, programme: Programme, found: Review, now: datetime) -> str:
    """What a closed review came to, as it is posted for partners; otherwise how it stands."""
    zone = programme.zoneinfo
    today, at = now.astimezone(zone).date(), found.at.astimezone(zone)
    when = f"{show_date(at.date(), today)} at {show_time(at.time())}"
    if found.state is ReviewState.CLOSED:
        return plain(summary_view.summary(register, programme, found, zone, today, partners_of(programme)))
    if found.state is ReviewState.CANCELLED:
        return f"Review {found.number} of {programme.key}, on {when}, was called off."
    asked, answered, _ = answers(register, found)
    begun = "is being held now" if found.state is ReviewState.IN_SESSION else f"is on {when}"
    stands = plain(agenda_view.agenda_of(register, programme, partners_of(programme), found, today))
    return f"Review {found.number} of {programme.key} {begun}. {asked} asked so far, {answered} answered.\n\n{stands}"
