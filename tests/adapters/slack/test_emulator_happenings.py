"""What happens without the app reaches it by Slack's own names, where it is subscribed and may hear of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.slack import App, CannotDo, Slack
from tests.slack.events import SCOPES
from tests.slack.manifest import problems_of_manifest
from tests.slack.outbound import Sent


def of(sent: Sent | None) -> dict[str, Any]:
    """The inner event."""
    assert sent is not None
    return sent.payload["event"]  # type: ignore[no-any-return]  # a payload is JSON


@pytest.fixture
def deaf(slack: Slack) -> Slack:
    """An app that nobody answers for: only what is sent matters."""
    slack.app.url, slack.strictness.forgiving = "http://127.0.0.1:9/nobody", True
    return slack


def test_channels(deaf: Slack) -> None:
    """Rename, archive, unarchive, private ones by their own names; after leaving, nothing more."""
    happens, bot = deaf.happens, deaf.installation().bot_user
    ann = deaf.person("Ann")
    team, secret = deaf.channel("team", [ann]), deaf.channel("secret", [ann], private=True)
    renamed = of(happens.rename(team, "release-team"))
    assert (renamed["type"], renamed["channel"]["name"]) == ("channel_rename", "release-team")
    assert of(happens.rename(secret, "quiet"))["type"] == "group_rename"
    assert of(happens.archive(team)) | {"event_ts": ""} == {
        "type": "channel_archive",
        "channel": team.id,
        "user": ann.id,
        "event_ts": "",
    }
    assert of(happens.unarchive(team))["type"] == "channel_unarchive"
    assert of(happens.archive(secret))["type"] == "group_archive"
    assert of(happens.leave(team, ann.id))["type"] == "member_left_channel"
    assert of(happens.join(team, ann.id, inviter=bot))["inviter"] == bot
    assert of(happens.leave(team, bot))["type"] == "channel_left"
    assert happens.rename(team, "gone") is None


def test_private_and_shared(deaf: Slack) -> None:
    """Made private: heard with message.groups only. Shared: a private channel changes its id."""
    team = deaf.channel("team")
    assert deaf.happens.make_private(team) is None
    old = team.id
    changed = of(deaf.happens.share(team, deaf.add_workspace("Supplier", installed=False).id))
    assert (changed["type"], changed["old_channel_id"], changed["new_channel_id"]) == (
        "channel_id_changed",
        old,
        team.id,
    )
    assert deaf.state.channels[team.id] is team
    deaf.app.events |= {"message.groups"}
    deaf.app.scopes |= {"groups:history"}
    deaf.state.install(deaf.workspace.id)
    assert of(deaf.happens.make_private(team))["subtype"] == "channel_convert_to_private"


def test_people(deaf: Slack) -> None:
    """A user's record as user_change and team_join carry it."""
    ann = deaf.person("Ann Lee")
    assert of(deaf.happens.team_join(ann.user))["user"]["profile"]["email"] == ann.user.email
    changed = of(deaf.happens.user_change(ann.user, real_name="Ann Day", zone="America/New_York"))
    assert (changed["user"]["real_name"], changed["user"]["tz_offset"]) == ("Ann Day", -18000)
    deaf.happens.user_change(ann.user, deleted=True)
    with pytest.raises(CannotDo):
        ann.says_directly("hello")


def test_messages(deaf: Slack) -> None:
    """Edits, deletions and other apps' messages by their subtypes."""
    ann = deaf.person("Ann Lee")
    said = ann.says_directly("one").message
    assert said is not None
    edited = ann.edits(said, "two").payload["event"]
    assert (edited["subtype"], edited["message"]["text"]) == ("message_changed", "two")
    assert edited["previous_message"]["text"] == "one"
    assert ann.deletes(said).payload["event"]["deleted_ts"] == said.ts
    other = of(deaf.happens.bot_message(ann.direct, "beep"))
    assert (other["subtype"], "user" in other) == ("bot_message", False)
    assert not ann.says("only for people", deaf.channel("team", [ann])).heard


def test_removal(deaf: Slack) -> None:
    """Tokens revoked, the app removed, events limited."""
    other = deaf.add_workspace("Other")
    kinds = [one.payload["event"]["type"] for one in deaf.happens.uninstall(other.id)]
    assert kinds == ["tokens_revoked", "app_uninstalled"]
    assert of(deaf.happens.revoke(deaf.workspace.id))["tokens"]["bot"] == [deaf.installation().bot_user]
    deaf.happens.rate_limited(deaf.workspace.id)
    assert deaf.sent[-1].payload["type"] == "app_rate_limited"


