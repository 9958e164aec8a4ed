"""Where people and channels are reached, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.words.chat import Chat
from bot.words.person import Platform
from tests.fakes.state import State, add, find, first, save


class FakeChats:
    def __init__(self, state: State) -> None:
        self._state = state

    def put(self, chat: Chat) -> Chat:
        known = self.at(chat.platform, chat.account)
        if known is None:
            return add(self._state.chats, chat)
        kept = replace(
            chat,
            id=known.id,
            conversation=chat.conversation or known.conversation,
            member=chat.member or known.member,
        )
        save(self._state.chats, kept)
        return kept

    def at(self, platform: Platform, account: str) -> Chat | None:
        return first(find(self._state.chats, platform=platform, account=account))

    def of_team(self, platform: Platform, team: str) -> Sequence[Chat]:
        return find(self._state.chats, platform=platform, member=team)

    def any_in(self, platform: Platform, workspace: str) -> Chat | None:
        found = find(self._state.chats, platform=platform, workspace=workspace)
        return found[-1] if found else None
