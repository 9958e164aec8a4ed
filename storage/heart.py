"""The scheduler's heartbeat: one row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, or_, select, update

from bot.words.heartbeat import Heartbeat
from storage import tables_of_work as t
from storage.shelf import insert_for

_ROW: Final = 1
_OFTEN: Final = timedelta(minutes=1)
"""Once a minute is enough: every replica ticks each second, and each would wait for the others to write this row."""


class SqlHeart:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self) -> Heartbeat | None:
        row = self._connection.execute(select(t.Heartbeat.ticked_at, t.Heartbeat.sent_at)).first()
        return None if row is None else Heartbeat(row.ticked_at, row.sent_at)

    def ticked(self, now: datetime) -> bool:
        noted = insert_for(self._connection)(t.Heartbeat).values(id=_ROW, ticked_at=now)
        # Also what a clock that was ahead has left: it would hide that nothing ticks.
        due = or_(t.Heartbeat.ticked_at <= now - _OFTEN, t.Heartbeat.ticked_at > now)
        noted = noted.on_conflict_do_update(index_elements=["id"], set_={"ticked_at": now}, where=due)
        return self._connection.execute(noted.returning(t.Heartbeat.id)).first() is not None

    def sent(self, now: datetime) -> None:
        sent = t.Heartbeat.sent_at
        due = or_(sent.is_(None), sent <= now - _OFTEN, sent > now)
        self._connection.execute(update(t.Heartbeat).where(due).values(sent_at=now))
