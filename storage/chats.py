"""Where people and channels are reached on a platform that has to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.words.chat import Chat
from bot.words.ids import ChatId
from bot.words.person import Platform
from storage import tables_of_work as t
from storage.shelf import Shelf, add, save

CHAT: Final = Shelf(Chat, t.Chat)


class SqlChats:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, chat: Chat) -> Chat:
        known = self.at(chat.platform, chat.account)
        if known is None:
            return replace(chat, id=ChatId(add(self._connection, CHAT, chat).id))
        kept = replace(
            chat,
            id=known.id,
            conversation=chat.conversation or known.conversation,
            member=chat.member or known.member,
        )
        if kept != known:
            save(self._connection, CHAT, kept)
        return kept

    def at(self, platform: Platform, account: str) -> Chat | None:
        return CHAT.by(self._connection, platform=platform, account=account)

    def of_team(self, platform: Platform, team: str) -> Sequence[Chat]:
        query = CHAT.select(t.Chat.platform == platform, t.Chat.member == team)
        return CHAT.many(self._connection, query.order_by(t.Chat.id))

    def any_in(self, platform: Platform, workspace: str) -> Chat | None:
        query = CHAT.select(t.Chat.platform == platform, t.Chat.workspace == workspace)
        found = CHAT.many(self._connection, query.order_by(t.Chat.id.desc()).limit(1))
        return next(iter(found), None)
