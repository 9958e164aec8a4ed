"""Forms as dialogs: whatever they ask, Teams takes them, and what was filled in comes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.teams import dialog
from adapters.teams.came import submitted
from bot.words.message import Button, Field, FieldKind, Form, Message, Row, Rows
from tests.adapters import anything
from tests.teams.cards import inputs, problems, reads

patient = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
CHOICE = Field("kind", "Keep or improve?", FieldKind.CHOICE, options=(("", "as usual"), ("keep", "keep")))
PERSON = Field("person", "Who?", FieldKind.PERSON, required=False)
FORM = Form("Action: adds an action", "action L-1", (CHOICE, Field("text", "What?", FieldKind.TEXT), PERSON))


def _card(value: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = value["card"]["content"]
    return content


@patient
@given(anything.form, st.text(max_size=40), st.text(max_size=300))
def test_any_form(form: Form, origin: str, said: str) -> None:
    """Teams takes the dialog, and what comes back has the line and the origin that went in."""
    value = dialog.dialog(form, origin, said)
    assert problems(_card(value), dialog=True) == []
    assert len(value["title"]) > 0
    (button,) = _card(value)["actions"]
    sent = dialog.sent(button["data"])
    assert sent is not None
    assert (sent.line, sent.origin, sent.answers) == (form.line, origin, {})


@patient
@given(anything.message)
def test_any_message_in_a_dialog(message: Message) -> None:
    """What isn't a form is shown in a dialog as well, with nothing that a dialog can't do."""
    assert problems(_card(dialog.shown(message, lambda _: True)), dialog=True) == []


def test_answers_come_back_by_field() -> None:
    """A choice without its mark, a person as the one who was picked, and what is empty not at all."""
    data = {
        "form": {"line": "action L-1", "origin": "o"},
        "field:kind:chosen": "=",
        "field:text": " Turn them off ",
        "field:person:picked": "aad-1",
        "field:person:typed": "Tom",
        "field:date": "2026-12-04",
        "field:why": "  ",
        "said": "x",
    }
    sent = dialog.sent(data)
    assert sent is not None
    assert sent.answers == {"kind": "", "text": "Turn them off", "person": "<@aad-1>", "date": "2026-12-04"}


@pytest.mark.parametrize(("typed", "answer"), [("Tom Ray", "@Tom Ray"), ("@tom", "@tom"), ("", None)])
def test_somebody_who_is_not_offered_is_typed(typed: str, answer: str | None) -> None:
    """A guest, say: by name or handle."""
    data = {"form": {"line": "l", "origin": ""}, "field:person:picked": "", "field:person:typed": typed}
    sent = dialog.sent(data)
    assert sent is not None
    assert sent.answers.get("person") == answer


@pytest.mark.parametrize("data", [{}, {"form": 7}, {"form": {"line": 1}}, {"form": {"line": "x"}}, {"line": "x"}])
def test_what_is_no_form_of_ours(data: dict[str, Any]) -> None:
    """It is none, whatever else it holds."""
    assert dialog.sent(data) is None


def test_what_was_filled_in_stays() -> None:
    """A form that was wrong is shown again with its answers and the sentence."""
    again = dialog.filled(FORM, {"kind": "keep", "text": "Turn them off", "person": "<@aad-1>"})
    card = _card(dialog.dialog(again, "", "That date has passed."))
    assert reads(card)[0] == "That date has passed."
    values = {one["id"]: one.get("value") for one in inputs(card)}
    assert values == {
        "field:kind:chosen": "=keep",
        "field:text": "Turn them off",
        "field:person:picked": "aad-1",
        "field:person:typed": None,
    }


def test_what_has_to_be_filled_in_is_marked() -> None:
    """With a sentence in plain words; of the two ways to name a person neither has to be taken."""
    card = _card(dialog.dialog(FORM, ""))
    assert {one["id"] for one in inputs(card) if one.get("isRequired")} == {"field:kind:chosen", "field:text"}
    assert all(one["errorMessage"] for one in inputs(card) if one.get("isRequired"))
    assert all(one["label"] for one in inputs(card))


def test_buttons_in_a_dialog_are_submits() -> None:
    """With the line that they carry."""
    message = Message(
        "x", (Rows((Row("L-1", "t", "", (Button("Show", "show L-1"),)),)),), (Button("Add", "action L-1"),)
    )
    card = _card(dialog.shown(message, lambda line: line.startswith("action")))
    found = [action for one in card["body"] if one["type"] == "ActionSet" for action in one["actions"]]
    assert [(one["type"], one["data"]) for one in found] == [
        ("Action.Submit", {"line": "show L-1"}),
        ("Action.Submit", {"line": "action L-1"}),
    ]


def test_an_origin_that_is_spoilt_is_none() -> None:
    """However deep it is: a form is taken all the same."""
    data = {"form": {"line": "improve", "origin": "[" * 100_000}, "field:text": "Feeds were on"}
    activity = {
        "id": "1",
        "type": "invoke",
        "serviceUrl": "https://smba.example/",
        "from": {"id": "29:1"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t"},
        "value": {"data": data},
    }
    came = submitted(activity)
    assert came is not None
    assert (came.link, came.fields) == ("", {"text": "Feeds were on"})
