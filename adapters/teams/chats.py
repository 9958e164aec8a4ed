"""Where everybody is reached: kept in the register, and remembered between events."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from adapters.teams.came import Came
from bot.ports import OpenRegister, Register
from bot.words.chat import Chat
from bot.words.ids import NEW, ChatId
from bot.words.person import Platform
from scheduler.outbox import Writer

T = TypeVar("T")
KEPT: Final = 50_000
"""Chats remembered; one takes about half a kilobyte."""


class Chats:
    """`writer` does a step on the register."""

    def __init__(self, open_register: OpenRegister, writer: Writer) -> None:
        self._open, self._writer = open_register, writer
        self._known: OrderedDict[str, Chat] = OrderedDict()

    def news(self, came: Came) -> list[Chat]:
        """What an event says of where its sender and its place are reached, less what is known already.

        Teams may move a conversation to another service, so each event's word counts.
        """
        said = [_of(came, came.account, came.conversation if came.private else "", came.member)]
        if came.place:
            said.append(_of(came, came.place, came.place, came.team))
        return [chat for chat in said if self._is_new(chat)]

    def keep(self, chats: Sequence[Chat]) -> None:
        """They are in the register now."""
        for chat in chats:
            self._known[chat.account] = chat
            self._known.move_to_end(chat.account)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    async def store(self, chats: Sequence[Chat]) -> None:
        """Put them into the register."""
        if chats:
            self.keep(await self._step(lambda register: [register.chats.put(chat) for chat in chats]))

    async def at(self, account: str) -> Chat | None:
        """Where that account, or channel, is reached; None where nothing was heard of it."""
        if (known := self._known.get(account)) is not None:
            return known
        found = await self._step(lambda register: register.chats.at(Platform.TEAMS, account))
        if found is not None:
            self.keep([found])
        return found

    async def beside(self, tenant: str, account: str) -> Chat | None:
        """How somebody is reached who never wrote: as others of their tenant are."""
        found = await self._step(lambda register: register.chats.any_in(Platform.TEAMS, tenant))
        if found is None:
            return None
        return Chat(
            id=ChatId(NEW),
            platform=Platform.TEAMS,
            workspace=tenant,
            account=account,
            member=account,
            service_url=found.service_url,
        )

    def _is_new(self, said: Chat) -> bool:
        known = self._known.get(said.account)
        if known is None or said.service_url != known.service_url:
            return True
        return any(
            one and one != had for one, had in ((said.conversation, known.conversation), (said.member, known.member))
        )

    async def _step(self, work: Callable[[Register], T]) -> T:
        def step() -> T:
            with self._open() as register:
                done = work(register)
                register.commit()
                return done

        return await self._writer(step)


def _of(came: Came, account: str, conversation: str, member: str) -> Chat:
    return Chat(
        id=ChatId(NEW),
        platform=Platform.TEAMS,
        workspace=came.tenant,
        account=account,
        conversation=conversation,
        member=member,
        service_url=came.service,
    )
