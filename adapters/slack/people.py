"""Who acts, and where: Slack's users and channels as the bot's senders and places."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import reading
from adapters.slack.came import Came, Payload, part
from adapters.slack.refused import code_of
from bot.words.incoming import Incoming, Place, Sender
from bot.words.person import Platform

log = logging.getLogger("learnt.slack")
KEPT: Final = 20_000
"""Users, and channels, remembered between their events. One takes about a kilobyte."""
_COUNTS: Final = ("name", "real_name", "tz", "email", "deleted")
PATIENCE: Final = 1.5
"""Seconds: Slack wants its answer within 3."""

_NAMES: Final = ("id", "team_id", "name", "real_name", "tz")
"""What is read of a user besides their profile."""


class People:
    """Users and channels as Slack last described them, to the app of `own`. E-mails from `trusted` workspaces count."""

    def __init__(self, client: AsyncWebClient, own: str, trusted: frozenset[str]) -> None:
        self._client, self._own, self._trusted = client, own, trusted
        self._users: OrderedDict[str, Payload] = OrderedDict()
        self._channels: OrderedDict[str, Payload] = OrderedDict()

    async def incoming(self, came: Came) -> Incoming:
        """The event as the bot takes it. Whoever is mentioned or picked is made known along with it."""
        named = list(dict.fromkeys([*reading.users(came.text), *reading.picked(came.fields.values())]))
        who, place, quoted = await asyncio.gather(self.user(came.user), self._place(came), self._quoted(came))
        others = await asyncio.gather(*(self.user(user) for user in named))
        sender = self._sender(came.user, came.team, who)
        mentions = [self._sender(user, self._own, one) for user, one in zip(named, others, strict=True)]
        handles = {one.account: one.handle for one in mentions}
        if place is not None and self._is_outside(who):
            place = replace(place, outside=True)
        return Incoming(
            key=came.key,
            sender=sender,
            place=place,
            text=reading.read(came.text, handles) if came.how.value == "typed" else came.text,
            fields=reading.reads(came.fields, handles),
            how=came.how,
            visible=came.visible,
            link=came.link or None,
            quoted=quoted,
            mentions=tuple(one for one in mentions if one.handle),
            back=None if came.carried is None else came.back(self._own),
            carried=came.carried or 0,
        )

    async def sender(self, user: str, team: str = "") -> Sender:
        """A user as the bot takes them; `team` is their workspace, where the event says it."""
        return self._sender(user, team, await self.user(user))

    async def is_bot(self, user: str) -> bool:
        """Whether it is no human; False where Slack can't say now."""
        return bool((await self.user(user)).get("is_bot"))

    async def is_outside(self, user: str) -> bool:
        """Whether they are a guest, or of another organisation."""
        return self._is_outside(await self.user(user))

    async def user(self, user: str) -> Payload:
        """users.info, from memory where it is there; empty where Slack can't say now."""
        if user in self._users:
            return self._users[user]
        found = await self._ask("users_info", "user", user=user)
        if found:
            self.learn(found)
        return found

    def remembered(self, user: str) -> Payload:
        """The same without asking; empty where they were not met yet."""
        return self._users.get(user, {})

    def learn(self, user: Payload) -> bool:
        """What `user_change` or users.info says of a user. False where nothing that counts is new: a status is not."""
        known = self._users.get(user["id"])
        _keep(self._users, user["id"], _sound(user))
        return known is None or any(_at(known, name) != _at(user, name) for name in _COUNTS)

    def forget_channel(self, channel: str) -> None:
        """It was renamed, shared or made private: ask anew."""
        self._channels.pop(channel, None)

    async def _quoted(self, came: Came) -> Sender | None:
        return await self.sender(came.author) if came.author else None

    async def _place(self, came: Came) -> Place | None:
        if came.private:
            return None
        known = self._channels.get(came.channel)
        if known is None:
            known = await self._ask("conversations_info", "channel", channel=came.channel)
            if known:
                _keep(self._channels, came.channel, known)
        outside = came.outside or bool(known.get("is_ext_shared"))
        name = known.get("name") or came.channel_name or came.channel
        return Place(account=came.channel, name=name, outside=outside, workspace=self._own)

    def _sender(self, user: str, team: str, who: Payload) -> Sender:
        profile = part(who, "profile")
        home = who.get("team_id") or team or self._own
        believed = bool(who) and home in self._trusted and not self._is_guest(who)
        return Sender(
            platform=Platform.SLACK,
            account=user,
            workspace=home,
            name=profile.get("real_name") or who.get("real_name") or "",
            handle=who.get("name") or "",
            email=(profile.get("email") or None) if believed else None,
            zone=_zone(who.get("tz")),
            vague=not who,
        )

    def _is_guest(self, who: Payload) -> bool:
        return any(who.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot"))

    def _is_outside(self, who: Payload) -> bool:
        return bool(who) and (self._is_guest(who) or who.get("team_id", self._own) != self._own)

    async def _ask(self, method: str, name: str, **arguments: str) -> Payload:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await getattr(self._client, method)(**arguments)
        except (SlackClientError, TimeoutError, OSError, ClientError) as error:
            code = code_of(error)
            log.warning("Slack did not say who or where it was: %s, %s", method, code)
            return {}
        return part(answer, name)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: object) -> str | None:
    """A time zone that can be reckoned in; Slack may know one that this machine doesn't."""
    return name if isinstance(name, str) and name in _zones() else None


def _at(user: Payload, name: str) -> object:
    return part(user, "profile").get(name) or user.get(name)


def _sound(user: Payload) -> Payload:
    """Raises TypeError where it is no user: once kept, it would make all that this person does fail."""
    profile = user.get("profile") or {}
    said = [*(user.get(name) for name in _NAMES), *(profile.get(name) for name in ("real_name", "email"))]
    if not all(one is None or isinstance(one, str) for one in said):
        raise TypeError("a user's names are no words")
    return user


def _keep(kept: OrderedDict[str, Payload], key: str, value: Payload) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)
