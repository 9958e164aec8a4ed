"""A message to where it belongs. What is for one person goes to nobody else, whatever has to be fallen back to."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final, cast

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import render
from adapters.slack.came import Payload, part
from adapters.slack.refused import FAULTS, code_of
from bot.words.address import Address
from bot.words.message import Message

log = logging.getLogger("learnt.slack")
EVENT: Final = "learnt_delivery"
"""The event_type of the metadata by which a delivery is found again."""
PLAIN: Final[Mapping[str, Any]] = {"unfurl_links": False, "unfurl_media": False}
"""No address that somebody wrote is unfurled. An ephemeral message never is, and takes no such argument."""
LOOKED: Final = 200
"""Messages looked through for one that may have arrived: the last ones of the direct message, in one call.

Apps that are sold outside Slack's Marketplace get 15 of them; one that its own operator runs gets them all.
docs.slack.dev/reference/methods/conversations.history
"""
_NOT_THERE: Final = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
"""Why nothing can be shown to one person in a channel, where their direct message still works."""


def drawn(message: Message) -> dict[str, Any]:
    """A message as Slack's arguments."""
    return {"text": render.text(message), "blocks": render.blocks(message)}


def marked(key: str) -> dict[str, Any]:
    """The arguments by which a message is found again; none without a key."""
    return {"metadata": {"event_type": EVENT, "event_payload": {"key": key}}} if key else {}


class Giver:
    """Gives answers. `session` is for response URLs."""

    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self._client, self._session = client, session

    async def give(self, to: Address, message: Message, key: str = "", *, again: bool = False) -> str:
        """Through the response URL where it still works, else as a message; returns Slack's id of it, where it has one.

        After an unclear attempt (`again`) the message is looked for first, where that can be. An ephemeral one is
        nowhere to be found, and a channel takes a scope to read everybody's messages: there it can come twice.
        Raises one of `FAULTS` where Slack takes it by no way.
        """
        if to.quick and await self._by_url(to, message):
            return "response_url"
        if to.only_for and (not to.conversation or to.conversation.startswith("D")):
            return await self._directly(to.conversation or to.only_for, to, message, key, again=again)
        thread = {"thread_ts": to.thread} if to.thread else {}
        body = drawn(message)
        if not to.only_for:
            sent = await self._client.chat_postMessage(
                channel=to.conversation, **thread, **body, **PLAIN, **marked(key)
            )
            return f"{sent['channel']}:{sent['ts']}"
        try:
            sent = await self._client.chat_postEphemeral(channel=to.conversation, user=to.only_for, **thread, **body)
        except SlackApiError as error:
            if code_of(error) not in _NOT_THERE:
                raise
            log.warning("an answer goes to the person directly, as Slack said %s", code_of(error))
            return await self._directly(to.only_for, to, message, key, again=again)
        return f"{to.conversation}:{sent['message_ts']}"

    async def _directly(self, channel: str, to: Address, message: Message, key: str, *, again: bool) -> str:
        if again and (there := await self.look(to.only_for, key)):
            return there
        thread = {"thread_ts": to.thread} if to.thread and channel == to.conversation else {}
        sent = await self._client.chat_postMessage(channel=channel, **thread, **drawn(message), **PLAIN, **marked(key))
        return f"{sent['channel']}:{sent['ts']}"

    async def look(self, user: str, key: str) -> str:
        """The message with that key, if it did arrive in the person's direct message; empty if it did not."""
        opened = await self._client.conversations_open(users=user)
        channel: str = part(cast("Payload", opened.data), "channel")["id"]
        history = await self._client.conversations_history(channel=channel, limit=LOOKED, include_all_metadata=True)
        messages: list[Payload] = cast("Payload", history.data)["messages"]
        for message in messages:
            if part(part(message, "metadata"), "event_payload").get("key") == key:
                return f"{channel}:{message['ts']}"
        return ""

    async def _by_url(self, to: Address, message: Message) -> bool:
        body: dict[str, Any] = {
            **drawn(message),
            **PLAIN,
            "response_type": "ephemeral" if to.only_for else "in_channel",
            "replace_original": False,
        }
        if to.thread:
            body["thread_ts"] = to.thread
        hook = AsyncWebhookClient(to.quick, session=self._session, retry_handlers=[])
        try:
            answer = await hook.send_dict(body)
        except FAULTS as error:
            log.warning("a response URL failed: %s", code_of(error))
            return False
        if answer.status_code != 200:
            log.info("a response URL is used up: %s", answer.status_code)
        return answer.status_code == 200
