"""A message to where it belongs. What is for one person goes to their own chat, never to the channel."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from adapters.teams import dialog, render
from adapters.teams.bot_framework import BotFramework
from adapters.teams.came import MESSAGE_PREFIX
from adapters.teams.chats import Chats
from adapters.teams.reading import Payload
from adapters.teams.refused import RejectedError
from bot.commands.forms import opens
from bot.words.address import Address
from bot.words.chat import Chat
from bot.words.message import Form, Message

log = logging.getLogger("learnt.teams")
_NOBODY: Final[Mapping[str, str]] = {}
UNKNOWN: Final = RejectedError(403, "BotNotInConversationRoster")
"""Teams has never told us of them, so there is no service to reach them by."""


class Giver:
    """Gives messages. `clock` gives UTC instants; what day it is tells which buttons open a form."""

    def __init__(self, framework: BotFramework, chats: Chats, clock: Callable[[], datetime]) -> None:
        self._framework, self._chats, self._clock = framework, chats, clock

    def card(self, message: Message, *, remembers: bool = False, named: Mapping[str, str] = _NOBODY) -> dict[str, Any]:
        """The message as an Adaptive Card. Whoever is `named` is called by their name."""
        today = self._clock().date()
        return render.card(message, opens=partial(opens, today=today), remembers=remembers, named=named)

    def in_dialog(self, message: Message) -> dict[str, Any]:
        """The message as a dialog, where what it was about was filled in."""
        return dialog.shown(message, opens=partial(opens, today=self._clock().date()))

    def drawn(self, message: Message, *, private: bool, named: Mapping[str, str] = _NOBODY) -> dict[str, Any]:
        """The message as an activity. What only one person reads can be answered in place, so it remembers."""
        return {
            "type": "message",
            "summary": render.text(message),
            "attachments": [render.attachment(self.card(message, remembers=private, named=named))],
        }

    async def give(self, to: Address, message: Message) -> str:
        """Post an answer where it belongs, and return its id. Raises one of `FAULTS`."""
        if to.only_for:
            return await self.to_person(to.workspace, to.only_for, message)
        return await self.to_place(to.conversation, to.thread, self.drawn(message, private=False))

    async def form(self, to: Address, form: Form, origin: str) -> str:
        """Post a form into somebody's chat, where their client has no dialogs."""
        chat = await self.chat_with(to.workspace, to.only_for)
        content = dialog.dialog(form, origin)["card"]["content"]
        activity = {"type": "message", "summary": form.title, "attachments": [render.attachment(content)]}
        return await self._post(chat, chat.conversation, activity)

    async def to_place(self, account: str, thread: str, activity: Payload) -> str:
        """Post into a channel or a group chat, into that thread where there is one."""
        chat = await self._chats.at(account)
        if chat is None:
            raise UNKNOWN
        conversation = f"{account}{MESSAGE_PREFIX}{thread}" if thread else account
        return await self._post(chat, conversation, activity)

    async def to_person(self, tenant: str, account: str, message: Message) -> str:
        """Post into somebody's chat with Learnt."""
        chat = await self.chat_with(tenant, account)
        return await self._post(chat, chat.conversation, self.drawn(message, private=True))

    async def chat_with(self, tenant: str, account: str) -> Chat:
        """Somebody's chat with Learnt, begun where there is none yet. Teams gives the same one again if there is."""
        chat = await self._chats.at(account) or await self._chats.beside(tenant, account)
        if chat is None:
            raise UNKNOWN
        if not chat.conversation:
            found = await self._framework.open_chat(chat.service_url, chat.member or account, chat.workspace)
            chat = replace(chat, conversation=found)
            self._chats.learn(chat)
            await self._chats.save()
        return chat

    async def change(
        self, account: str, remote: str, message: Message, *, private: bool, named: Mapping[str, str] = _NOBODY
    ) -> str:
        """Show a new state in the message that `remote` names."""
        conversation, _, activity_id = remote.rpartition(" ")
        chat = await self._chats.at(account)
        if chat is None:
            raise UNKNOWN
        activity = {**self.drawn(message, private=private, named=named), "id": activity_id}
        await self._framework.change(chat.service_url, conversation, activity_id, activity)
        return remote

    async def _post(self, chat: Chat, conversation: str, activity: Payload) -> str:
        sent = await self._framework.post(chat.service_url, conversation, activity)
        return f"{conversation} {sent}"
