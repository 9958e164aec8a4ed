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
from bot.dates.show import show_date, show_time
from bot.mistake import Mistake
from bot.ports import Register
from bot.views import agenda as agenda_view
from bot.views import summary as summary_view
from bot.views.review import answers
from bot.words.message import plain
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from storage.engine import Store


def review(options: argparse.Namespace, settings: Settings, clock: Callable[[], datetime]) -> int:
    """Print it, or write it to a file whose ending is the format."""
    store, now = Store(settings.database_url), clock()
    if store.is_sqlite:
        store.migrate()
    with store.read() as register:
        programme = meant(register, options.programme)
        if isinstance(programme, Mistake):
            return _failed(programme.sentence)
        found = register.reviews.get(programme.id, options.number)
        if found is None:
            return _failed(_none(register, programme, options.number))
        text = f"{_text(register, programme, found, now)}\n"
    store.close()
    if options.to is None:
        sys.stdout.write(text)
        return 0
    return _written(Path(options.to), text)


def _written(path: Path, text: str) -> int:
    try:
        with whole(path) as partial:
            partial.write_text(text, encoding="utf-8")
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
        return plain(summary_view.summary(register, programme, found, zone, today))
    if found.state is ReviewState.CANCELLED:
        return f"Review {found.number} of {programme.key}, on {when}, was called off."
    asked, answered, _ = answers(register, found)
    begun = "is being held now" if found.state is ReviewState.IN_SESSION else f"is on {when}"
    viewer = summary_view.PARTNERS.viewer(programme)
    stands = plain(agenda_view.agenda_of(register, programme, viewer, found, today))
    return f"Review {found.number} of {programme.key} {begun}. {asked} asked so far, {answered} answered.\n\n{stands}"
