"""All that is held about a person can be had, and can be made to lead to nobody."""

from __future__ import annotations

import json

from sqlalchemy import text

from bot.words.action import Action, How, Update
from bot.words.audit import Draft
from bot.words.chat import Chat
from bot.words.ids import NEW, ActionId, ChatId, DraftId, ReviewId, UpdateId
from bot.words.lesson import Quoted
from bot.words.person import Platform
from bot.words.review import Review, ReviewState
from storage.engine import Store
from storage.personal import FORMER, export, forget
from tests.storage.capture import NOW, PLACE, SENDER, capture, furnish

EMAIL = "Priya@dcr.example"


def _furnish(store: Store) -> None:
    viewer = furnish(store)
    with store.open() as register:
        about = capture(register, viewer, "event-1")
        assert viewer.person is not None
        register.lessons.vote(about.id, viewer.person)
        register.chats.put(
            Chat(
                id=ChatId(NEW),
                platform=Platform.CONSOLE,
                workspace="",
                account="priya",
                conversation="a:priya",
                service_url="https://smba.example/emea/",
            )
        )
        register.lessons.quote(Quoted(lesson=about.id, platform=Platform.CONSOLE, workspace="", account="priya"))
        action = register.actions.add(
            Action(
                id=ActionId(NEW),
                programme=viewer.programme,
                number=0,
                lesson=about.id,
                text="Tidy the feeds",
                owner=viewer.person,
                created_at=NOW,
                updated_at=NOW,
            )
        )
        register.actions.add_update(
            Update(id=UpdateId(NEW), action=action.id, at=NOW, by=viewer.person, how=How.ANSWER, words="secret words")
        )
        assert viewer.person is not None
        review = register.reviews.add(
            Review(id=ReviewId(NEW), programme=viewer.programme, number=NEW, state=ReviewState.CLOSED, at=NOW,
                   day=NOW.date(), run_by=viewer.person)
        )  # fmt: skip
        register.reviews.attended(review.id, viewer.person)
        register.audit.add_draft(Draft(id=DraftId(NEW), person=viewer.person, line="secret line", at=NOW))
        register.commit()


def test_everything_held_is_given(store: Store) -> None:
    _furnish(store)
    with store.open() as register:
        held = export(register, EMAIL)
        assert export(register, "nobody@dcr.example") is None
    assert held is not None
    assert json.loads(json.dumps(held)) == held
    assert held["person"]["name"] == "Priya Shah"
    assert held["accounts"][0]["account"] == "priya"
    assert held["votes"] == ["L-1"]
    assert held["quoted"] == ["L-1"]
    assert held["reviews attended"] == held["reviews run"] == ["DCR: review 1"]
    assert [chat["conversation"] for chat in held["chats"]] == ["a:priya"]
    assert held["updates"][0]["words"] == "secret words"
    assert [len(held[kind]) for kind in ("lessons", "actions", "memberships", "log")] == [1, 1, 1, 1]


def test_who_is_forgotten_is_nowhere(store: Store) -> None:
    _furnish(store)
    with store.open() as register:
        key = forget(register, EMAIL, NOW)
        assert forget(register, EMAIL, NOW) is None
        register.commit()
    assert key is not None
    with store.open() as register:
        person = register.people.get(key)
        assert person is not None
        assert (person.name, person.email, person.forgotten) == (FORMER, None, True)
        assert (
            register.reviews.attendance(register.reviews.last_closed(register.programmes.all()[0].id, limit=1)[0].id)
            == []
        )
        assert register.people.arrive("event-2", SENDER, PLACE).person is None
        for table in ("person", "identity", "action_update", "draft", "delivery", "quoted", "chat"):
            rows = str(register.connection.execute(text(f"SELECT * FROM {table}")).all()).casefold()
            assert "priya" not in rows
            assert "secret" not in rows
