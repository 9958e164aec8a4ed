"""Nothing is kept that is of no use any more."""

from __future__ import annotations

from datetime import timedelta

from scheduler.prune import BATCH, SEEN, is_time, pruning
from tests.rooms import NOW, Room


def test_an_answer_is_forgotten_after_a_week() -> None:
    """By then no platform sends its event again, and what people wrote stands in it."""
    room = Room()
    room.says("sam@pmo.example", "/lesson setup Data Centre Release")
    room.says("sam@pmo.example", "/lesson keep The stand-up", key="one")
    assert list(pruning(room.store.open, NOW + timedelta(hours=23))) == []
    assert sum(pruning(room.store.open, NOW + timedelta(days=2))) > 0  # how to undo it
    with room.store.open() as register:
        assert not register.seen.once("one", NOW)
    assert sum(pruning(room.store.open, NOW + SEEN + timedelta(seconds=1))) == 2
    with room.store.open() as register:
        assert register.seen.once("one", NOW)


def test_however_many_there_are() -> None:
    """It goes in steps, so that others have their turn."""
    room = Room()
    with room.store.open() as register:
        for number in range(BATCH + 1):
            register.seen.add(f"event-{number}", "", NOW)
        register.commit()
    assert list(pruning(room.store.open, NOW + SEEN + timedelta(seconds=1))) == [BATCH, 1]


def test_it_is_done_once_an_hour() -> None:
    """In the first minute."""
    assert is_time(NOW)
    assert not is_time(NOW + timedelta(minutes=1))
