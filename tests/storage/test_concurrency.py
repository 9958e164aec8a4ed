"""Sixteen people write down lessons at once: each gets a number of their own, and none is missing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.rules.allowance import has_room
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId
from bot.words.person import Person
from storage.engine import Store
from tests.storage.capture import NOW, capture, furnish


def test_numbers_have_no_gap_and_no_double(store: Store) -> None:
    viewer = furnish(store)

    def write(thread: int) -> list[int]:
        numbers: list[int] = []
        for each in range(20):
            with store.open() as register:
                numbers.append(capture(register, viewer, f"{thread}-{each}").number)
                register.commit()
        return numbers

    with ThreadPoolExecutor(16) as threads:
        numbers = [number for given in threads.map(write, range(16)) for number in given]
    assert sorted(numbers) == list(range(1, 321))


def test_a_number_not_committed_is_given_again(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        assert capture(register, viewer, "lost").number == 1
    with store.open() as register:
        assert capture(register, viewer, "kept").number == 1
        register.commit()


def test_each_delivery_is_claimed_once(store: Store) -> None:
    viewer = furnish(store)
    rows = [
        Delivery(id=DeliveryId(NEW), key=f"prompt:{number}", programme=viewer.programme, due=NOW)
        for number in range(40)
    ]
    with store.open() as register:
        assert register.deliveries.put(rows) == 40
        assert register.deliveries.put(rows) == 0
        register.commit()

    def claim(_thread: int) -> list[str]:
        with store.open() as register:
            claimed = register.deliveries.claim(NOW + timedelta(minutes=1), limit=10, lease_seconds=120)
            register.commit()
            return [delivery.key for delivery in claimed]

    with ThreadPoolExecutor(8) as threads:
        keys = [key for claimed in threads.map(claim, range(8)) for key in claimed]
    assert sorted(keys) == sorted(row.key for row in rows)
    with store.open() as register:
        first = register.deliveries.get(DeliveryId(1))
        assert first is not None
        register.deliveries.save(first)
        again = register.deliveries.claim(NOW, limit=10, lease_seconds=120)
    assert [delivery.id for delivery in again] == [1]


def test_one_message_a_day_whoever_lets_it_out(store: Store) -> None:
    """Eight replicas that each have a message for the same person let out one of them that day."""
    viewer = furnish(store)
    day = NOW.date()
    with store.open() as register:
        person = register.people.add(Person(id=PersonId(NEW), name="Ann"))
        rows = [
            Delivery(
                id=DeliveryId(NEW), key=f"{number}", programme=viewer.programme, person=person.id, due=NOW, unasked=True
            )
            for number in range(8)
        ]
        register.deliveries.put(rows)
        claimed = register.deliveries.claim(NOW, limit=8, lease_seconds=120)
        register.commit()

    def let_out(delivery: Delivery) -> bool:
        with store.open() as register:
            room = has_room(register.deliveries.counted(person.id, day, but=delivery.id), day)
            if room:
                register.deliveries.count_on(delivery.id, day)
            register.commit()
        return room

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(let_out, claimed)) == 1
