"""Faults, rate limits, response URLs and triggers: what goes wrong goes wrong as at Slack."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient

from tests.slack import Slack
from tests.slack.channels import Channel
from tests.slack.people import Person

PLAIN: dict[str, Any] = {"type": "plain_text", "text": "x"}
MODAL: dict[str, Any] = {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}]}


@pytest.fixture
def room(slack: Slack) -> Channel:
    return slack.channel("room")


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[])


def status(call: Callable[[], object]) -> tuple[int, str, str]:
    """HTTP status, error and Retry-After of a refused call."""
    with pytest.raises(SlackApiError) as caught:
        call()
    answer = caught.value.response
    return answer.status_code, answer.get("error", ""), answer.headers.get("Retry-After", "")


def posted(slack: Slack, room: Channel) -> list[str]:
    return [one.text for one in slack.messages(room)]


def test_lost_answers(slack: Slack, room: Channel) -> None:
    """Slack has the message, the client a dropped connection or a time-out; without the fault all is well."""

    async def post(text: str) -> None:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[], timeout=0.3)
        await client.chat_postMessage(channel=room.id, text=text)

    gone = slack.faults.drops("chat.*", times=1)
    with pytest.raises(aiohttp.ClientError):
        asyncio.run(post("none"))
    dropped = slack.faults.loses_answers("chat.*", times=1)
    with pytest.raises(aiohttp.ClientError):
        asyncio.run(post("one"))
    hangs = slack.faults.loses_answers("chat.postMessage", hangs=True)
    with pytest.raises(TimeoutError):
        asyncio.run(post("two"))
    hangs.stop()
    slow = slack.faults.slows("chat.*", 0.01, times=1)
    asyncio.run(post("three"))
    assert posted(slack, room) == ["one", "two", "three"]
    assert [one.hits for one in (gone, dropped, hangs, slow)] == [1, 1, 1, 1]


def test_nothing_done(slack: Slack, room: Channel, client: WebClient) -> None:
    """5xx, 429, a page for people and a refusal come before anything was done, unless they are to come after."""

    def post() -> object:
        return client.chat_postMessage(channel=room.id, text="x")

    slack.faults.fails("chat.postMessage", 503, times=1)
    assert status(post)[0] == 503
    slack.faults.limits("chat.postMessage", 17, times=1)
    assert status(post) == (429, "ratelimited", "17")
    slack.faults.answers_html("chat.postMessage", times=1)
    with pytest.raises(SlackApiError):
        post()
    slack.faults.refuses("chat.postMessage", "restricted_action", times=1)
    assert status(post)[1] == "restricted_action"
    assert posted(slack, room) == []
    slack.faults.fails("chat.postMessage", 502, done=True, times=1)
    assert status(post)[0] == 502
    assert posted(slack, room) == ["x"]


def test_chance(slack: Slack, room: Channel, client: WebClient) -> None:
    """By chance, from a seed: the same calls fail every time."""
    slack.faults.refuses("chat.postMessage", "internal_error", chance=0.5)

    def once() -> bool:
        try:
            client.chat_postMessage(channel=room.id, text="x")
        except SlackApiError:
            return False
        return True

    assert [once() for _ in range(8)] == [False, True, True, False, False, False, True, True]


def test_tier(slack: Slack, client: WebClient) -> None:
    """The twenty-first call of a tier 2 method in a minute has to wait, on the emulator's clock."""
    slack.rates.enforced = True
    for _ in range(20):
        client.users_list()
    slack.clock.advance(10)
    assert status(client.users_list) == (429, "ratelimited", "50")
    slack.clock.advance(50)
    client.users_list()
    assert len(slack.rates.breaches) == 1


def test_one_message_a_second(slack: Slack, room: Channel, client: WebClient) -> None:
    """One message a second into each channel; breaches are noted even while limits aren't enforced."""
    other = slack.channel("other")
    client.chat_postMessage(channel=room.id, text="x")
    client.chat_postMessage(channel=other.id, text="x")
    client.chat_postMessage(channel=room.id, text="x")
    assert [(one.method, one.channel) for one in slack.rates.breaches] == [("chat.postMessage", room.id)]
    slack.rates.enforced = True
    assert status(lambda: client.chat_postMessage(channel=room.id, text="x")) == (429, "ratelimited", "1")
    slack.clock.advance(1)
    client.chat_postMessage(channel=room.id, text="x")
    assert len(posted(slack, room)) == 3


