"""Teams' way out: one delivery, sent once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from weakref import WeakValueDictionary

from adapters.teams.files import Files
from adapters.teams.give import Giver
from adapters.teams.pace import Pace
from adapters.teams.refused import FAULTS, failure_of, is_gone
from bot.words.address import Address
from bot.words.message import File, Message
from bot.words.programme import Channel
from scheduler.deliver import Recipient
from scheduler.retry import Busy, Failure, Gone, Refused


class TeamsSender:
    """Posts deliveries. `paced` is False where a local stand-in takes them as they come.

    A message has no key by which it could be looked for, and to read a conversation takes a permission to read all of
    it: so one that timed out after Teams had taken it comes twice. docs/teams.md says so.
    """

    def __init__(
        self,
        giver: Giver,
        files: Files,
        monotonic: Callable[[], float],
        rest: Callable[[float], Awaitable[None]],
        *,
        paced: bool = True,
    ) -> None:
        self._giver, self._files, self._paced = giver, files, paced
        self._pace = Pace(monotonic, rest)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:  # noqa: ARG002
        """Post it, and return Teams' conversation and id of it."""
        try:
            if to.address is not None:
                return await self._answer(to.address, message)
            if to.channel is not None:
                return await self._post(to.channel, message, to.named)
            if to.identity is None:
                return Refused("there is no Teams account to send it to")
            return await self._prompt(to.identity.workspace, to.identity.account, message)
        except FAULTS as error:
            return failure_of(error)

    async def hand_over(
        self,
        to: Recipient,
        message: Message,
        file: File,
        content: bytes,
        *,
        again: bool,  # noqa: ARG002
    ) -> str | Failure:
        """Offer it in the chat with whoever asked for it: Teams uploads it once they have agreed."""
        if to.address is None:
            return Refused("a file goes only to whoever asked for it")
        try:
            return await self._files.offer(to.address.workspace, to.address.only_for, message, file, content)
        except FAULTS as error:
            return failure_of(error)

    async def change(self, to: Recipient, message: Message, remote: str) -> str | Failure:
        """Show a card's new state; Busy where it is not its turn yet."""
        account = to.channel.account if to.channel else ""
        if (wait := self._wait(account, card=True)) > 0:
            return Busy(timedelta(seconds=wait))
        try:
            await self._turn(to.workspace)
            return await self._giver.change(account, remote, message, private=False, named=to.named)
        except FAULTS as error:
            return Gone() if is_gone(error) else failure_of(error)

    async def _post(self, channel: Channel, message: Message, named: Mapping[str, str]) -> str | Failure:
        if (wait := self._wait(channel.account)) > 0:
            return Busy(timedelta(seconds=wait))
        await self._turn(channel.workspace)
        return await self._giver.to_place(channel.account, "", self._giver.drawn(message, private=False, named=named))

    async def _prompt(self, tenant: str, account: str, message: Message) -> str | Failure:
        if (wait := self._wait(account)) > 0:
            return Busy(timedelta(seconds=wait))
        await self._turn(tenant)
        return await self._giver.to_person(tenant, account, message)

    async def _answer(self, to: Address, message: Message) -> str:
        """An answer, behind those that were given before it in the same conversation."""
        where = f"{to.conversation}:{to.only_for}"
        turn = self._turns.get(where)
        if turn is None:
            turn = self._turns[where] = asyncio.Lock()
        async with turn:
            return await self._giver.give(to, message)

    def _wait(self, conversation: str, *, card: bool = False) -> float:
        return self._pace.wait(conversation, card=card) if self._paced else 0.0

    async def _turn(self, tenant: str) -> None:
        if self._paced:
            await self._pace.turn(tenant)
