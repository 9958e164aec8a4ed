"""The fake and SQLite play the same game, and every list is compared after every turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.ports import ActionFilter, LessonFilter, Register
from bot.words.action import Status
from bot.words.delivery import DeliveryState
from bot.words.lesson import Kind
from bot.words.person import Audience
from tests.contract.rows import World, at, day, settle
from tests.fakes import FakeStore

Move = Callable[[Register], Any]

WORDS = ("data", "release", "tested", "late", "caf\u00e9", "supplier", "training")
VIEWERS = ("outside", "partner", "coordinator", "author", "owner", "offered", "stranger", "the channel", "the board")
TURNS = 150


class Game:
    """Moves drawn from a seed. Each is a function of the register only, so that both registers play the same."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = Random(seed)  # noqa: S311  a game, no secret
        self.minutes = 0

    def moves(self) -> Iterator[Move]:
        kinds = (self.lesson, self.lesson, self.action, self.action, self.edit, self.vote, self.update, self.update,
                 self.revise, self.put, self.send)  # fmt: skip
        for self.minutes in range(TURNS):
            yield self.chance.choice(kinds)()

    def lesson(self) -> Move:
        chance = self.chance
        lesson = self.world.lesson(
            " ".join(chance.choices(WORDS, k=3)),
            kind=chance.choice(list(Kind)),
            audience=chance.choice(list(Audience)),
            raised_by=chance.choice([None, self.world.person("author"), self.world.person("outside")]),
            release=chance.choice([None, self.world.release.id]),
            programme=chance.choice([self.world.dcr.id, self.world.dcr.id, self.world.other.id]),
        )
        return lambda register: register.lessons.add(lesson)

    def action(self) -> Move:
        chance, number = self.chance, self.chance.randint(1, 20)
        fields = {
            "due": chance.choice([None, day(chance.randint(1, 9))]),
            "owner": chance.choice([None, self.world.person("owner"), self.world.person("outside")]),
            "offered_to": chance.choice([None, self.world.person("offered")]),
            "audience": chance.choice(list(Audience)),
            "status": chance.choice(list(Status)),
        }

        def move(register: Register) -> Any:
            lesson = register.lessons.get(self.world.pmo, number)
            return lesson and register.actions.add(self.world.action(lesson, **fields))

        return move

    def edit(self) -> Move:
        chance, number, onto = self.chance, self.chance.randint(1, 20), self.chance.randint(1, 5)
        changes: dict[str, Any] = chance.choice(
            [
                {"wording": chance.choice(WORDS)},
                {"accepted_why": "rare"},
                {"audience": Audience.PMO},
                {"release": self.world.release.id},
                {"deleted": True},
            ]
        )
        merges = chance.random() < 0.2

        def move(register: Register) -> Any:
            lesson, other = (register.lessons.get(self.world.pmo, n) for n in (number, onto))
            if lesson is not None:
                into = other.id if other is not None and merges and other != lesson else None
                register.lessons.save(replace(lesson, merged_into=into, votes=99, **changes))

        return move

    def vote(self) -> Move:
        number, person = self.chance.randint(1, 20), self.world.person(self.chance.choice(["owner", "author"]))
        takes_back = self.chance.random() < 0.3

        def move(register: Register) -> Any:
            lesson = register.lessons.get(self.world.pmo, number)
            vote = register.lessons.unvote if takes_back else register.lessons.vote
            return lesson and vote(lesson.id, person)

        return move

    def update(self) -> Move:
        chance, number, minutes = self.chance, self.chance.randint(1, 20), self.minutes
        fields = {
            "status": chance.choice([None, *Status]),
            "due": chance.choice([None, day(chance.randint(1, 9))]),
            "owner": chance.choice([None, self.world.person("author")]),
            "note": chance.choice([None, "so it is"]),
            "words": chance.choice([None, "as I said"]),
        }

        def move(register: Register) -> Any:
            action = register.actions.get(self.world.pmo, number)
            return action and register.actions.add_update(self.world.update(action, minutes, **fields))

        return move

    def revise(self) -> Move:
        number, text = self.chance.randint(1, 20), self.chance.choice(WORDS)

        def move(register: Register) -> Any:
            action = register.actions.get(self.world.pmo, number)
            if action is not None:
                register.actions.save(replace(action, text=text, status=Status.DONE, due=None, owner=None))

        return move

    def put(self) -> Move:
        rows = [self.world.delivery(f"{self.chance.randint(1, 30)}", self.chance.randint(0, TURNS)) for _ in range(3)]
        return lambda register: register.deliveries.put(rows)

    def send(self) -> Move:
        due, prefix = at(self.minutes), self.chance.choice("123456789")
        state, cancels = self.chance.choice(list(DeliveryState)), self.chance.random() < 0.3

        def move(register: Register) -> Any:
            claimed = register.deliveries.claim(due, limit=2, lease_seconds=6_000)
            for row in claimed[:1]:
                register.deliveries.save(replace(row, state=state, attempts=row.attempts + 1))
            return [row.key for row in claimed], register.deliveries.cancel(prefix) if cancels else None

        return move


