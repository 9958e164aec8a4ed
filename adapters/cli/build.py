"""The one place that knows every floor: it puts register, senders and ways in together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.cli.settings import Settings
from adapters.console.render import Page
from adapters.console.send import ConsoleSender
from bot.ports import OpenRegister
from bot.words.person import Platform
from scheduler.deliver import Senders
from storage.engine import Store, StoreError

if TYPE_CHECKING:
    from adapters.web.server import Inside, MakeWay, Way

SERVE_WAITS = 2.0
"""Seconds that `serve` waits for SQLite's lock: a chat platform wants its answer within 3."""
COMMAND_WAITS = 30.0
"""Seconds that the command line waits for it: nobody's answer depends on it."""


@dataclass(frozen=True, slots=True)
class House:
    """A running Learnt."""

    store: Store
    senders: Senders

    @property
    def open_register(self) -> OpenRegister:
        return self.store.open


def build(settings: Settings, show: Callable[[Page], None], *, wait_seconds: float = COMMAND_WAITS) -> House:
    """Open the register, bringing an SQLite one up to date, and the ways out.

    Raises `StoreError` with one sentence where the register can't be used.
    """
    store = Store(settings.database_url, wait_seconds=wait_seconds, secret_keys=settings.secret_keys)
    if store.is_sqlite:
        store.migrate()
    else:
        _refuse_another_schema(store)
    return House(store, {Platform.CONSOLE: ConsoleSender(show)})


def _refuse_another_schema(store: Store) -> None:
    """On PostgreSQL nothing is changed by a start: `learnt migrate` is for whoever runs it."""
    try:
        with store.read():
            pass
    except StoreError:
        store.close()
        raise


def ways_in(settings: Settings, house: House, clock: Callable[[], datetime]) -> list[MakeWay]:
    """The chat platforms that are switched on. Each is made inside the event loop, from what is imported here alone."""
    ways: list[MakeWay] = []
    if (slack := settings.slack) is not None:
        from adapters.slack.app import SlackWay

        def make(inside: Inside) -> Way:
            return SlackWay(slack, settings.trusted, house.open_register, clock, inside.writer, inside.wake)

        ways.append(make)
    if (teams := settings.teams) is not None:
        from adapters.teams.app import TeamsWay

        def make_teams(inside: Inside) -> Way:
            return TeamsWay(teams, settings.trusted, house.open_register, clock, inside.writer, inside.wake)

        ways.append(make_teams)
    return ways
