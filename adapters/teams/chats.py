"""Where everybody is reached: kept in the register, and remembered between events."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
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
        self._unsaved: dict[str, Chat] = {}

    def heard(self, came: Came) -> None:
        """What an event says of where its sender and its place are reached.

        Teams may move a conversation to another service, so each event's word counts.
        """
        self.learn(_of(came, came.account, came.conversation if came.private else "", came.member))
        if came.place:
            self.learn(_of(came, came.place, came.place, came.team))

    def learn(self, said: Chat) -> None:
        """It counts at once, and is in the register once what is `unsaved` was `put` there."""
        known = self._known.get(said.account)
        if known is not None:
            said = replace(
                said, conversation=said.conversation or known.conversation, member=said.member or known.member
            )
        if said != known:
            self._unsaved[said.account] = said
            self._remember(said)

    @property
    def unsaved(self) -> bool:
        """Whether anything is to be `put`."""
        return bool(self._unsaved)

    def put(self, register: Register) -> list[Chat]:
        """Store what was heard. Once the register has committed, it is `kept`."""
        said = list(self._unsaved.values())
        for chat in said:
            register.chats.put(chat)
        return said

    def kept(self, chats: Sequence[Chat]) -> None:
        """They are in the register now."""
        for chat in chats:
            if self._unsaved.get(chat.account) == chat:
                del self._unsaved[chat.account]

    async def save(self) -> None:
        """Put what was heard into the register."""
        if self._unsaved:
            self.kept(await self._step(self.put))

    def _remember(self, chat: Chat) -> None:
        self._known[chat.account] = chat
        self._known.move_to_end(chat.account)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    async def at(self, account: str) -> Chat | None:
        """Where that account, or channel, is reached; None where nothing was heard of it."""
        if (known := self._known.get(account)) is not None:
            return known
        found = await self._step(lambda register: register.chats.at(Platform.TEAMS, account))
        if found is not None:
            found = replace(found, id=ChatId(NEW))
            self._remember(found)
        return found

    async def of_team(self, team: str) -> list[str]:
        """The channels of that team that were heard of."""
        await self.save()
        found = await self._step(lambda register: register.chats.of_team(Platform.TEAMS, team))
        return [chat.account for chat in found]

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
