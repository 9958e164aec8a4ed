"""Forms in the emulated Teams: what its client lets people fill in, and what it sends."""

from __future__ import annotations

import pytest

from tests.adapters.teams.tiny import TEXT, Tiny, card, dialog, opens
from tests.teams import CannotDo, Teams
from tests.teams.people import Person
from tests.teams.places import Conversation

SAID = {"type": "Input.Text", "id": "said", "isVisible": False, "value": "[1]"}
WHAT = {
    "type": "Input.Text",
    "id": "field:text",
    "label": "What?",
    "isRequired": True,
    "errorMessage": "Please fill this in.",
    "maxLength": 20,
}
KIND = {
    "type": "Input.ChoiceSet",
    "id": "field:kind:chosen",
    "label": "Kind",
    "choices": [{"title": "Keep", "value": "=keep"}, {"title": "Improve", "value": "=improve"}],
}
DUE = {"type": "Input.Date", "id": "field:date", "label": "Due"}


@pytest.fixture
def form(tiny: Tiny, priya: Person) -> Person:
    """Priya, with a form in front of her."""
    tiny.posts(priya.chat.id, card(TEXT, actions=(opens("Add lesson", "improve"),)))
    tiny.answers["task/fetch"] = dialog(WHAT, KIND, DUE, SAID)
    priya.presses("Add lesson")
    assert tiny.last["value"]["data"]["line"] == "improve"
    return priya


def test_a_form_is_sent(tiny: Tiny, form: Person) -> None:
    """With what was filled in and what is hidden; what wasn't chosen is left out, and an empty answer closes it."""
    form.fills(text="Feeds were on", date="2026-12-04")
    form.submits()
    assert tiny.last["name"] == "task/submit"
    assert tiny.last["value"]["data"] == {
        "form": {"line": "improve", "origin": ""},
        "field:text": "Feeds were on",
        "field:date": "2026-12-04",
        "said": "[1]",
    }
    assert form.dialog is None


def test_a_choice_is_made_by_what_it_says(tiny: Tiny, form: Person) -> None:
    """What it means is sent."""
    form.fills(text="Feeds were on", kind="improve")
    form.submits()
    assert tiny.last["value"]["data"]["field:kind:chosen"] == "=improve"


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"text": "  "},
        {"text": "x" * 21},
        {"text": "x", "kind": "perhaps"},
        {"text": "x", "date": "tomorrow"},
    ],
    ids=["empty", "blank", "long", "unknown", "no-day"],
)
def test_a_form_that_can_not_be_sent(tiny: Tiny, form: Person, answers: dict[str, str]) -> None:
    """The client keeps it, and the app hears nothing."""
    before = len(tiny.heard)
    form.fills(**answers)
    with pytest.raises(CannotDo):
        form.submits()
    assert len(tiny.heard) == before
    assert form.dialog is not None


def test_a_field_that_is_not_there(form: Person) -> None:
    """Can't be filled in, and neither can one that is hidden."""
    for name in ("owner", "said"):
        with pytest.raises(CannotDo):
            form.fills(**{name: "x"})


def test_a_form_is_answered_by_a_sentence(tiny: Tiny, form: Person) -> None:
    """Which is all that is left of it."""
    tiny.answers["task/submit"] = {"task": {"type": "message", "value": "Stored L-1"}}
    form.fills(text="x")
    assert form.submits().shows == "Stored L-1"
    assert form.dialog is None


def test_a_form_is_closed(tiny: Tiny, form: Person) -> None:
    """The app isn't told, and nothing is left to send."""
    before = len(tiny.heard)
    form.closes()
    for act in (form.submits, lambda: form.presses_in_dialog("Send")):
        with pytest.raises(CannotDo):
            act()
    assert len(tiny.heard) == before


def test_a_form_that_stands_in_the_chat(teams: Teams, tiny: Tiny, priya: Person) -> None:
    """Where a client has no dialogs, it is filled in there, and its button sends a message."""
    teams.no_dialogs = True
    send = {"type": "Action.Submit", "title": "Send", "data": {"form": {"line": "improve", "origin": ""}}}
    tiny.posts(priya.chat.id, card(WHAT, actions=(send,)))
    with pytest.raises(CannotDo):
        priya.presses("Send")
    priya.fills(text="Feeds were on")
    priya.presses("Send")
    assert tiny.last["value"] == {**send["data"], "field:text": "Feeds were on"}


def test_a_message_is_saved_as_a_lesson(tiny: Tiny, priya: Person, channel: Conversation) -> None:
    """The app gets the message with its author and its link, when the form is fetched and when it is sent."""
    priya.says("Feeds were on", channel)
    tiny.answers["composeExtension/fetchTask"] = dialog(WHAT)
    priya.saves_as_lesson(channel.messages[-1], priya, "<p>Feeds were on</p>")
    payload = tiny.last["value"]["messagePayload"]
    assert payload["from"]["user"]["id"] == priya.aad
    assert payload["linkToMessage"].endswith(channel.messages[-1].id)
    priya.fills(text="Feeds")
    priya.submits()
    assert tiny.last["name"] == "composeExtension/submitAction"
    assert (tiny.last["value"]["commandId"], tiny.last["value"]["messagePayload"]) == ("save_as_lesson", payload)
