"""Where a platform reaches somebody, or a channel, where an account alone doesn't say it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.words.ids import ChatId
from bot.words.person import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One person's conversation with Learnt, or a channel's, as Microsoft Teams wants it addressed.

    `workspace` is the tenant that it is spoken with in, and `account` the person's or the channel's own id.
    `conversation` is empty where none with that person exists yet; `member` is by what it is begun, and for a channel
    the team that it is in. `service_url` is the address of the service by which it is spoken with.
    """

    id: ChatId
    platform: Platform
    workspace: str
    account: str
    conversation: str = ""
    member: str = ""
    service_url: str
