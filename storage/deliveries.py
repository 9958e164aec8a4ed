"""What is to go out: put once a key, claimed by a lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Interval,
    Text,
    and_,
    bindparam,
    case,
    delete,
    func,
    literal,
    select,
    text,
    update,
)

from bot.words.delivery import Delivery, DeliveryKind, DeliveryState
from bot.words.ids import DeliveryId, PersonId, ProgrammeId
from bot.words.message import as_stored
from storage import tables_of_work as t
from storage.columns import Day, Instant
from storage.shelf import Shelf, add_new, save
from storage.statement import Prepared
from storage.tables import ASKED, COUNTED, RUNNING, UNASKED, WAITING, Person

DELIVERY: Final = Shelf(Delivery, t.Delivery, unique=("key",))
_REMOVE: Final = Prepared(delete(t.Delivery).where(t.Delivery.id == bindparam("key", type_=t.Delivery.id.type)))
_STATE: Final = t.Delivery.state.type
_TO: Final = bindparam("to", type_=t.Delivery.person.type)
_HOLD: Final = Prepared(select(Person.id).where(Person.id == _TO).with_for_update(key_share=True))
_COUNTED: Final = Prepared(
    select(t.Delivery.counted_on)
    .where(t.Delivery.person == _TO, text(COUNTED), t.Delivery.counted_on >= bindparam("since", type_=Day()))
    .where(t.Delivery.id != bindparam("but", type_=t.Delivery.id.type))
    .where(t.Delivery.state != DeliveryState.DEAD, t.Delivery.state != DeliveryState.CANCELLED)
)
_COUNT_ON: Final = Prepared(
    update(t.Delivery)
    .where(t.Delivery.id == bindparam("key", type_=t.Delivery.id.type))
    .values(counted_on=bindparam("day", type_=Day()))
)
_LAST_TO: Final = Prepared(
    DELIVERY.select(t.Delivery.person == _TO)
    .where((t.Delivery.state == DeliveryState.SENT) | (t.Delivery.state == DeliveryState.DEAD))
    .order_by(t.Delivery.id.desc())
    .limit(1)
)
_EXPECTS: Final = Prepared(
    select(t.Delivery.id)
    .where(t.Delivery.person == _TO, text(UNASKED), t.Delivery.due <= bindparam("until", type_=Instant()))
    .where(t.Delivery.compose == bindparam("called", type_=t.Delivery.compose.type))
    .limit(1)
)
_SQLITE_INSTANT: Final = "%Y-%m-%dT%H:%M:%f000Z"  # as `Instant` writes it; SQLite's clock knows milliseconds


def _changing(*, ends: bool) -> Prepared:
    """A newer state of the running cards is wanted; where it `ends` them, of those that are composed so."""
    # Not "in" the two others: the index on states would be taken, and it holds all that was ever sent.
    alive = and_(t.Delivery.state != DeliveryState.DEAD, t.Delivery.state != DeliveryState.CANCELLED)
    ours = t.Delivery.programme == bindparam("of", type_=t.Delivery.programme.type)
    which = update(t.Delivery).where(ours, text(RUNNING), alive)
    waits = t.Delivery.state == DeliveryState.WAITING
    values: dict[str, Any] = {
        "wanted": t.Delivery.wanted + 1,
        "due": case((waits, t.Delivery.due), else_=bindparam("at", type_=Instant())),
        "state": DeliveryState.WAITING,
    }
    if ends:
        values["running"] = False
        which = which.where(t.Delivery.compose == bindparam("named", type_=t.Delivery.compose.type))
    return Prepared(which.values(values).returning(t.Delivery.id))


_CHANGE: Final = _changing(ends=False)
_END: Final = _changing(ends=True)


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

    def counted(self, person: PersonId, since: date, *, but: DeliveryId) -> Sequence[date]:
        if self._connection.dialect.name == "postgresql":
            _HOLD.run(self._connection, {"to": person})
        rows = _COUNTED.run(self._connection, {"to": person, "since": since, "but": but})
        return [row[0] for row in rows]

    def count_on(self, delivery: DeliveryId, day: date) -> None:
        _COUNT_ON.run(self._connection, {"key": delivery, "day": day})

    def refused(self, person: PersonId) -> Delivery | None:
        rows = _LAST_TO.run(self._connection, {"to": person})
        last = DELIVERY.word(rows[0]) if rows else None
        return last if last is not None and last.state is DeliveryState.DEAD else None

    def expects(self, person: PersonId, compose: str, until: datetime) -> bool:
        return bool(_EXPECTS.run(self._connection, {"to": person, "called": compose, "until": until}))

    def get(self, delivery: DeliveryId) -> Delivery | None:
        return DELIVERY.by(self._connection, id=delivery)

    def save(self, delivery: Delivery) -> None:
        state: Any = delivery.state
        if delivery.kind is DeliveryKind.CARD and delivery.state is DeliveryState.SENT:
            newer = t.Delivery.wanted > delivery.sent  # changed while it was being sent
            state = case((newer, literal(DeliveryState.WAITING, _STATE)), else_=literal(DeliveryState.SENT, _STATE))
        # Not the body, which never changes, and may have been forgotten while it was being sent.
        save(self._connection, DELIVERY, delivery, fixed=("wanted", "body"), leased_until=None, state=state)

    def change_cards(self, programme: ProgrammeId, due: datetime, *, last: str | None = None) -> int:
        values = {"of": programme, "at": due}
        if last is not None:
            return len(_END.run(self._connection, {**values, "named": last}))
        return len(_CHANGE.run(self._connection, values))

    def remove(self, delivery: Delivery) -> None:
        _REMOVE.run(self._connection, {"key": delivery.id})

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

    def overdue(self, programme: ProgrammeId, before: datetime) -> int:
        late = and_(t.Delivery.programme == programme, t.Delivery.state == DeliveryState.WAITING)
        late = and_(late, t.Delivery.due < before, t.Delivery.attempts == 0)
        return self._connection.execute(select(func.count()).select_from(t.Delivery).where(late)).scalar_one()

    def dead(self, programme: ProgrammeId, *, limit: int) -> Sequence[Delivery]:
        query = DELIVERY.select(t.Delivery.programme == programme, t.Delivery.state == DeliveryState.DEAD)
        return DELIVERY.many(self._connection, query.order_by(t.Delivery.id.desc()).limit(limit))

    def _clock(self, ahead_seconds: int) -> ColumnElement[datetime]:
        """The database's own time: a replica whose clock jumps takes nobody's lease."""
        if self._connection.dialect.name == "sqlite":
            return func.strftime(_SQLITE_INSTANT, "now", f"+{ahead_seconds} seconds", type_=Instant)
        return func.clock_timestamp(type_=Instant) + literal(timedelta(seconds=ahead_seconds), Interval)
