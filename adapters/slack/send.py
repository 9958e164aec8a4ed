"""Slack's way out: one delivery, sent once."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.came import Payload
from adapters.slack.cards import Cards
from adapters.slack.files import hand_over
from adapters.slack.give import PLAIN, Giver, drawn, marked
from adapters.slack.pace import FINDS, POSTS, Minute, Turns
from adapters.slack.refused import FAULTS, MENDS, code_of, failure_of
from bot.words.address import Address
from bot.words.message import File, Message
from scheduler.deliver import Recipient
from scheduler.retry import Busy, Failure, Gone, Refused

PACE: Final = 1.0
"""Seconds between two messages to one channel. docs.slack.dev/apis/web-api/rate-limits"""
_DELETED: Final = frozenset({"message_not_found", "thread_not_found"})
_KEPT: Final = 50_000


class SlackSender:
    """Posts deliveries. `describe` gives a user as users.info does, or nothing where Slack can't say now.

    `giver` gives answers. `pace`, `monotonic` and what `rest` waits for are in seconds; nothing stored depends on them.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        describe: Callable[[str], Awaitable[Payload]],
        giver: Giver,
        *,
        pace: float = PACE,
        monotonic: Callable[[], float] = time.monotonic,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client, self._describe, self._giver = client, describe, giver
        self._pace, self._monotonic = pace, monotonic
        self._cards = Cards(monotonic)
        self._posts = Turns(POSTS, monotonic, rest)
        self._finds = Minute(FINDS, monotonic)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._last: OrderedDict[str, float] = OrderedDict()

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        """Post it, and return Slack's `channel:ts`. After an unclear attempt, look for it first."""
        try:
            if to.address is not None:
                return await self._answer(to.address, message, key, again=again)
            return await self._post(to, message, key, again=again)
        except FAULTS as error:
            return failure_of(error)

    async def hand_over(
        self, to: Recipient, message: Message, file: File, content: bytes, *, again: bool
    ) -> str | Failure:
        """Upload it into the direct message with whoever asked for it."""
        if to.address is None:
            return Refused("a file goes only to whoever asked for it")
        try:
            return await hand_over(self._client, to.address.only_for, message, file, content, again=again)
        except FAULTS as error:
            return failure_of(error)

    async def change(self, to: Recipient, message: Message, remote: str) -> str | Failure:
        """Show a card's new state; Busy where it is not its turn yet."""
        if (wait := self._cards.wait(to.workspace, remote)) > 0:
            return Busy(timedelta(seconds=wait))
        _, _, ts = remote.partition(":")
        channel = to.channel.account if to.channel else ""  # a channel that is shared may get another id
        try:
            await self._client.chat_update(channel=channel, ts=ts, **drawn(message))
        except FAULTS as error:
            return Gone() if code_of(error) in _DELETED else failure_of(error)
        return remote

    async def _post(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        channel = to.channel.account if to.channel else to.identity.account if to.identity else ""
        if not channel:
            return Refused("there is no Slack account to send it to")
        if (wait := (self._finds.wait() if again and to.channel is None else 0.0) or self._wait(channel)) > 0:
            return Busy(timedelta(seconds=wait))
        if to.channel is None:
            if (await self._describe(channel)).get("deleted"):  # Slack would take it, and nobody would read it
                return Refused(MENDS["user_disabled"])
            if again and (there := await self._giver.look(channel, key)):
                return there
        await self._posts.turn()
        sent = await self._client.chat_postMessage(channel=channel, **drawn(message), **PLAIN, **marked(key))
        return f"{sent['channel']}:{sent['ts']}"

    async def _answer(self, to: Address, message: Message, key: str, *, again: bool) -> str:
        """An answer, behind those that were given before it in the same conversation, and without their pace."""
        where = f"{to.conversation}:{to.only_for}"
        turn = self._turns.get(where)
        if turn is None:
            turn = self._turns[where] = asyncio.Lock()
        async with turn:
            return await self._giver.give(to, message, key, again=again)

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
