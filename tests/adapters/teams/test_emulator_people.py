"""People in the emulated Teams do what its client lets them, and the app is told as Teams tells it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.teams.tiny import CARD, TEXT, Tiny, card, execute
from tests.teams import CannotDo, NotAnswered, Teams
from tests.teams.people import Person
from tests.teams.places import Conversation

SAID = {"type": "Input.Text", "id": "said", "isVisible": False, "value": "[1]"}


# --- what is said -------------------------------------------------------------------------------------------------


def test_what_is_said_in_a_chat(teams: Teams, tiny: Tiny, priya: Person) -> None:
    """The app hears it with who said it and where, signed for the service that it is to answer by."""
    assert priya.says("keep the stand-up").status == 200
    heard = tiny.last
    assert (heard["type"], heard["text"], heard["channelId"]) == ("message", "keep the stand-up", "msteams")
    assert heard["from"] == {"id": priya.id, "name": "Priya Shah", "aadObjectId": priya.aad}
    assert heard["conversation"] == {"id": priya.chat.id, "conversationType": "personal", "tenantId": teams.tenant}
    assert heard["serviceUrl"] == teams.service
    assert tiny.headers[-1].startswith("Bearer ")


def test_a_channel_is_heard_where_the_app_is_named(tiny: Tiny, priya: Person, channel: Conversation) -> None:
    """What is said besides is nobody's business; a thread has its root in the conversation's id."""
    priya.says("good morning", channel)
    assert tiny.heard == []
    priya.mentions("help", channel)
    (mine, root) = (tiny.last, channel.messages[-1])
    assert mine["text"] == "<at>Learnt</at>&nbsp;help"
    assert mine["entities"][0]["text"] == "<at>Learnt</at>"
    assert mine["conversation"]["id"] == f"{channel.id};messageid={root.id}"
    assert mine["channelData"]["channel"] == {"id": channel.id, "name": "general"}
    priya.mentions("more", channel, thread=root)
    assert tiny.last["conversation"]["id"] == f"{channel.id};messageid={root.id}"


def test_edits_and_deletions(tiny: Tiny, priya: Person) -> None:
    """The app is told of both, by the id that the message has."""
    priya.says("keep the standup")
    (message,) = priya.chat.messages
    priya.edits(message, "keep the stand-up")
    assert (tiny.last["type"], tiny.last["text"], tiny.last["id"]) == ("messageUpdate", "keep the stand-up", message.id)
    assert tiny.last["channelData"]["eventType"] == "editMessage"
    priya.deletes(message)
    assert (tiny.last["type"], tiny.last["id"]) == ("messageDelete", message.id)


def test_the_same_again(teams: Teams, tiny: Tiny, priya: Person) -> None:
    """As Teams repeats what it had no answer to: by the same id."""
    outcome = priya.says("keep the stand-up")
    teams.send(outcome.activity)
    assert tiny.heard[0] == tiny.heard[1]


@pytest.mark.usefixtures("teams")  # for its certificate
def test_an_app_that_does_not_answer() -> None:
    """Is found out."""
    with Teams(within=0.1) as teams, Tiny(teams) as tiny:
        tiny.hangs = True
        with pytest.raises(NotAnswered):
            teams.person("Priya Shah").says("help")


# --- buttons ------------------------------------------------------------------------------------------------------


def test_a_button_is_executed(tiny: Tiny, priya: Person) -> None:
    """The newest of its label, with what the card remembers; the answer itself shows what came of it."""
    tiny.posts(priya.chat.id, card(TEXT, actions=(execute("Undo", "undo L-1"),)))
    newest = tiny.posts(priya.chat.id, card(TEXT, SAID, actions=(execute("Undo", "undo L-2"),)))
    tiny.answers["adaptiveCard/action"] = {
        "statusCode": 200,
        "type": CARD,
        "value": card({"type": "TextBlock", "text": "Undone"}),
    }
    assert priya.presses("Undo").shows == "Undone"
    assert (tiny.last["name"], tiny.last["replyToId"]) == ("adaptiveCard/action", newest)
    action = tiny.last["value"]["action"]
    assert (action["type"], action["verb"]) == ("Action.Execute", "line")
    assert action["data"] == {"line": "undo L-2", "said": "[1]"}


def test_an_older_client_sends_a_message(teams: Teams, tiny: Tiny, priya: Person) -> None:
    """With a value and no text."""
    teams.old_client = True
    shown = tiny.posts(priya.chat.id, card(TEXT, SAID, actions=(execute("Undo", "undo L-1"),)))
    priya.presses("Undo")
    assert (tiny.last["type"], tiny.last["replyToId"]) == ("message", shown)
    assert tiny.last["value"] == {"line": "undo L-1", "said": "[1]"}
    assert "text" not in tiny.last


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {"statusCode": 500, "type": CARD, "value": card()},
        {"statusCode": 200, "type": "text/plain", "value": "x"},
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": 7},
        {"statusCode": 200, "type": CARD, "value": {**card(), "version": "1.6"}},
    ],
    ids=["nothing", "500", "plain", "number", "1.6"],
)
def test_an_invoke_that_is_answered_wrongly(tiny: Tiny, priya: Person, answer: Any) -> None:
    """Is found out, as Teams would show an error."""
    tiny.posts(priya.chat.id, card(TEXT, actions=(execute("Undo", "undo L-1"),)))
    tiny.answers["adaptiveCard/action"] = answer
    with pytest.raises((AssertionError, TypeError)):
        priya.presses("Undo")


def test_what_can_not_be_pressed(teams: Teams, tiny: Tiny, priya: Person, channel: Conversation) -> None:
    """What isn't there, a link, what is greyed out, and what somebody else sees."""
    link = {"type": "Action.OpenUrl", "title": "Open", "url": "https://learnt.example"}
    grey = {**execute("Later", "later"), "isEnabled": False}
    tiny.posts(channel.id, card(TEXT, actions=(link, grey)))
    for label in ("Undo", "Open", "Later"):
        with pytest.raises(CannotDo):
            priya.presses(label, channel)
    with pytest.raises(CannotDo):
        teams.person("Max Roe").presses("Open", channel)
    assert tiny.heard == []


# --- happenings ---------------------------------------------------------------------------------------------------


def test_what_happens_is_told(teams: Teams, tiny: Tiny, priya: Person) -> None:
    """The app comes and goes, people do, and channels and teams are called otherwise, each in Teams' words."""
    team = teams.team("Release 24.3", [priya], installed=False)
    channel, tom = teams.channel(team, "general"), teams.person("Tom Ray")
    teams.installs(team, priya)
    assert [one["type"] for one in tiny.heard] == ["conversationUpdate", "installationUpdate"]
    assert tiny.heard[0]["membersAdded"] == [{"id": teams.bot}]
    assert tiny.last["action"] == "add"
    for act, event in (
        (lambda: teams.joins(team, tom), "teamMemberAdded"),
        (lambda: teams.leaves(team, tom), "teamMemberRemoved"),
        (lambda: teams.creates(channel, priya), "channelCreated"),
        (lambda: teams.renames(channel, "drops", priya), "channelRenamed"),
        (lambda: teams.renames(team, "Release 24.4", priya), "teamRenamed"),
        (lambda: teams.removes(channel, priya), "channelDeleted"),
    ):
        act()
        data = tiny.last["channelData"]
        assert (tiny.last["type"], data["eventType"]) == ("conversationUpdate", event)
    assert (data["channel"]["name"], data["team"]["name"]) == ("drops", "Release 24.4")
    teams.uninstalls(team, priya)
    assert tiny.last["action"] == "remove"
