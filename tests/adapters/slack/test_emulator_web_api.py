"""The Web API through the real SDK: what Slack takes, and the errors of what it doesn't."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack import App, CannotDo, Slack
from tests.slack.people import Person

SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}
PLAIN: dict[str, Any] = {"type": "plain_text", "text": "x"}


@pytest.fixture
def client(slack: Slack) -> WebClient:
    """The SDK's synchronous client, without retries."""
    return WebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[])


@pytest.fixture
def priya(slack: Slack) -> Person:
    return slack.person("Priya Shah", email="priya@partners.example", zone="Europe/Paris")


def refused(call: Callable[[], object]) -> dict[str, Any]:
    """The answer that made the SDK raise."""
    with pytest.raises(SlackApiError) as caught:
        call()
    found: dict[str, Any] = caught.value.response.data  # type: ignore[union-attr]  # JSON every time here
    return found


def error(call: Callable[[], object]) -> str:
    return str(refused(call)["error"])


def test_post_by_user_id(client: WebClient, priya: Person) -> None:
    """A user's id as channel opens the direct message; metadata can be read back where history may be read."""
    metadata = {"event_type": "prompt", "event_payload": {"key": "prompt:1"}}
    answer = client.chat_postMessage(channel=priya.id, text="hello", blocks=[SECTION], metadata=metadata)
    assert answer["channel"] == priya.direct.id
    assert answer["message"]["blocks"][0]["block_id"]
    assert priya.reads() == ["*hello*"]
    history = client.conversations_history(channel=answer["channel"], include_all_metadata=True, limit=10)
    assert history["messages"][0]["metadata"] == metadata
    assert "metadata" not in client.conversations_history(channel=answer["channel"])["messages"][0]
    thread = client.chat_postMessage(channel=answer["channel"], text="in thread", thread_ts=answer["ts"])
    assert len(client.conversations_history(channel=answer["channel"])["messages"]) == 1
    replies = client.conversations_replies(channel=answer["channel"], ts=answer["ts"])
    assert [one["ts"] for one in replies["messages"]] == [answer["ts"], thread["ts"]]


def test_update_and_delete(slack: Slack, client: WebClient, priya: Person) -> None:
    """Updates are in place; text alone removes the blocks, nothing keeps them; others' messages stay."""
    posted = client.chat_postMessage(channel=priya.id, text="one", blocks=[SECTION])
    place, ts = posted["channel"], posted["ts"]
    client.chat_update(channel=place, ts=ts, text="two")
    assert priya.reads() == ["two"]
    assert priya.sees()[0].before == ["*hello*"]
    assert error(lambda: client.chat_update(channel=priya.id, ts=ts, text="x")) == "channel_not_found"
    assert error(lambda: client.chat_update(channel=place, ts="1.000001", text="x")) == "message_not_found"
    assert error(lambda: client.chat_update(channel=place, ts=ts, text="x" * 4001)) == "msg_too_long"
    hers = priya.says_directly("mine").message
    assert hers is not None
    assert error(lambda: client.chat_update(channel=place, ts=hers.ts, text="x")) == "cant_update_message"
    client.chat_delete(channel=place, ts=ts)
    assert priya.reads() == ["mine"]
    assert slack.messages()[0].deleted


def test_where_it_may_post(slack: Slack, client: WebClient, priya: Person) -> None:
    """Not in, unknown, private, archived: each has its own error."""
    elsewhere, secret = slack.channel("elsewhere", bot=False), slack.channel("secret", bot=False, private=True)
    old = slack.channel("old")
    slack.happens.archive(old)
    post = client.chat_postMessage
    assert error(lambda: post(channel=elsewhere.id, text="x")) == "not_in_channel"
    assert error(lambda: post(channel=secret.id, text="x")) == "channel_not_found"
    assert error(lambda: post(channel="C404", text="x")) == "channel_not_found"
    assert error(lambda: post(channel="U404", text="x")) == "channel_not_found"
    assert error(lambda: post(channel=old.id, text="x")) == "is_archived"
    room = slack.channel("room")
    assert error(lambda: client.chat_postEphemeral(channel=room.id, user=priya.id, text="x")) == "user_not_in_channel"


