from __future__ import annotations

from contextlib import suppress
from threading import Thread

from tests.contract.conftest import Store
from tests.contract.rows import NOW, World


def test_commit(store: Store, world: World) -> None:
    """What was committed is there afterwards; what came after the commit is not."""
    with store.open() as register:
        kept = register.lessons.add(world.lesson())
        register.commit()
        register.lessons.add(world.lesson())
    with store.open() as register:
        assert list(register.lessons.all(world.pmo)) == [kept]


def test_leaving_without_commit(store: Store, world: World) -> None:
    """Leaving without commit, or by an error, undoes everything, and no number is lost."""
    with store.open() as register:
        first = register.lessons.add(world.lesson())
        register.actions.add(world.action(first))
        register.commit()
    with store.open() as register:
        assert register.lessons.add(world.lesson()).number == 2
        register.lessons.vote(first.id, world.person("owner"))
    with suppress(ZeroDivisionError), store.open() as register:
        assert register.actions.add(world.action(first)).number == 2
        register.reviews.add(world.review())
        raise ZeroDivisionError
    with store.open() as register:
        assert register.lessons.add(world.lesson()).number == 2
        assert register.actions.add(world.action(first)).number == 2
        assert register.reviews.add(world.review()).number == 1
        found = register.lessons.get(world.pmo, 1)
        assert found is not None
        assert (found.votes, found.actions) == (0, 2)


def test_threads(store: Store, world: World) -> None:
    """Two threads that add lessons at once get different numbers, without a gap."""

    def add() -> None:
        for _ in range(5):
            with store.open() as register:
                register.lessons.add(world.lesson())
                register.commit()

    threads = [Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.open() as register:
        assert [lesson.number for lesson in register.lessons.all(world.pmo)] == list(range(1, 16))


def test_numbers_per_programme(store: Store, world: World) -> None:
    """Every programme counts its own lessons, actions and reviews from one."""
    with store.open() as register:
        ours = [register.lessons.add(world.lesson()) for _ in range(2)]
        theirs = register.lessons.add(world.lesson(programme=world.other.id))
        actions = [register.actions.add(world.action(lesson)) for lesson in (ours[1], ours[1], theirs)]
        reviews = [register.reviews.add(world.review(programme=p.id)) for p in (world.dcr, world.other, world.dcr)]
    assert [row.number for row in (*ours, theirs)] == [1, 2, 1]
    assert [row.number for row in actions] == [1, 2, 1]
    assert [row.number for row in reviews] == [1, 1, 2]


def test_once(store: Store) -> None:
    """What may happen once happens for whoever takes note of it first, and again where that was undone."""
    with store.open() as register:
        assert register.seen.once("install:1", NOW)
    with store.open() as register:
        assert register.seen.once("install:1", NOW)
        assert not register.seen.once("install:1", NOW)
        register.commit()
    with store.open() as register:
        assert not register.seen.once("install:1", NOW)
        assert register.seen.once("install:2", NOW)
