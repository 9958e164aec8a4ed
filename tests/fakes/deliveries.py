"""What is to go out, and which events were seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.words.delivery import Delivery, DeliveryKind, DeliveryState
from bot.words.ids import DeliveryId, PersonId, ProgrammeId
from bot.words.message import as_stored
from tests.fakes.state import State, add, find, save

_OVER = (DeliveryState.DEAD, DeliveryState.SENT)
_NOT_SENT = (DeliveryState.DEAD, DeliveryState.CANCELLED)


class FakeSeen:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, key: str, answer: str, now: datetime) -> None:
        self._state.seen[key] = (answer, now)

    def once(self, key: str, now: datetime) -> bool:
        if key in self._state.seen:
            return False
        self._state.seen[key] = ("[]", now)
        return True

    def forget(self, text: str) -> int:
        held = [key for key, (answer, _) in self._state.seen.items() if as_stored(text) in answer]
        for key in held:
            self._state.seen[key] = ("[]", self._state.seen[key][1])
        return len(held)

    def prune(self, before: datetime, *, limit: int) -> int:
        old = [key for key, (_, at) in self._state.seen.items() if at < before][:limit]
        for key in old:
            del self._state.seen[key]
        return len(old)


class FakeDeliveries:
    def __init__(self, state: State, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._clock = clock

    def put(self, deliveries: Sequence[Delivery]) -> int:
        known = {delivery.key for delivery in self._state.deliveries.values()}
        before = len(known)
        for delivery in deliveries:
            if delivery.key not in known:
                add(self._state.deliveries, delivery)
                known.add(delivery.key)
        return len(known) - before

    def claim(self, due: datetime, *, limit: int, lease_seconds: int) -> Sequence[Delivery]:
        now = self._clock()
        waiting = find(self._state.deliveries, state=DeliveryState.WAITING)
        taken = {key for key, until in self._state.leases.items() if until > now}
        free = [delivery for delivery in waiting if delivery.due <= due and delivery.id not in taken]
        claimed = sorted(free, key=lambda delivery: (delivery.unasked, delivery.due, delivery.id))[:limit]
        leased = [replace(delivery, attempts=delivery.attempts + 1) for delivery in claimed]
        for delivery in leased:
            self._state.deliveries[delivery.id] = delivery
            self._state.leases[delivery.id] = now + timedelta(seconds=lease_seconds)
        return leased

    def counted(self, person: PersonId, since: date, *, but: DeliveryId) -> Sequence[date]:
        to = [
            one for one in find(self._state.deliveries, person=person) if one.id != but and one.state not in _NOT_SENT
        ]
        return [one.counted_on for one in to if one.counted_on is not None and one.counted_on >= since]

    def count_on(self, delivery: DeliveryId, day: date) -> None:
        self._state.deliveries[delivery] = replace(self._state.deliveries[delivery], counted_on=day)

    def refused(self, person: PersonId) -> Delivery | None:
        to = [one for one in find(self._state.deliveries, person=person) if one.state in _OVER]
        return to[-1] if to and to[-1].state is DeliveryState.DEAD else None

    def expects(self, person: PersonId, compose: str, until: datetime) -> bool:
        waiting = find(self._state.deliveries, person=person, compose=compose, state=DeliveryState.WAITING)
        return any(one.unasked and one.due <= until for one in waiting)

    def get(self, delivery: DeliveryId) -> Delivery | None:
        return self._state.deliveries.get(delivery)

    def save(self, delivery: Delivery) -> None:
        stored = self._state.deliveries.get(delivery.id, delivery)
        wanted = stored.wanted
        newer = delivery.kind is DeliveryKind.CARD and wanted > delivery.sent
        waits = newer and delivery.state is DeliveryState.SENT
        state = DeliveryState.WAITING if waits else delivery.state
        save(self._state.deliveries, replace(delivery, wanted=wanted, body=stored.body, state=state))
        self._state.leases.pop(delivery.id, None)

    def change_cards(self, programme: ProgrammeId, due: datetime, *, last: str | None = None) -> int:
        changed = 0
        for one in find(self._state.deliveries, programme=programme, running=True):
            waits = one.state is DeliveryState.WAITING
            if (not waits and one.state is not DeliveryState.SENT) or (last is not None and one.compose != last):
                continue
            after = replace(one, wanted=one.wanted + 1, due=one.due if waits else due, state=DeliveryState.WAITING)
            self._state.deliveries[one.id] = replace(after, running=last is None)
            changed += 1
        return changed

    def remove(self, delivery: Delivery) -> None:
        self._state.deliveries.pop(delivery.id, None)
        self._state.leases.pop(delivery.id, None)

    def cancel(self, key_prefix: str) -> int:
        waiting = find(self._state.deliveries, state=DeliveryState.WAITING)
        unwanted = [delivery for delivery in waiting if delivery.key.startswith(key_prefix)]
        for delivery in unwanted:
            self._state.deliveries[delivery.id] = replace(delivery, state=DeliveryState.CANCELLED)
        return len(unwanted)

    def forget(self, text: str) -> int:
        held = [one for one in self._state.deliveries.values() if as_stored(text) in one.body]
        for one in held:
            state = DeliveryState.CANCELLED if one.state is DeliveryState.WAITING else one.state
            self._state.deliveries[one.id] = replace(one, body="", state=state)
        return len(held)

    def overdue(self, programme: ProgrammeId, before: datetime) -> int:
        waiting = find(self._state.deliveries, programme=programme, state=DeliveryState.WAITING, attempts=0)
        return sum(one.due < before for one in waiting)

    def dead(self, programme: ProgrammeId, *, limit: int) -> Sequence[Delivery]:
        return find(self._state.deliveries, programme=programme, state=DeliveryState.DEAD)[::-1][:limit]
