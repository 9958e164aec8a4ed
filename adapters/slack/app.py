"""Slack's way in: each event becomes one line for the bot, over HTTP or Socket Mode alike."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.came import Payload
from adapters.slack.credentials import Credentials
from adapters.slack.front import Front, Next
from adapters.slack.install import Install
from adapters.slack.refused import FAULTS, code_of
from adapters.slack.several import Several
from adapters.slack.workspace import Surroundings, Workspace
from adapters.slack.workspaces import Alone, Spread, Workspaces
from bot.commands.dispatch import dispatch
from bot.commands.happenings import happened
from bot.commands.replies import BEHIND
from bot.ports import OpenRegister
from bot.words.happening import Happening
from bot.words.incoming import Incoming
from bot.words.message import Reply
from bot.words.person import Platform
from scheduler.deliver import Sender
from scheduler.outbox import Writer

log = logging.getLogger("learnt.slack")
_BOLT: Final = logging.getLogger("learnt.slack.bolt")
_BOLT.setLevel(logging.ERROR)  # it warns of every setting that it finds in the environment and is not given
logging.getLogger("slack_sdk").setLevel(logging.INFO)  # its debug log holds tokens
LATE: Final = 1.0
"""Seconds after which an answer is not left to the acknowledgement any more: that may be gone before it is there."""
_TIMESTAMP: Final = "X-Slack-Request-Timestamp"
_SIGNATURE: Final = "X-Slack-Signature"


class SlackWay:
    """Slack, switched on. To be made inside a running event loop.

    `writer` does a step on the register, `wake` is called once something was committed;
    `monotonic` paces what goes out and knows what is late, in seconds, and `rest` waits for so many.
    """

    platform: Platform = Platform.SLACK

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
    ) -> None:
        self._credentials, self._monotonic = credentials, monotonic
        self._open, self._clock, self._writer, self._wake = open_register, clock, writer, wake
        self._session = ClientSession(timeout=ClientTimeout(total=10))
        around = Surroundings(
            api_url=credentials.api_url,
            session=self._session,
            dispatch=self._dispatch,
            happen=self._happen,
            monotonic=monotonic,
            rest=rest,
        )
        self._install: Install | None = None
        if (oauth := credentials.oauth) is not None:
            several = Several(oauth, trusted, around, open_register, clock, writer)
            self._install = Install(oauth, credentials.api_url, self._session, clock, self._first, several.put)
            self._workspaces: Workspaces = several
        else:
            self._workspaces = Alone(Workspace(credentials.bot_token, trusted or None, around))
        self.sender: Sender = Spread(self._workspaces)
        secret = credentials.signing_secret
        self._verifier = SignatureVerifier(secret) if secret else None  # no request comes by Socket Mode
        self._bolt = self._listening()
        self._sockets: AsyncSocketModeHandler | None = None

    @property
    def says(self) -> str:
        """How Slack is reached, and from where."""
        how = "Slack by Socket Mode" if self._credentials.socket_mode else "Slack at POST /slack/events"
        return ", ".join(filter(None, (how, self._workspaces.says)))

    def routes(self) -> Iterable[web.RouteDef]:
        """What is not used is not open."""
        events = () if self._credentials.socket_mode else (web.post("/slack/events", self._events),)
        return (*events, *(self._install.routes() if self._install else ()))

    async def start(self) -> None:
        """Learn who we are, and open the sockets. A Slack that is away is waited for, not fatal."""
        await self._workspaces.start()
        if self._credentials.socket_mode:
            self._sockets = AsyncSocketModeHandler(self._bolt, self._credentials.app_token)
            try:
                await self._sockets.connect_async()
            except FAULTS as error:
                log.error("Socket Mode can't be opened: %s. `learnt check` says what to do.", code_of(error))

    async def settle(self) -> None:
        """Wait until whatever outlives its acknowledgement is done."""
        for workspace in self._workspaces.opened():
            await workspace.listeners.settle()

    async def stop(self) -> None:
        """Finish what was begun, and close."""
        if self._sockets is not None:
            await self._sockets.close_async()
        await self.settle()
        await self._session.close()

    async def _events(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_signed(body, request.headers):
            return web.Response(status=401, text="not signed by Slack")
        try:
            return await to_aiohttp_response(await self._bolt.async_dispatch(await to_bolt_request(request)))
        except Exception as error:  # before Bolt knows what it is; after that it is `_failed`'s
            return web.Response(status=_failed(error).status)

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Checked before anything is read. docs.slack.dev/authentication/verifying-requests-from-slack"""
        timestamp, signature = headers.get(_TIMESTAMP, ""), headers.get(_SIGNATURE, "")
        if self._verifier is None or not timestamp.isdecimal() or not signature.isascii():
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except (ValueError, OverflowError):  # the body is not UTF-8, or the time is beyond all reckoning
            return False

    def _listening(self) -> AsyncApp:
        front = Front(self._workspaces)

        async def authorize(context: AsyncBoltContext) -> AuthorizeResult:  # Bolt finds no arguments of bound methods
            return await front.authorize(context)

        async def only_ours(body: Payload, context: AsyncBoltContext, next: Next) -> BoltResponse:
            return await front.only_ours(body, context, next)

        bolt = AsyncApp(
            name="learnt",
            logger=_BOLT,
            client=AsyncWebClient(base_url=self._credentials.api_url, session=self._session),
            authorize=authorize,
            before_authorize=only_ours,
            process_before_response=True,  # a crash before the answer makes Slack send the event again
            request_verification_enabled=False,  # done already, before anything was read
        )

        async def failed(error: Exception) -> BoltResponse:
            return _failed(error)

        bolt.error(failed)
        front.listen(bolt)
        return bolt

    async def _dispatch(self, incoming: Incoming) -> Reply:
        """One hop to the writer's thread carries the whole transaction; what it committed may be due at once."""
        now, asked = self._clock(), self._monotonic()

        def work() -> Reply:
            late = self._monotonic() - asked > LATE
            return dispatch(replace(incoming, carried=0) if late else incoming, now, self._open)

        answer = await self._writer(work)
        self._wake()
        if answer.following and incoming.carried:
            asyncio.get_running_loop().call_later(BEHIND.total_seconds(), self._wake)
        return answer

    async def _first(self, key: str) -> bool:
        def work() -> bool:
            with self._open() as register:
                first = register.seen.once(key, self._clock())
                register.commit()
                return first

        return await self._writer(work)

    async def _happen(self, happening: Happening) -> None:
        await self._writer(partial(happened, happening, self._clock(), self._open))
        self._wake()


def _failed(error: Exception) -> BoltResponse:
    """Signed, and yet no payload of Slack's: nothing that a retry would mend. After anything else, one is welcome."""
    if isinstance(error, (LookupError, TypeError, AttributeError, ValueError)):
        log.warning("a request was no payload of Slack's", exc_info=error)
        return BoltResponse(status=400)
    log.error("an event could not be taken", exc_info=error)
    return BoltResponse(status=503)
