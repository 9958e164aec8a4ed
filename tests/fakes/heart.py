"""The scheduler's heartbeat."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.words.heartbeat import Heartbeat
from tests.fakes.state import State

_OFTEN = timedelta(minutes=1)


class FakeHeart:
    def __init__(self, state: State) -> None:
        self._state = state

    def last(self) -> Heartbeat | None:
        return self._state.heartbeat

    def ticked(self, now: datetime) -> bool:
        last = self._state.heartbeat
        if last is not None and now - _OFTEN < last.ticked_at <= now:
            return False
        self._state.heartbeat = Heartbeat(now, last.sent_at if last else None)
        return True

    def sent(self, now: datetime) -> None:
        last = self._state.heartbeat
        if last is not None and (last.sent_at is None or not now - _OFTEN < last.sent_at <= now):
            self._state.heartbeat = replace(last, sent_at=now)