def test_writing(deaf: Slack) -> None:
    """Handles, channels, links and addresses are marked, the rest is escaped; commands get users only if they ask."""
    ann, tom = deaf.person("Ann Lee"), deaf.person("Tom Ray")
    team = deaf.channel("team", [ann])
    said = ann.says_directly("<b> & @tom in #team: see http://x.example/a?b=1&c=2, or ann@x.example").message
    assert said is not None
    assert said.text == (
        f"&lt;b&gt; &amp; {tom.mention} in <#{team.id}|>: see <http://x.example/a?b=1&amp;c=2>, "
        "or <mailto:ann@x.example|ann@x.example>"
    )
    assert ann.types("/lesson give A-7 @tom & go", team).payload["text"] == f"give A-7 <@{tom.id}|tom> &amp; go"
    deaf.app.commands["/lesson"] = False
    assert ann.types("/lesson give A-7 @tom & go", team).payload["text"] == "give A-7 @tom & go"


def test_grid() -> None:
    """In an Enterprise organisation its id is in every payload."""
    with Slack() as slack:
        slack.app.url, slack.strictness.forgiving = "http://127.0.0.1:9/nobody", True
        home = slack.add_workspace("Big", enterprise="E1")
        ann = slack.person("Ann Lee", workspace=home)
        assert ann.types("/lesson x").payload["enterprise_id"] == "E1"
        assert ann.uses_shortcut("new_lesson").payload["enterprise"] == {"id": "E1", "name": "Big Org"}
        assert ann.says_directly("x").payload["authorizations"][0]["enterprise_id"] == "E1"


MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Learnt"},
    "features": {
        "bot_user": {"display_name": "learnt"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/lesson", "description": "Lessons", "should_escape": False}],
        "shortcuts": [{"name": "Save", "type": "message", "callback_id": "save", "description": "Save it"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def test_manifest() -> None:
    """A manifest is held against Slack's schema, its scopes and its URLs, and makes an app."""
    assert problems_of_manifest(MANIFEST) == []
    app = App.from_manifest(MANIFEST)
    assert (app.socket_mode, app.shortcuts, app.scopes) == (
        True,
        {"save": "message"},
        frozenset({"commands", "chat:write", "im:history"}),
    )
    wrong = MANIFEST | {"settings": {"event_subscriptions": {"bot_events": ["app_mention"]}}}
    assert problems_of_manifest(wrong) == [
        f"settings.event_subscriptions.bot_events: app_mention needs the scope {SCOPES['app_mention']}",
        "settings.event_subscriptions.request_url: needed without Socket Mode",
        "features.slash_commands.url: needed without Socket Mode",
    ]
    assert "'colour' was unexpected" in problems_of_manifest(MANIFEST | {"colour": "red"})[0]


def ask(url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def test_process() -> None:
    """On its own it prints where it is, and tells a bench what was delivered."""
    command = [sys.executable, "-m", "tests.slack"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "."}, text=True) as running:  # noqa: S603 - our own
        assert running.stdout is not None
        settings = json.loads(running.stdout.readline())
        control = f"{settings['url']}/control/"
        made = ask(f"{control}people", {"count": 2})
        client = WebClient(token=settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"])
        for person in made["people"]:
            metadata = {"event_type": "prompt", "event_payload": {"key": f"prompt:{person}"}}
            sent = client.chat_postMessage(channel=person, text="x", metadata=metadata)
        assert abs(float(sent["ts"]) - time.time()) < 60
        assert ask(f"{control}counts") == {f"prompt:{one}": 1 for one in made["people"]}
        assert ask(f"{control}calls") == {"chat.postMessage": 2}
        ask(f"{control}faults", {"does": "refuses", "method": "chat.*", "error": "is_archived", "times": 1})
        ask(f"{control}reset", {})
        assert ask(f"{control}counts") == {}
        typed = ask(f"{control}type", {"user": made["people"][0], "line": "/lesson x"})
        assert typed["error"] == "service_not_reachable"
        running.send_signal(signal.SIGTERM)
        assert running.wait(5) == 0