def test_response_url(slack: Slack) -> None:
    """Five answers within half an hour, ephemeral unless said otherwise."""
    priya = slack.person("Priya Shah")
    team = slack.channel("team", [priya], bot=False)

    def fresh() -> WebhookClient:
        return WebhookClient(slack.triggers.url("commands", priya.id, slack.workspace.id, team))

    url = fresh()
    assert url.send(text="only you").status_code == 200
    assert url.send(text="everyone", response_type="in_channel").body == "ok"
    assert [one.only for one in priya.sees(team)] == [priya.id, ""]
    assert url.send(text="x", blocks=[{"type": "section"}]).status_code == 400
    assert url.send_dict({"text": "x", "colour": "red"}).status_code == 400
    assert url.send(text="five").status_code == 200
    used = url.send(text="six")
    assert (used.status_code, json.loads(used.body)["error"]) == (404, "used_url")
    late = fresh()
    slack.passes(timedelta(minutes=30, seconds=1))
    assert json.loads(late.send(text="x").body)["error"] == "expired_url"
    slack.faults.fails("response_url", times=1)
    assert fresh().send(text="x").status_code == 503


def trigger(slack: Slack, who: Person, view: str = "") -> str:
    return slack.triggers.trigger(who.id, slack.workspace.id, view)


def test_triggers(slack: Slack, client: WebClient) -> None:
    """A trigger opens one modal, within three seconds."""
    priya = slack.person("Priya Shah")
    assert status(lambda: client.views_open(trigger_id="x", view=MODAL))[1] == "invalid_trigger_id"
    name = trigger(slack, priya)
    slack.clock.advance(3)
    client.views_open(trigger_id=name, view=MODAL)
    assert status(lambda: client.views_open(trigger_id=name, view=MODAL))[1] == "exchanged_trigger_id"
    name = trigger(slack, priya)
    slack.clock.advance(3.1)
    assert status(lambda: client.views_open(trigger_id=name, view=MODAL))[1] == "expired_trigger_id"


def test_stack(slack: Slack, client: WebClient) -> None:
    """Two pushes on a root, updates with the right hash only, and closing from the top."""
    priya = slack.person("Priya Shah")
    root = client.views_open(trigger_id=trigger(slack, priya), view={**MODAL, "external_id": "one"})["view"]
    assert status(lambda: client.views_push(trigger_id=trigger(slack, priya), view=MODAL))[1] == "not_found"
    for _ in range(2):
        pushed = client.views_push(trigger_id=trigger(slack, priya, root["id"]), view=MODAL)["view"]
    assert (pushed["root_view_id"], priya.opens_form().id) == (root["id"], pushed["id"])
    deep = status(lambda: client.views_push(trigger_id=trigger(slack, priya, root["id"]), view=MODAL))
    assert deep[1] == "push_limit_reached"
    changed = client.views_update(external_id="one", hash=root["hash"], view=MODAL)["view"]
    stale = status(lambda: client.views_update(view_id=root["id"], hash=root["hash"], view=MODAL))
    assert (changed["hash"] != root["hash"], stale[1]) == (True, "hash_conflict")
    priya.closes()
    priya.closes(whole=True)
    assert priya.form is None
    assert status(lambda: client.views_update(view_id=root["id"], view=MODAL))[1] == "not_found"


def test_home(slack: Slack, client: WebClient) -> None:
    """A Home is published for one person, and not over a newer one."""
    priya = slack.person("Priya Shah")
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = client.views_publish(user_id=priya.id, view=home)["view"]
    client.views_publish(user_id=priya.id, view=home, hash=first["hash"])
    assert status(lambda: client.views_publish(user_id=priya.id, view=home, hash=first["hash"]))[1] == "hash_conflict"
    assert status(lambda: client.views_publish(user_id=priya.id, view=MODAL))[1] == "invalid_arguments"
    assert priya.home is not None
    assert priya.home.id == first["id"]
