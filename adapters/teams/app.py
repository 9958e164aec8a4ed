"""Teams' way in: each activity becomes one line for the bot."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final, cast

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from adapters.teams.bot_framework import CHANNEL, BotFramework
from adapters.teams.came import Came
from adapters.teams.chats import Chats
from adapters.teams.credentials import Credentials
from adapters.teams.files import Files
from adapters.teams.give import Giver
from adapters.teams.listeners import Listeners
from adapters.teams.local import is_local
from adapters.teams.people import People
from adapters.teams.reading import Payload, part
from adapters.teams.send import TeamsSender
from adapters.teams.tokens import NoTokenError
from bot.commands.dispatch import dispatch
from bot.commands.edited import edited
from bot.commands.happenings import happened
from bot.commands.replies import BEHIND
from bot.conversations.greeting import greeting
from bot.ports import OpenRegister
from bot.words.happening import Happening
from bot.words.incoming import Incoming
from bot.words.message import Message, Reply
from bot.words.person import Platform
from scheduler.deliver import Sender
from scheduler.outbox import Writer

log = logging.getLogger("learnt.teams")
_HALF: Final = b"\\ud"
LATE: Final = 2.5
"""Seconds after which an answer is not left to an invoke's response any more: that may be gone before it is there."""


class TeamsWay:
    """Teams, switched on. To be made inside a running event loop.

    `writer` does a step on the register, `wake` is called once something was committed; `monotonic` paces what goes
    out and knows what is late, in seconds, and `rest` waits for so many.
    """

    platform: Platform = Platform.TEAMS

    def __init__(
        self,
        credentials: Credentials,
        trusted: frozenset[str],
        open_register: OpenRegister,
        clock: Callable[[], datetime],
        writer: Writer,
        wake: Callable[[], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        paced: bool = True,
    ) -> None:
        self._credentials, self._monotonic = credentials, monotonic
        self._open, self._clock, self._writer, self._wake = open_register, clock, writer, wake
        # A conversation's messages go one after the other, so what is sent at once is sent to many.
        self._session = ClientSession(timeout=ClientTimeout(total=15), connector=TCPConnector(limit=64))
        self._framework = BotFramework(credentials, self._session, monotonic)
        self._chats = Chats(open_register, writer)
        giver = Giver(self._framework, self._chats, clock)
        files = Files(self._framework, giver, self._session)
        own = frozenset({credentials.tenant}) if credentials.tenant else frozenset[str]()
        people = People(self._framework, trusted or own, monotonic)
        self.listeners = Listeners(
            people, self._chats, giver, files, self._dispatch, self._happen, self._greet, self._edited
        )
        self.sender: Sender = TeamsSender(giver, files, monotonic, rest, paced=paced)

    @property
    def says(self) -> str:
        """How Teams is reached, and by whom."""
        if not self._credentials.app_id:
            return "Teams at POST /api/messages, from this machine alone and unauthenticated"
        tenants = len(self._credentials.tenants)
        said = f", {tenants} tenant{'' if tenants == 1 else 's'}" if tenants else ""
        return f"Teams at POST /api/messages{said}"

    def routes(self) -> Iterable[web.RouteDef]:
        """The one that Teams knows."""
        return (web.post("/api/messages", self._messages),)

    async def start(self) -> None:
        """Get the token that answers need. A Microsoft that is away is waited for, not fatal."""
        try:
            await self._framework.tokens.current()
        except NoTokenError as error:
            log.error("Microsoft gives no token: %s. `learnt check` says what to do.", error.code)

    async def settle(self) -> None:
        """Wait until whatever outlives its answer is done."""
        await self.listeners.settle()

    async def stop(self) -> None:
        """Finish what was begun, and close."""
        await self.settle()
        await self._session.close()

    async def _messages(self, request: web.Request) -> web.Response:
        if not self._credentials.app_id and not is_local(request.headers):
            return web.Response(status=403, text="this playground is for its own machine alone")
        whole = await request.read()
        try:
            body = _read(whole)
            if body is None:
                return web.Response(status=400, text="that is no activity")
            return await self._framework.take(request.headers.get("Authorization"), body, self._turn)
        except (LookupError, TypeError, AttributeError, ValueError):
            log.warning("an activity lacks what Teams' have", exc_info=True)
            return web.Response(status=400, text="that is no activity of Teams'")
        except Exception:
            log.exception("an activity could not be taken")
            return web.Response(status=503)

    async def _turn(self, activity: Payload) -> Payload | None:
        if self._credentials.app_id and activity.get("channelId") != CHANNEL:
            return None
        if not self._is_allowed(activity):
            return None
        return await self.listeners.turn(activity)

    def _is_allowed(self, activity: Payload) -> bool:
        """Whether that tenant's people are spoken with: `LEARNT_TEAMS_TENANTS`."""
        tenants = self._credentials.tenants
        if not tenants:
            return True
        said = part(activity, "conversation").get("tenantId") or part(part(activity, "channelData"), "tenant").get("id")
        return said in tenants

    async def _dispatch(self, incoming: Incoming) -> Reply:
        """One hop to the writer's thread carries the whole transaction; what it committed may be due at once."""
        incoming = self._sealed(incoming)
        now, asked = self._clock(), self._monotonic()

        def work() -> Reply:
            if self._chats.unsaved:
                with self._open() as register:
                    said = self._chats.put(register)
                    register.commit()
                self._chats.kept(said)
            late = self._monotonic() - asked > LATE
            return dispatch(replace(incoming, carried=0) if late else incoming, now, self._open)

        answer = await self._writer(work)
        self._wake()
        if answer.following and incoming.carried:
            asyncio.get_running_loop().call_later(BEHIND.total_seconds(), self._wake)
        return answer

    def _sealed(self, incoming: Incoming) -> Incoming:
        """The event with a key that doesn't say whose chat it came from, as an anonymous lesson is seen by it too."""
        us = self._credentials
        sealed = hmac.new((us.password or us.app_id).encode(), incoming.key.encode(), "sha256").hexdigest()
        return replace(incoming, key=f"teams:{sealed[:32]}")

    async def _happen(self, happening: Happening) -> None:
        await self._writer(partial(happened, happening, self._clock(), self._open))
        self._wake()

    async def _edited(self, incoming: Incoming, deleted: bool) -> Message | None:
        incoming = self._sealed(incoming)
        return await self._writer(partial(edited, incoming.key, incoming.sender, self._open, deleted=deleted))

    async def _greet(self, came: Came) -> Message | None:
        """The greeting, where it was not given there yet."""

        def work() -> bool:
            with self._open() as register:
                first = register.seen.once(f"teams:greeted:{came.conversation}", self._clock())
                register.commit()
                return first

        await self._chats.save()
        return greeting(private=came.private) if await self._writer(work) else None


def _read(body: bytes) -> Payload | None:
    """The request's body, if it is an activity of some kind."""
    try:
        found: object = json.loads(body)
        if _HALF in body.lower():  # half a letter, perhaps, which nothing can store
            whole = json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")
            found = json.loads(whole.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    activity = cast("dict[str, Any]", found)
    wanted = (activity.get("type"), activity.get("serviceUrl"), part(activity, "conversation").get("id"))
    return activity if all(isinstance(one, str) and one for one in wanted) else None