def test_content(client: WebClient, priya: Person) -> None:
    """No text, wrong blocks, too much text, wrong metadata."""
    post = client.chat_postMessage
    assert error(lambda: client.api_call("chat.postMessage", json={"channel": priya.id})) == "no_text"
    wrong = refused(lambda: post(channel=priya.id, text="x", blocks=[{"type": "section"}]))
    assert wrong["error"] == "invalid_blocks"
    assert wrong["response_metadata"]["messages"] == [
        "[ERROR] must define either `text` or `fields` [json-pointer:/blocks/0]"
    ]
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5
    assert error(lambda: post(channel=priya.id, text="x", blocks=long)) == "msg_blocks_too_long"
    assert error(lambda: post(channel=priya.id, text="x", metadata={"event_type": "p"})) == "invalid_metadata_format"
    assert error(lambda: post(channel=priya.id, text="x", blocks="[")) == "invalid_blocks_format"
    answer = post(channel=priya.id, text="x" * 40_001)
    assert answer["warning"] == "message_truncated"
    assert len(priya.sees()[0].text) == 40_000


def test_arguments(client: WebClient) -> None:
    """Types, missing and unknown arguments, unknown methods; forms and JSON alike."""
    assert error(lambda: client.api_call("chat.postMessage", json={"text": "x"})) == "invalid_arguments"
    number = refused(lambda: client.api_call("chat.postMessage", json={"channel": 7, "text": "x"}))
    assert number["response_metadata"]["messages"] == ["[ERROR] must be a string [json-pointer:/channel]"]
    assert error(lambda: client.api_call("chat.update", json={"channel": "C1", "ts": 1.5})) == "invalid_arguments"
    assert error(lambda: client.api_call("users.info", params={"usr": "U1"})) == "invalid_arguments"
    assert error(lambda: client.api_call("chat.shout", json={})) == "unknown_method"
    assert client.api_call("api.test", data={"foo": "bar"})["args"] == {"foo": "bar"}
    assert error(lambda: client.api_test(error="because")) == "because"
    assert error(lambda: client.users_list(limit=1001)) == "invalid_limit"
    assert error(lambda: client.users_list(cursor="x")) == "invalid_cursor"


def test_tokens(slack: Slack, client: WebClient) -> None:
    """None, wrong, of the wrong kind, revoked, of a workspace without the app."""
    assert error(lambda: WebClient(base_url=slack.url).auth_test()) == "not_authed"
    assert error(lambda: WebClient("xoxb-1", slack.url).auth_test()) == "invalid_auth"
    assert error(lambda: client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    assert client.auth_test()["bot_id"] == slack.installation().bot_id
    client.auth_revoke()
    assert error(client.auth_test) == "token_revoked"
    other = slack.add_workspace("Other")
    second = WebClient(token=slack.installation(other).token, base_url=slack.url)
    assert second.auth_test()["team_id"] == other.id
    slack.happens.uninstall(other.id)
    assert error(second.auth_test) == "account_inactive"


def test_scopes() -> None:
    """A missing scope is named."""
    with Slack(App(scopes=frozenset({"chat:write", "users:read"}))) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.url)
        priya = slack.person("Priya Shah")
        posted = client.chat_postMessage(channel=priya.id, text="x")
        answer = refused(lambda: client.conversations_history(channel=posted["channel"]))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "im:history")
        assert answer["provided"] == "chat:write,users:read"
        assert "email" not in client.users_info(user=priya.id)["user"]["profile"]
        assert error(lambda: client.users_lookupByEmail(email=priya.user.email)) == "missing_scope"
        assert error(client.conversations_list) == "missing_scope"


def test_people(slack: Slack, client: WebClient, priya: Person) -> None:
    """Email, zone, guests, the deactivated, people of other organisations."""
    found = client.users_info(user=priya.id, include_locale=True)["user"]
    assert (found["profile"]["email"], found["tz"], found["tz_offset"]) == (
        "priya@partners.example",
        "Europe/Paris",
        3600,
    )
    assert client.users_lookupByEmail(email="PRIYA@partners.example")["user"]["id"] == priya.id
    guest = slack.person("Gus Guest", is_restricted=True)
    assert client.users_info(user=guest.id)["user"]["is_restricted"] is True
    supplier = slack.add_workspace("Supplier", installed=False)
    kim = slack.person("Kim Vo", workspace=supplier)
    assert error(lambda: client.users_info(user=kim.id)) == "user_not_visible"
    slack.channel("shared", [kim], shared_with=[supplier])
    outside = client.users_info(user=kim.id)["user"]
    assert (outside["team_id"], outside["is_stranger"], "email" in outside["profile"]) == (supplier.id, False, False)
    slack.happens.user_change(priya.user, deleted=True)
    assert client.users_info(user=priya.id)["user"]["deleted"] is True
    assert error(lambda: client.users_lookupByEmail(email="priya@partners.example")) == "users_not_found"
    assert error(lambda: client.conversations_open(users=[priya.id])) == "user_disabled"


