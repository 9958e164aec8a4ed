"""The emulated Teams refuses what Teams refuses, told by the SDK's own client with a token that MSAL has got."""

from __future__ import annotations

from typing import Any

import pytest
from botbuilder.schema import Activity, Attachment

from tests.adapters.teams.sdk import asks, token_of
from tests.teams import Teams
from tests.teams.cards import CONTENT, problems


def _card(*body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}


TEXT = {"type": "TextBlock", "text": "x"}


def test_a_message_needs_a_token_that_was_given(teams: Teams) -> None:
    """One that was made up is refused; MSAL's is taken."""
    priya = teams.person("Priya Shah")
    say = Activity(type="message", text="Hello")
    assert asks(teams, "made-up", lambda c: c.send_to_conversation(priya.chat.id, say))[0] == 401
    assert asks(teams, token_of(teams), lambda c: c.send_to_conversation(priya.chat.id, say)).id
    assert priya.reads() == ["Hello"]


def test_where_the_app_is_not_it_can_not_speak(teams: Teams) -> None:
    """Not in a chat, not in a team, and not in what isn't there."""
    token, say = token_of(teams), Activity(type="message", text="Hello")
    priya = teams.person("Priya Shah", installed=False)
    team = teams.team("Northgate", [priya], installed=False)
    for place, answer in (
        (priya.chat.id, (403, "ForbiddenOperationException")),
        (team.id, (403, "BotNotInConversationRoster")),
        ("a:nowhere", (404, "ConversationNotFound")),
    ):
        assert asks(teams, token, lambda c, place=place: c.send_to_conversation(place, say)) == answer
    assert priya.reads() == []


@pytest.mark.parametrize(
    "activity",
    [
        Activity(type="message"),
        Activity(type="trace", text="x"),
        Activity(type="message", text="x", attachments=[Attachment(content_type=CONTENT, content=_card(TEXT))]),
        Activity(type="message", attachments=[Attachment(content_type="image/png", content={})]),
        Activity(type="message", attachments=[Attachment(content_type=CONTENT, content=_card())]),
        Activity(type="message", attachments=[Attachment(content_type=CONTENT, content=_card({"type": "Poem"}))]),
    ],
    ids=["nothing", "trace", "text-and-card", "picture", "empty-card", "unknown-element"],
)
def test_what_teams_does_not_take(teams: Teams, activity: Activity) -> None:
    """Each is a syntax that is bad, and nobody sees it."""
    priya = teams.person("Priya Shah")
    answer = asks(teams, token_of(teams), lambda c: c.send_to_conversation(priya.chat.id, activity))
    assert answer == (400, "BadSyntax")
    assert priya.reads() == []


def test_what_is_too_large_or_too_fast(teams: Teams) -> None:
    """More than 80 KB, and more than seven messages in a second."""
    priya, token = teams.person("Priya Shah"), token_of(teams)
    long = Activity(type="message", text="x" * 90_000)
    assert asks(teams, token, lambda c: c.send_to_conversation(priya.chat.id, long))[0] == 413
    teams.connector.enforced = True
    short = Activity(type="message", text="x")
    answers = [asks(teams, token, lambda c: c.send_to_conversation(priya.chat.id, short)) for _ in range(8)]
    assert answers[-1] == (429, "TooManyRequests")
    assert len(priya.reads()) == 7


@pytest.mark.parametrize(
    ("card", "dialog"),
    [
        (_card(TEXT, version="1.6"), False),
        (_card({"type": "TextBlock", "text": "{{DATE(2026-01-01)}}"}), False),
        (_card({**TEXT, "colour": "red"}), False),
        (_card({"type": "Input.Text", "id": "a"}, {"type": "Input.Date", "id": "a"}), False),
        (_card({"type": "Input.Text"}), False),
        (_card(TEXT, actions=[{"type": "Action.Execute", "title": "x", "data": {"msteams": {}}}]), False),
        (_card(TEXT, actions=[{"type": "Action.Execute", "title": "x"}]), False),
        (_card(TEXT, actions=[{"type": "Action.Execute", "title": "x", "fallback": {"type": "Action.Submit"}}]), True),
        (_card(TEXT, actions=[{"type": "Action.OpenUrl", "title": "x", "url": "javascript:alert(1)"}]), False),
        (_card({"type": "TextBlock", "text": "x" * 30_000}), False),
    ],
)
def test_a_card_that_is_none(card: dict[str, Any], dialog: bool) -> None:
    """Whatever Teams would show wrongly, or not at all, is a problem."""
    assert problems(card, dialog=dialog)
    assert problems(_card(TEXT)) == []
