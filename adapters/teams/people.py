"""Who is who: an account of Teams becomes a sender of the bot's, with what may be believed of it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar
from zoneinfo import available_timezones

from adapters.teams import reading
from adapters.teams.bot_framework import BotFramework
from adapters.teams.came import Came
from adapters.teams.reading import Payload
from adapters.teams.refused import FAULTS, code_of
from bot.words.action import How
from bot.words.incoming import Incoming, Place, Sender
from bot.words.person import Platform

log = logging.getLogger("learnt.teams")
T = TypeVar("T")
KEPT: Final = 50_000
"""People remembered between their events; one takes about a kilobyte."""
ROOMS: Final = 5_000
DAY: Final = 86_400.0
"""Seconds after which somebody is asked for again: their name or address may be another one."""
HOUR: Final = 3_600.0
"""The same for who is in a channel."""
PATIENCE: Final = 1.5
"""Seconds that an event waits for it: an invoke is to be answered within 5."""
PAGES: Final = 40
"""Pages of a roster that are read, of 500 people each."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What Teams said of somebody, and until when that counts (seconds)."""

    said: Payload
    until: float


class People:
    """People as Teams describes them. E-mails from `trusted` tenants count. `monotonic` is in seconds."""

    def __init__(self, framework: BotFramework, trusted: frozenset[str], monotonic: Callable[[], float]) -> None:
        self._framework, self._trusted, self._monotonic = framework, trusted, monotonic
        self._people: OrderedDict[tuple[str, str], _Known] = OrderedDict()
        self._outside: OrderedDict[str, tuple[bool, float]] = OrderedDict()
        self._looking: dict[str, asyncio.Task[bool]] = {}

    async def incoming(self, came: Came) -> Incoming:
        """The event as the bot takes it. Whoever is mentioned or picked is made known along with it."""
        named = [one.account for one in came.mentions]
        picked = reading.picked(came.fields)
        theirs = asyncio.gather(*(self._described(came, account) for account in (*named, *picked)))
        who, place, quoted, others = await asyncio.gather(
            self._described(came, came.account, came.member), self._place(came), self._quoted(came), theirs
        )
        sender = self._sender(came, who)
        mentions = [self._other(came, account, one) for account, one in zip((*named, *picked), others, strict=True)]
        handles = {account: one.handle for account, one in zip((*named, *picked), mentions, strict=True)}
        typed = came.how is How.TYPED
        text = reading.read(came.text, [(one, handles[one.account]) for one in came.mentions]) if typed else came.text
        return Incoming(
            key=came.key,
            sender=sender,
            place=place,
            text=text,
            fields=reading.reads(came.fields, handles),
            how=came.how,
            visible=came.visible,
            link=came.link or None,
            quoted=quoted,
            mentions=tuple(one for one in mentions if one.handle),
            back=came.back,
            carried=came.carried,
            apart=not came.private,
        )

    async def of(self, came: Came, member: Payload) -> tuple[Sender, bool]:
        """Somebody whom an event of the conversation names, and whether they are of another organisation, or a guest.

        `member` has their `id`, and their `aadObjectId` where Teams says it.
        """
        account = member.get("aadObjectId") or member["id"]
        said = await self._described(came, account) or member
        return self._other(came, account, said), _is_outside(came.tenant, said)

    def forget(self, tenant: str, conversations: Iterable[str], account: str) -> None:
        """Somebody came or went: ask anew who reads there."""
        for conversation in conversations:
            self._outside.pop(conversation, None)
        self._people.pop((tenant, account), None)

    async def _quoted(self, came: Came) -> Sender | None:
        if not came.author:
            return None
        return self._other(came, came.author, await self._described(came, came.author))

    async def _place(self, came: Came) -> Place | None:
        if came.private:
            return None
        outside = await self._is_read_outside(came)
        return Place(account=came.place, name=came.place_name or "this chat", outside=outside, workspace=came.tenant)

    def _sender(self, came: Came, who: Payload) -> Sender:
        home = who.get("tenantId") or came.tenant
        return Sender(
            platform=Platform.TEAMS,
            account=came.account,
            workspace=home,
            name=_name(who) or came.name,
            handle=_handle(who, came.name),
            email=self._email(home, who),
            zone=came.zone if came.zone in _zones() else None,
            vague=False,
        )

    def _other(self, came: Came, account: str, who: Payload) -> Sender:
        home = who.get("tenantId") or came.tenant
        return Sender(
            platform=Platform.TEAMS,
            account=who.get("aadObjectId") or who.get("objectId") or account,
            workspace=home,
            name=_name(who),
            handle=_handle(who, ""),
            email=self._email(home, who),
        )

    def _email(self, home: str, who: Payload) -> str | None:
        """Their address, where their tenant's word for it is believed; a guest's is another tenant's to say."""
        if not who or home not in self._trusted or _is_guest(who):
            return None
        return who.get("email") or who.get("userPrincipalName") or None

    async def _described(self, came: Came, account: str, member: str = "") -> Payload:
        """What Teams says of somebody in this conversation; empty where it can't say now, or does not know them.

        They are asked for as the `member` that Teams calls them, where that is known: it is the surer way.
        """
        known = self._people.get((came.tenant, account))
        if known is not None and known.until > self._monotonic():
            return known.said
        if not (where := came.place or came.conversation):
            return known.said if known else {}
        asked = self._framework.member(came.service, where, member or account)
        said = await _patiently(asked, "who somebody is")
        if said is None:
            return known.said if known else {}
        self._learn(came.tenant, said, account)
        return said

    def _learn(self, tenant: str, said: Payload, *accounts: str) -> None:
        known = _Known(said, self._monotonic() + DAY)
        for account in {*accounts, said.get("id"), said.get("aadObjectId") or said.get("objectId")}:
            if isinstance(account, str):
                self._people[tenant, account] = known
                self._people.move_to_end((tenant, account))
        while len(self._people) > KEPT:
            self._people.popitem(last=False)

    async def _is_read_outside(self, came: Came) -> bool:
        """Whether a guest, or somebody of another organisation, is in that channel or chat."""
        outside, until = self._outside.get(came.place, (False, float("-inf")))
        if until > self._monotonic():
            return outside
        looking = self._looking.get(came.place)
        if looking is None:
            looking = self._looking[came.place] = asyncio.create_task(self._look(came))
            looking.add_done_callback(lambda _: self._looking.pop(came.place, None))
        done, _ = await asyncio.wait({looking}, timeout=PATIENCE)
        return looking.result() if done else outside

    async def _look(self, came: Came) -> bool:
        outside, after = False, ""
        for _ in range(PAGES):
            try:
                page, after = await self._framework.members(came.service, came.place, after)
            except FAULTS as error:
                log.warning("Teams did not say who is in a conversation: %s", code_of(error))
                return self._outside.get(came.place, (False, 0.0))[0]
            for one in page:
                self._learn(came.tenant, one)
                outside = outside or _is_outside(came.tenant, one)
            if not after:
                break
        self._outside[came.place] = outside, self._monotonic() + HOUR
        while len(self._outside) > ROOMS:
            self._outside.popitem(last=False)
        return outside


async def _patiently(work: Coroutine[Any, Any, T], what: str) -> T | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await work
    except FAULTS as error:
        log.warning("Teams did not say %s: %s", what, code_of(error))
    except TimeoutError:
        log.warning("Teams did not say %s in time", what)
    return None


def _is_outside(tenant: str, who: Payload) -> bool:
    return _is_guest(who) or (who.get("tenantId") or tenant) != tenant


def _is_guest(who: Mapping[str, Any]) -> bool:
    """Guests' principal names hold #EXT#. learn.microsoft.com/entra/external-id/user-properties"""
    return who.get("userRole") in {"guest", "anonymous"} or "#EXT#" in (who.get("userPrincipalName") or "").upper()


def _name(who: Payload) -> str:
    given = " ".join(part for part in (who.get("givenName") or "", who.get("surname") or "") if part)
    return who.get("name") or given


def _handle(who: Payload, name: str) -> str:
    """What they are called in one word: Teams has no handles, so what stands before the @ of their address."""
    principal = "" if _is_guest(who) else who.get("userPrincipalName") or ""
    word = (principal or who.get("email") or "").partition("@")[0] or "".join((_name(who) or name).split())
    return re.sub(r"[^\w.\-]", "", word).casefold()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
