"""What people do reaches a real Bolt app over signed HTTP, and what it answers is before them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.slack import CannotDo, NotAcknowledged, Slack

pytestmark = pytest.mark.usefixtures("bolt")


def test_command(slack: Slack) -> None:
    """A slash command is answered in its acknowledgement, to the one who typed it."""
    priya, tom = slack.person("Priya Shah"), slack.person("Tom Ray")
    team = slack.channel("release-team", [priya, tom])
    outcome = priya.types("/lesson keep the stand-up", team)
    assert outcome.shows == "Stored *keep the stand-up*\n[Done] [overflow] [New date]"
    assert outcome.payload["command"] == "/lesson"
    assert priya.reads(team) == [outcome.shows]
    assert tom.reads(team) == []


def test_button_replaces(slack: Slack) -> None:
    """A button in an ephemeral message replaces it through the response URL."""
    priya = slack.person("Priya Shah")
    team = slack.channel("release-team", [priya])
    card = priya.types("/lesson x", team).message
    assert card is not None
    assert priya.presses("Done").payload["container"]["is_ephemeral"] is True
    assert priya.reads(team) == ["A-7 done"]
    assert card.before == ["Stored *x*\n[Done] [overflow] [New date]"]


def test_menus(slack: Slack) -> None:
    """An overflow menu and a date picker send what was chosen."""
    priya = slack.person("Priya Shah")
    priya.types("/lesson x")
    priya.picks("Not mine")
    priya.picks(date(2026, 12, 4))
    assert priya.reads()[1:] == ["picked not mine", "due 2026-12-04"]


def test_form(slack: Slack) -> None:
    """A form opens, is refused with an error under a field, and is taken when it is right."""
    priya = slack.person("Priya Shah")
    priya.types("/lesson form")
    with pytest.raises(CannotDo, match="required"):
        priya.submits()
    priya.fills({"What happened": "wrong"})
    priya.submits()
    assert priya.opens_form().errors == {"what": "Say what happened"}
    priya.fills({"What happened": "Feeds on"}, kind="Improve")
    priya.submits()
    assert priya.form is None
    assert priya.reads() == ["improve: Feeds on"]


def test_shortcut(slack: Slack) -> None:
    """A message shortcut brings the message along."""
    priya, tom = slack.person("Priya Shah"), slack.person("Tom Ray")
    team = slack.channel("release-team", [priya, tom])
    said = tom.says("The freeze held & worked", team).message
    priya.uses_shortcut("save_as_lesson", said)
    assert priya.reads(team)[-1] == "saved The freeze held & worked"


def test_mention_and_direct(slack: Slack, bolt: list[str]) -> None:
    """Mentions are answered in their thread, direct messages where they are."""
    priya = slack.person("Priya Shah")
    team = slack.channel("release-team", [priya])
    said = priya.mentions_bot("improve tell @priya", team).message
    assert bolt == [f"<@{slack.installation().bot_user}> improve tell {priya.mention}"]
    assert said is not None
    assert priya.last.thread == said.ts
    priya.says_directly("charter's done, see https://x.example/a.")
    assert priya.reads()[-1] == "You said charter's done, see https://x.example/a."


def test_home(slack: Slack) -> None:
    """Opening Home publishes it, and its buttons can be pressed."""
    priya = slack.person("Priya Shah")
    home = priya.opens_home()
    assert home is not None
    assert home.blocks[0]["text"]["text"] == "Your actions"
    assert priya.opens_home() is home
    assert slack.sent[-1].payload["event"]["view"]["hash"] != home.hash


def test_own_messages_come_back(slack: Slack, bolt: list[str]) -> None:
    """The app is told of its own direct messages, and Bolt drops them."""
    priya = slack.person("Priya Shah")
    priya.says_directly("hello")
    slack.settle()
    assert bolt == ["hello"]
    assert slack.sent[-1].payload["event"]["bot_id"] == slack.installation().bot_id


def test_other_organisations(slack: Slack) -> None:
    """People of another organisation have no commands and no shortcuts, but can mention the app and press buttons."""
    supplier = slack.add_workspace("Supplier", installed=False)
    kim = slack.person("Kim Vo", workspace=supplier)
    shared = slack.channel("shared", [kim], shared_with=[supplier])
    with pytest.raises(CannotDo):
        kim.types("/lesson x", shared)
    with pytest.raises(CannotDo):
        kim.uses_shortcut("new_lesson")
    outcome = kim.mentions_bot("keep x", shared)
    assert outcome.payload["is_ext_shared_channel"] is True
    assert outcome.payload["event"]["user_team"] == supplier.id
    assert outcome.payload["team_id"] == slack.workspace.id


def test_retry(slack: Slack) -> None:
    """An event that isn't acknowledged comes again at once, after a minute and after five, with the same event_id."""
    slack.app.url = "http://127.0.0.1:9/nobody"
    slack.strictness.forgiving = True
    outcome = slack.person("Priya Shah").says_directly("hello")
    assert outcome.sent is not None
    assert len(outcome.sent.acks) == 2
    slack.passes(59)
    assert len(outcome.sent.acks) == 2
    slack.passes(1)
    assert len(outcome.sent.acks) == 3
    slack.passes(timedelta(minutes=5))
    assert [one.error for one in outcome.sent.acks] == ["service_not_reachable"] * 4
    slack.passes(timedelta(hours=1))
    assert len(outcome.sent.acks) == 4


def test_unacknowledged(slack: Slack) -> None:
    """A command that nobody answers fails the test that typed it."""
    slack.app.url = "http://127.0.0.1:9/nobody"
    with pytest.raises(NotAcknowledged, match="service_not_reachable"):
        slack.person("Priya Shah").types("/lesson x")


def test_again(slack: Slack) -> None:
    """A command can be delivered twice with the same trigger."""
    outcome = slack.person("Priya Shah").types("/lesson x")
    second = slack.again(outcome)
    assert second.payload["trigger_id"] == outcome.payload["trigger_id"]
    assert second.ack.ok


def test_url_and_ssl(slack: Slack) -> None:
    """The request URL answers the challenge and the certificate check."""
    assert slack.happens.verify_url().ok
    assert slack.happens.check_ssl().ok


def test_forged(slack: Slack) -> None:
    """A body that was changed after signing is refused."""
    body = b"command=%2Flesson&text=x"
    headers = slack.outbound.headers(body, "application/x-www-form-urlencoded")
    assert slack.raw(body + b"y", headers).status == 401
