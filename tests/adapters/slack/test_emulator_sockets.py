"""Socket Mode, with Bolt's own handler."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.small_app import talk
from tests.slack import Slack
from tests.slack.loop import Loop


@pytest.fixture
def heard(slack: Slack) -> Iterator[list[str]]:
    """Bolt is connected; the value is what events it has heard."""
    found: list[str] = []
    slack.app.socket_mode = True
    loop = Loop("bolt")
    handler = loop.run(connect(slack, found))
    slack.connected()
    yield found
    loop.run(handler.close_async())
    loop.close()


async def connect(slack: Slack, heard: list[str]) -> AsyncSocketModeHandler:
    quiet = logging.getLogger("quiet")
    quiet.setLevel(logging.CRITICAL)
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.url)
    app = talk(AsyncApp(client=client, logger=quiet, process_before_response=True), heard)
    handler = AsyncSocketModeHandler(app, slack.app.app_token)
    await handler.connect_async()
    return handler


@pytest.mark.usefixtures("heard")
def test_same_as_http(slack: Slack) -> None:
    """Commands, buttons and forms work over the socket as they do over HTTP."""
    priya = slack.person("Priya Shah")
    assert priya.types("/lesson keep x").shows.startswith("Stored *keep x*")
    priya.presses("Done")
    assert priya.reads() == ["A-7 done"]
    priya.types("/lesson form")
    priya.fills({"What happened": "wrong"})
    priya.submits()
    assert priya.opens_form().errors == {"what": "Say what happened"}
    priya.fills({"What happened": "right"})
    priya.submits()
    assert priya.reads() == ["A-7 done", "None: right"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_renewed(slack: Slack, heard: list[str], reason: str) -> None:
    """Asked to renew its socket, the app opens another, and nothing is lost (an event may come twice)."""
    priya = slack.person("Priya Shah")
    before = slack.sockets.connections
    slack.disconnects(reason)  # type: ignore[arg-type]  # both are reasons
    slack.connected(after=before)
    priya.says_directly("hello")
    assert set(heard) == {"hello"}


def test_broken(slack: Slack, heard: list[str]) -> None:
    """What was sent into a socket that breaks comes again on the next one, marked as a retry."""
    slack.strictness.forgiving = True
    priya = slack.person("Priya Shah")

    async def say() -> None:
        told = asyncio.ensure_future(slack.typed(priya.id, "/lesson x"))
        await asyncio.sleep(0)
        await slack.sockets.drop()
        ack, shows = await told
        assert ack.ok
        assert shows.startswith("Stored")

    slack.run(say())
    assert slack.sockets.connections >= 2
    assert heard == []


async def raw(slack: Slack) -> list[dict[str, object]]:
    """Two sockets by hand: hello, an envelope on the first, which closes without a word, and again on the second."""
    found: list[dict[str, object]] = []
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.app.app_token}"}
        for last in (False, True):
            async with session.post(f"{slack.url}apps.connections.open", headers=headers) as answer:
                url = (await answer.json())["url"]
            async with session.ws_connect(url) as socket:
                found.append(await socket.receive_json())
                if not last:
                    told = asyncio.ensure_future(asyncio.to_thread(slack.person("Ann").says_directly, "hi"))
                envelope = await socket.receive_json()
                found.append(envelope)
                if last:
                    await socket.send_json({"envelope_id": envelope["envelope_id"]})
                    outcome = await told
                    assert outcome.ack.ok
            async with session.get(url.replace("ws:", "http:")) as used:
                assert used.status == 408
    return found


def test_unacknowledged_comes_again(slack: Slack) -> None:
    """An event that a socket took and never acknowledged is sent on the next, with a count of attempts."""
    slack.app.socket_mode = True
    hello, first, _, second = asyncio.run(raw(slack))
    assert hello["type"] == "hello"
    assert (first["envelope_id"], first["payload"]) == (second["envelope_id"], second["payload"])
    assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")


def test_links_need_socket_mode(slack: Slack) -> None:
    """Without Socket Mode there is no link to be had."""
    client = WebClient(base_url=slack.url)
    with pytest.raises(SlackApiError):
        client.apps_connections_open(app_token=slack.app.app_token)
