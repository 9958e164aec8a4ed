"""A capture is what happens most: few statements, and each one of them cheap."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from bot.commands.dispatch import dispatch
from bot.words.address import Address
from bot.words.delivery import Delivery, DeliveryKind
from bot.words.ids import NEW, DeliveryId, ProgrammeId, ReleaseId
from bot.words.incoming import Incoming
from bot.words.person import Platform
from bot.words.release import Release, ReleaseState
from storage.engine import Store
from storage.register import SqlRegister
from tests.storage.capture import NOW, PLACE, SENDER, capture, furnish


def test_a_capture_takes_six_statements_at_most(sqlite: Store) -> None:
    viewer = furnish(sqlite)
    ran: list[str] = []
    with sqlite.open() as register:
        _driver(register).set_trace_callback(ran.append)
        capture(register, viewer, "event-1")
        register.commit()
    assert len(_ours(ran)) == 5, "\n".join(ran)


def test_an_answer_in_the_acknowledgement_costs_no_statement(sqlite: Store) -> None:
    """The dispatcher's own six statements are all there is where the acknowledgement carries the answer."""
    _opens_a_release(sqlite, furnish(sqlite).programme)
    dispatch(_command("event-1"), NOW, sqlite.open)  # from here on, everything about the sender is known
    assert len(ran := _captured(sqlite)) == 6, "\n".join(ran)


def test_a_running_card_costs_one_statement(sqlite: Store) -> None:
    """A capture marks the programme's cards, where there are any, by one statement more."""
    programme = furnish(sqlite).programme
    _opens_a_release(sqlite, programme)
    dispatch(_command("event-1"), NOW, sqlite.open)
    with sqlite.open() as register:
        kind, key = DeliveryKind.CARD, "DCR:card:session-1"
        card = Delivery(id=DeliveryId(NEW), key=key, programme=programme, kind=kind, due=NOW, running=True)
        register.deliveries.put([card])
        register.commit()
    assert len(ran := _captured(sqlite)) == 7, "\n".join(ran)


def _captured(store: Store) -> list[str]:
    """What a capture through the dispatcher runs."""
    ran: list[str] = []

    @contextmanager
    def traced() -> Generator[SqlRegister, None, None]:
        with store.open() as register:
            _driver(register).set_trace_callback(ran.append)
            yield register

    assert dispatch(_command("event-2"), NOW, traced).said
    return _ours(ran)


def _opens_a_release(store: Store, programme: ProgrammeId) -> None:
    """In the channel, so that a capture there need not look which one is meant."""
    with store.open() as register:
        made = Release(id=ReleaseId(NEW), programme=programme, name="24.3", state=ReleaseState.OPEN, opened_at=NOW)
        release = register.releases.add(made)
        (channel,) = register.programmes.channels(programme)
        register.programmes.save_channel(replace(channel, release=release.id))
        register.commit()


def _command(key: str) -> Incoming:
    back = Address(platform=Platform.SLACK, only_for="U1", quick="https://slack.example")
    text = "/lesson improve the feeds were late"
    return Incoming(key=key, sender=SENDER, place=PLACE, text=text, back=back, carried=1)


def _ours(ran: list[str]) -> list[str]:
    """What a trigger runs is traced as a comment, and its statement once more; what FTS5 runs within is its own."""
    ours = [sql for sql in ran if not sql.startswith("--") and "lesson_search_" not in sql and "'main'" not in sql]
    assert ours.pop() == "COMMIT"
    return [sql for sql in dict.fromkeys(ours) if not sql.startswith("BEGIN")]


def test_a_repeated_event_finds_its_answer(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        capture(register, viewer, "event-1")
        register.commit()
    with store.open() as register:
        arrival = register.people.arrive("event-1", SENDER, PLACE)
        unknown = register.people.arrive("event-2", SENDER, None)
    assert arrival.answer == "[]"
    assert arrival.here
    assert arrival.member is not None
    assert arrival.member.person == viewer.person
    assert unknown.answer is None
    assert unknown.person == arrival.person
    assert unknown.channel is None


def _driver(register: SqlRegister) -> sqlite3.Connection:
    driver = register.connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
