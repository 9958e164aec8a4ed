"""What is to go out: put once a key, claimed by a lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Interval,
    Text,
    and_,
    case,
    delete,
    func,
    literal,
    select,
    text,
    update,
)

from bot.words.delivery import Delivery, DeliveryKind, DeliveryState
from bot.words.ids import DeliveryId, ProgrammeId
from bot.words.message import as_stored
from storage import tables_of_work as t
from storage.columns import Instant
from storage.shelf import Shelf, add_new, save
from storage.tables import ASKED, RUNNING, UNASKED, WAITING

DELIVERY: Final = Shelf(Delivery, t.Delivery, unique=("key",))
_STATE: Final = t.Delivery.state.type
_SQLITE_INSTANT: Final = "%Y-%m-%dT%H:%M:%f000Z"  # as `Instant` writes it; SQLite's clock knows milliseconds


class SqlDeliveries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, deliveries: Sequence[Delivery]) -> int:
        return add_new(self._connection, DELIVERY, deliveries)

    def claim(self, due: datetime, *, limit: int, lease_seconds: int) -> Sequence[Delivery]:
        # Their keys first: in an IN (...) PostgreSQL may run a locking subquery more than once.
        keys = self._free(ASKED, due, limit)
        keys += self._free(UNASKED, due, limit - len(keys)) if len(keys) < limit else []
        if not keys:
            return []
        until, attempts = self._clock(lease_seconds), t.Delivery.attempts + 1
        leased = update(t.Delivery).where(t.Delivery.id.in_(keys)).values(leased_until=until, attempts=attempts)
        self._connection.execute(leased)
        rows = DELIVERY.many(self._connection, DELIVERY.select(t.Delivery.id.in_(keys)))
        return sorted(rows, key=lambda row: (row.unasked, row.due, row.id))

    def _free(self, which: str, due: datetime, limit: int) -> list[int]:
        free = t.Delivery.leased_until.is_(None) | (t.Delivery.leased_until <= self._clock(0))
        waiting = select(t.Delivery.id).where(text(which), t.Delivery.due <= due, free)
        first = waiting.order_by(t.Delivery.due, t.Delivery.id).limit(limit).with_for_update(skip_locked=True)
        return list(self._connection.execute(first).scalars())

    def get(self, delivery: DeliveryId) -> Delivery | None:
        return DELIVERY.by(self._connection, id=delivery)

    def save(self, delivery: Delivery) -> None:
        state: Any = delivery.state
        if delivery.kind is DeliveryKind.CARD and delivery.state is DeliveryState.SENT:
            newer = t.Delivery.wanted > delivery.sent  # changed while it was being sent
            state = case((newer, literal(DeliveryState.WAITING, _STATE)), else_=literal(DeliveryState.SENT, _STATE))
        save(self._connection, DELIVERY, delivery, fixed=("wanted",), leased_until=None, state=state)

    def change_cards(self, programme: ProgrammeId, due: datetime, *, last: str | None = None) -> int:
        # Not "in" the two others: the index on states would be taken, and it holds all that was ever sent.
        alive = t.Delivery.state.not_in((DeliveryState.DEAD, DeliveryState.CANCELLED))
        which = update(t.Delivery).where(t.Delivery.programme == programme, text(RUNNING), alive)
        waits = t.Delivery.state == DeliveryState.WAITING
        values: dict[str, Any] = {
            "wanted": t.Delivery.wanted + 1,
            "due": case((waits, t.Delivery.due), else_=literal(due, Instant())),
            "state": DeliveryState.WAITING,
        }
        if last is not None:
            which, values["running"] = which.where(t.Delivery.compose == last), False
        return self._connection.execute(which.values(values)).rowcount

    def remove(self, delivery: Delivery) -> None:
        self._connection.execute(delete(t.Delivery).where(t.Delivery.id == delivery.id))

    def cancel(self, key_prefix: str) -> int:
        # A range, so that the index on keys serves and no sign in the prefix means anything else. Keys are ASCII.
        first, last = literal(key_prefix, Text()), literal(key_prefix + "\x7f", Text())
        ours = and_(t.Delivery.key >= first, t.Delivery.key <= last)
        unwanted = update(t.Delivery).where(text(WAITING), ours).values(state=DeliveryState.CANCELLED)
        return self._connection.execute(unwanted).rowcount

    def forget(self, text: str) -> int:
        held = t.Delivery.body.contains(as_stored(text), autoescape=True)
        waiting = t.Delivery.state == DeliveryState.WAITING
        self._connection.execute(update(t.Delivery).where(waiting, held).values(state=DeliveryState.CANCELLED))
        return self._connection.execute(update(t.Delivery).where(held).values(body="")).rowcount

    def dead(self, programme: ProgrammeId, *, limit: int) -> Sequence[Delivery]:
        query = DELIVERY.select(t.Delivery.programme == programme, t.Delivery.state == DeliveryState.DEAD)
        return DELIVERY.many(self._connection, query.order_by(t.Delivery.id.desc()).limit(limit))

    def _clock(self, ahead_seconds: int) -> ColumnElement[datetime]:
        """The database's own time: a replica whose clock jumps takes nobody's lease."""
        if self._connection.dialect.name == "sqlite":
            return func.strftime(_SQLITE_INSTANT, "now", f"+{ahead_seconds} seconds", type_=Instant)
        return func.clock_timestamp(type_=Instant) + literal(timedelta(seconds=ahead_seconds), Interval)