def listings(register: Register, world: World) -> Iterator[tuple[str, Any]]:
    """Everything that can be read, with a name for each."""
    release, author, owner = world.release.id, world.person("author"), world.person("owner")
    lessons = [
        LessonFilter(), LessonFilter(kind=Kind.KEEP), LessonFilter(release=release), LessonFilter(raised_by=author),
        LessonFilter(unsettled=True), LessonFilter(carried=True), LessonFilter(carried=True, kind=Kind.IMPROVE),
    ]  # fmt: skip
    actions = [
        ActionFilter(), ActionFilter(open=False), ActionFilter(owner=owner), ActionFilter(release=release),
        ActionFilter(due_before=day(5)), ActionFilter(incomplete=True), ActionFilter(open=False, owner=author),
    ]  # fmt: skip
    for name in VIEWERS:
        viewer = world.viewer(name)
        for which in lessons:
            yield f"{name} {which}", list(register.lessons.page(viewer, which, limit=5))
            yield f"{name} {which} below", list(register.lessons.page(viewer, which, limit=50, below=9))
            yield f"{name} {which} count", register.lessons.count(viewer, which, up_to=10)
        for word in WORDS:
            yield f"{name} {word}", list(register.lessons.search(viewer, word, limit=4))
        for chosen in actions:
            page = list(register.actions.page(viewer, chosen, limit=3))
            yield f"{name} {chosen}", page
            yield (
                f"{name} {chosen} after",
                list(register.actions.page(viewer, chosen, limit=5, after=(page or [None])[-1])),
            )
            yield f"{name} {chosen} count", register.actions.count(viewer, chosen, up_to=10)
        yield f"{name} lessons", list(register.lessons.all(viewer))
        found = list(register.actions.all(viewer))
        yield f"{name} actions", found
        for action in found:
            yield f"{name} {action.reference}", list(register.actions.updates(viewer, action.id))
    yield "owners", list(register.actions.owners(world.dcr.id))
    yield "open", list(register.actions.open_of(world.dcr.id, owner))
    yield "dead", sorted(row.id for row in register.deliveries.dead(world.dcr.id, limit=99))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_same_game(seed: int, tmp_path: Path) -> None:
    """Whatever is played, the fake and SQLite answer the same and hold the same."""
    from tests.registers import sqlite_store  # here, so that the fake is tested even where no database is

    stores = (FakeStore(), sqlite_store(tmp_path))
    try:
        worlds: list[World] = []
        for store in stores:
            with store.open() as register:
                worlds.append(settle(register))
                register.commit()
        assert worlds[0] == worlds[1]
        game = Game(worlds[0], seed)
        for turn, move in enumerate(game.moves()):
            keeps = game.chance.random() < 0.85
            with stores[0].open() as fake, stores[1].open() as real:
                assert move(fake) == move(real), f"turn {turn}"
                for register in (fake, real) if keeps else ():
                    register.commit()
            if turn % 15 == 0 or turn == TURNS - 1:
                with stores[0].open() as fake, stores[1].open() as real:
                    pairs = zip(listings(fake, game.world), listings(real, game.world), strict=True)
                    for (name, expected), (_, found) in pairs:
                        assert found == expected, f"turn {turn}: {name}"
    finally:
        for store in stores:
            store.close()