def test_channels(slack: Slack, client: WebClient, priya: Person) -> None:
    """Information, members page by page, lists by kind, links to messages."""
    people = [priya, *(slack.person(f"Person {number}") for number in range(4))]
    room = slack.channel("room", people, private=True)
    found = client.conversations_info(channel=room.id, include_num_members=True)["channel"]
    assert (found["is_private"], found["is_member"], found["num_members"]) == (True, True, 6)
    pages = [page["members"] for page in client.conversations_members(channel=room.id, limit=4)]
    assert [len(page) for page in pages] == [4, 2]
    assert [one["id"] for one in client.users_conversations(types="private_channel")["channels"]] == [room.id]
    assert client.conversations_list()["channels"] == []
    posted = client.chat_postMessage(channel=room.id, text="x")
    link = client.chat_getPermalink(channel=room.id, message_ts=posted["ts"])["permalink"]
    assert link == f"https://partners.slack.com/archives/{room.id}/p{posted['ts'].replace('.', '')}"
    slack.happens.share(room, slack.add_workspace("Supplier", installed=False).id)
    assert client.conversations_info(channel=room.id)["channel"]["is_ext_shared"] is True


def test_upload(slack: Slack, client: WebClient) -> None:
    """files_upload_v2 in its three steps."""
    room = slack.channel("room")
    client.files_upload_v2(channel=room.id, filename="deck.pptx", content=b"PK...", initial_comment="Report 24.3")
    [message] = slack.messages(room)
    assert (message.text, message.arguments["content"]) == ("Report 24.3", [b"PK..."])


def test_oauth() -> None:
    """A code is exchanged once; rotated tokens expire after twelve hours and are refreshed once."""
    with Slack(App(rotation=True)) as slack:
        client, ann = WebClient(base_url=slack.url), slack.person("Ann")
        secrets = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
        redirect = "https://learnt.example/slack/oauth_redirect"
        asked = {"client_id": slack.app.client_id, "scope": "chat:write,im:history", "state": "s"}
        page = f"https://slack.com/oauth/v2/authorize?{urlencode(asked | {'redirect_uri': redirect})}"
        back = dict(parse_qsl(urlsplit(slack.allows(ann, page)).query))
        code = back["code"]
        assert back["state"] == "s"
        with pytest.raises(CannotDo, match="admin"):
            slack.allows(ann, page.replace("im%3Ahistory", "admin"))
        granted = client.oauth_v2_access(**secrets, code=code, redirect_uri=redirect)
        assert (granted["authed_user"]["id"], granted["scope"]) == (ann.id, "chat:write,im:history")
        assert error(lambda: client.oauth_v2_access(**secrets, code=code, redirect_uri=redirect)) == "invalid_code"
        slack.passes(timedelta(hours=12))
        assert error(lambda: client.auth_test(token=granted["access_token"])) == "token_expired"
        again = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
        fresh = client.oauth_v2_access(**secrets, **again)
        assert client.auth_test(token=fresh["access_token"])["team_id"] == slack.workspace.id
        assert error(lambda: client.oauth_v2_access(**secrets, **again)) == "invalid_refresh_token"
        secrets |= {"client_secret": "wrong"}
        assert error(lambda: client.oauth_v2_access(**secrets, code="x")) == "bad_client_secret"


def test_event_authorizations(slack: Slack, client: WebClient) -> None:
    """One event of a channel that two installed workspaces share: one delivery, both installations listed."""
    slack.app.url, slack.strictness.forgiving = "http://127.0.0.1:9/nobody", True
    other = slack.add_workspace("Other")
    kim = slack.person("Kim Vo", workspace=other)
    shared = slack.channel("shared", [kim], shared_with=[other])
    payload = kim.mentions_bot("keep x", shared).payload
    assert len(payload["authorizations"]) == 1
    listed = client.apps_event_authorizations_list(token=slack.app.app_token, event_context=payload["event_context"])
    assert {one["team_id"] for one in listed["authorizations"]} == {slack.workspace.id, other.id}
