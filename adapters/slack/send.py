"""Slack's way out: one delivery, sent once."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, cast

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answer import FAULTS, PLAIN, drawn
from adapters.slack.came import Payload, part
from adapters.slack.pace import FINDS, POSTS, Minute, Turns
from adapters.slack.refused import MENDS, failure_of
from bot.words.message import Message
from scheduler.deliver import Recipient
from scheduler.retry import Busy, Failure, Refused

EVENT: Final = "learnt_delivery"
"""The event_type of the metadata by which a delivery is found again."""
PACE: Final = 1.0
"""Seconds between two messages to one channel. docs.slack.dev/apis/web-api/rate-limits"""
_KEPT: Final = 50_000
_LOOKED: Final = 15
"""Messages looked through for one that may have arrived: the last ones of the direct message."""


class SlackSender:
    """Posts deliveries. `describe` gives a user as users.info does, or nothing where Slack can't say now.

    `pace`, `monotonic` and what `rest` waits for are in seconds; nothing stored depends on them.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        describe: Callable[[str], Awaitable[Payload]],
        *,
        pace: float = PACE,
        monotonic: Callable[[], float] = time.monotonic,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client, self._describe, self._pace, self._monotonic = client, describe, pace, monotonic
        self._posts = Turns(POSTS, monotonic, rest)
        self._finds = Minute(FINDS, monotonic)
        self._last: OrderedDict[str, float] = OrderedDict()

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        """Post it, and return Slack's `channel:ts`. After an unclear attempt, look for it first."""
        channel = to.channel.account if to.channel else to.identity.account if to.identity else ""
        if not channel:
            return Refused("there is no Slack account to send it to")
        if (wait := (self._finds.wait() if again and to.channel is None else 0.0) or self._wait(channel)) > 0:
            return Busy(timedelta(seconds=wait))
        try:
            if to.channel is None:
                if (await self._describe(channel)).get("deleted"):  # Slack would take it, and nobody would read it
                    return Refused(MENDS["user_disabled"])
                if again and (there := await self._look(channel, key)):
                    return there
            await self._posts.turn()
            metadata = {"event_type": EVENT, "event_payload": {"key": key}}
            sent = await self._client.chat_postMessage(channel=channel, metadata=metadata, **drawn(message), **PLAIN)
        except FAULTS as error:
            return failure_of(error)
        return f"{sent['channel']}:{sent['ts']}"

    async def _look(self, user: str, key: str) -> str:
        """The message with that key, if it did arrive in the person's direct message.

        A channel is not looked through, as that takes a scope to read everybody's messages: a crash between Slack's
        acceptance and our record can post there twice.
        """
        opened = await self._client.conversations_open(users=user)
        channel: str = part(cast("Payload", opened.data), "channel")["id"]
        history = await self._client.conversations_history(channel=channel, limit=_LOOKED, include_all_metadata=True)
        messages: list[Payload] = cast("Payload", history.data)["messages"]
        for message in messages:
            if part(part(message, "metadata"), "event_payload").get("key") == key:
                return f"{channel}:{message['ts']}"
        return ""

    def _wait(self, channel: str) -> float:
        """Seconds until this channel may have its next message; none left, the place is taken."""
        now = self._monotonic()
        wait = self._last.get(channel, now - self._pace) + self._pace - now
        if wait <= 0:
            self._last[channel] = now
            self._last.move_to_end(channel)
            while len(self._last) > _KEPT:
                self._last.popitem(last=False)
        return wait
