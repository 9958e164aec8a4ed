"""The histories can be added to, and words can be taken out of them; nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from bot.words.action import Action, How, Update
from bot.words.ids import NEW, ActionId, UpdateId
from storage.engine import Store
from storage.tables_of_work import ActionUpdate, Audit
from tests.storage.capture import NOW, capture, furnish

FORBIDDEN = [
    update(Audit).values(what="nothing"),
    delete(Audit),
    update(ActionUpdate).values(status=None, due=NOW.date()),
    update(ActionUpdate).values(words="other words"),
    update(ActionUpdate).values(note="another note"),
    delete(ActionUpdate),
]


@pytest.mark.parametrize("statement", FORBIDDEN, ids=str)
def test_the_past_stays_as_it_was(store: Store, statement: Any) -> None:
    _furnish(store)
    with store.open() as register, pytest.raises(DatabaseError, match="append-only"):
        register.connection.execute(statement)


def test_words_can_be_taken_out(store: Store) -> None:
    _furnish(store)
    with store.open() as register:
        assert register.connection.execute(update(ActionUpdate).values(words=None, note=None)).rowcount == 1
        assert register.connection.execute(update(ActionUpdate).values(words=None)).rowcount == 1
        register.commit()


def _furnish(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        about = capture(register, viewer, "event-1")
        action = register.actions.add(
            Action(
                id=ActionId(NEW),
                programme=viewer.programme,
                number=0,
                lesson=about.id,
                text="Tidy the feeds",
                created_at=NOW,
                updated_at=NOW,
            )
        )
        register.actions.add_update(
            Update(
                id=UpdateId(NEW),
                action=action.id,
                at=NOW,
                by=viewer.person,
                how=How.TYPED,
                note="a note",
                words="my words",
            )
        )
        register.commit()
