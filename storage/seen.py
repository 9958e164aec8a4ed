"""Which events were seen, and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from bot.words.message import as_stored
from storage import tables_of_work as t
from storage.shelf import insert_for
from storage.statement import Prepared

_ADD: Final = Prepared(insert(t.Seen), ["key", "at", "answer"])


class SqlSeen:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: str, answer: str, now: datetime) -> None:
        _ADD.run(self._connection, {"key": key, "at": now, "answer": answer})

    def once(self, key: str, now: datetime) -> bool:
        noted = insert_for(self._connection)(t.Seen).values(key=key, at=now, answer="[]")
        return self._connection.execute(noted.on_conflict_do_nothing().returning(t.Seen.key)).first() is not None

    def forget(self, text: str) -> int:
        held = t.Seen.answer.contains(as_stored(text), autoescape=True)
        return self._connection.execute(update(t.Seen).where(held).values(answer="[]")).rowcount

    def prune(self, before: datetime, *, limit: int) -> int:
        old = select(t.Seen.key).where(t.Seen.at < before).limit(limit)
        return self._connection.execute(delete(t.Seen).where(t.Seen.key.in_(old))).rowcount
