"""Slack's way in: each event becomes one line for the bot, over HTTP or Socket Mode alike."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import came as kinds
from adapters.slack import reading
from adapters.slack.answer import FAULTS, Answers, acknowledgement, prefilled
from adapters.slack.came import Came, Payload, part
from adapters.slack.credentials import Credentials
from adapters.slack.modal import CALLBACK, errors, modal
from adapters.slack.people import People
from adapters.slack.refused import code_of
from adapters.slack.send import SlackSender
from bot.commands.dispatch import dispatch
from bot.ports import OpenRegister
from bot.words.message import Reply, reply
from bot.words.person import Platform
from scheduler.deliver import Sender
from scheduler.outbox import Writer

log = logging.getLogger("learnt.slack")
_BOLT: Final = logging.getLogger("learnt.slack.bolt")
_BOLT.setLevel(logging.ERROR)  # it warns of every setting that it finds in the environment and is not given
_T = TypeVar("_T")
_TIMESTAMP: Final = "X-Slack-Request-Timestamp"
_SIGNATURE: Final = "X-Slack-Signature"
SOON: Final = 2.0
"""Seconds after which an event is acknowledged though its answer isn't ready: Slack waits 3."""


class SlackWay:
    """Slack, switched on. To be made inside a running event loop.

    `writer` does a step on the register, `wake` is called once something was committed;
    `monotonic` paces what goes out, in seconds.
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
    ) -> None:
        self._credentials, self._trusted = credentials, trusted
        self._open, self._clock, self._writer, self._wake = open_register, clock, writer, wake
        self._session = ClientSession(timeout=ClientTimeout(total=10))
        self._client = AsyncWebClient(
            token=credentials.bot_token, base_url=credentials.api_url, session=self._session, retry_handlers=[]
        )
        self._answers = Answers(self._client, self._session)
        self.sender: Sender = SlackSender(self._client, self._describe, monotonic=monotonic)
        self._us: AuthorizeResult | None = None
        self._people: People | None = None
        self._going_on: set[asyncio.Task[Any]] = set()
        self._verifier = SignatureVerifier(credentials.signing_secret)
        self._bolt = self._listening()
        self._sockets: AsyncSocketModeHandler | None = None

    @property
    def says(self) -> str:
        """How Slack is reached."""
        return "Slack by Socket Mode" if self._credentials.socket_mode else "Slack at POST /slack/events"

    def routes(self) -> Iterable[web.RouteDef]:
        """None with Socket Mode: what is not used is not open."""
        return () if self._credentials.socket_mode else (web.post("/slack/events", self._events),)

    async def start(self) -> None:
        """Learn who we are, and open the sockets. A Slack that is away is waited for, not fatal."""
        try:
            await self._identify()
        except FAULTS as error:
            log.error("Slack does not take the bot token: %s. `learnt check` says what to do.", code_of(error))
        if self._credentials.socket_mode:
            self._sockets = AsyncSocketModeHandler(self._bolt, self._credentials.app_token, web_client=self._client)
            try:
                await self._sockets.connect_async()
            except FAULTS as error:
                log.error("Socket Mode can't be opened: %s. `learnt check` says what to do.", code_of(error))

    async def settle(self) -> None:
        """Wait until whatever outlives its acknowledgement is done."""
        while self._going_on:
            await asyncio.wait(self._going_on)

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
        except Exception:  # signed, and yet no payload of Slack's: nothing that a retry would mend
            log.warning("a request was no payload of Slack's", exc_info=True)
            return web.Response(status=400, text="no payload")

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Checked before anything is read. docs.slack.dev/authentication/verifying-requests-from-slack"""
        timestamp, signature = headers.get(_TIMESTAMP, ""), headers.get(_SIGNATURE, "")
        if not timestamp.isdecimal() or not signature.isascii():
            return False
        try:
            return self._verifier.is_valid(body, timestamp, signature)
        except ValueError:  # the body is not UTF-8
            return False

    # Who we are

    async def _identify(self) -> AuthorizeResult:
        """auth.test, once."""
        if self._us is None:
            found = await self._client.auth_test()
            self._us = AuthorizeResult.from_auth_test_response(
                auth_test_response=found,
                bot_token=self._credentials.bot_token,
            )
            own = self._us.team_id or ""
            self._people = People(self._client, own, self._trusted or frozenset({own}))
        return self._us

    async def _only_ours(self, context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        """Another workspace gets nothing; while Slack can't say who we are, it is asked to come again."""
        try:
            us = await self._identify()
        except FAULTS as error:
            log.error("Slack does not take the bot token: %s. `learnt check` says what to do.", code_of(error))
            return BoltResponse(status=503)
        team, grid = context.team_id, context.enterprise_id
        if team in {None, us.team_id} or (grid is not None and grid == us.enterprise_id):
            return await next()
        log.warning("an event came from another workspace")
        return BoltResponse(status=200)

    async def _describe(self, user: str) -> Payload:
        return await (await self._known()).user(user)

    async def _known(self) -> People:
        await self._identify()
        if self._people is None:
            raise LookupError("nobody was identified")
        return self._people

    # Coming in

    def _listening(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:  # Bolt finds no arguments of bound methods
            return await self._identify()

        async def only_ours(context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
            return await self._only_ours(context, next)

        bolt = AsyncApp(
            name="learnt",
            logger=_BOLT,
            signing_secret=self._credentials.signing_secret,
            client=AsyncWebClient(base_url=self._credentials.api_url, session=self._session),
            authorize=authorize,
            before_authorize=only_ours,
            process_before_response=True,  # a crash before the answer makes Slack send the event again
            request_verification_enabled=False,  # done already, before anything was read
        )
        anything = re.compile(".*")
        bolt.command(anything)(self._command)
        bolt.action(anything)(self._pressed)
        bolt.view(CALLBACK)(self._submitted)
        bolt.view_closed(anything)(self._nothing)
        bolt.shortcut(anything)(self._shortcut)
        bolt.event("app_mention")(self._mentioned)
        bolt.event("message")(self._message)
        bolt.event("user_change")(self._user_changed)
        for changed in ("channel_rename", "group_rename", "channel_shared", "channel_unshared"):
            bolt.event(changed)(self._channel_changed)
        bolt.event(anything)(self._nothing)
        return bolt

    async def _nothing(self, ack: AsyncAck) -> None:
        await ack()

    async def _user_changed(self, body: Payload) -> None:
        (await self._known()).learn(body["event"]["user"])

    async def _channel_changed(self, body: Payload) -> None:
        channel: str | Payload = body["event"]["channel"]
        (await self._known()).forget_channel(channel if isinstance(channel, str) else channel["id"])

    async def _command(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.command, body)
        if came is None:
            await ack()
            return
        answering = self._start(self._reply(came))
        if not await self._soon(answering):
            self._start(self._say_once(came, answering))
            await ack()
            return
        said = list(answering.result().said)
        if (form := answering.result().form) is not None:
            instead = await self._answers.ask(came, form)
            said = [instead] if instead else []
        if not said:
            await ack()
            return
        await ack(**acknowledgement(came, said[0]))
        if said[1:]:
            self._start(self._say(came, Reply(tuple(said[1:]))))

    async def _pressed(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.press, body)
        if came is not None:
            await self._soon(self._start(self._say_once(came, self._reply(came))))
        await ack()

    async def _mentioned(self, body: Payload) -> None:
        us = await self._identify()
        came = kinds.read(lambda whole: kinds.mention(whole, us.bot_user_id or ""), body)
        if came is not None:
            await self._soon(self._start(self._say_once(came, self._reply(came))))

    async def _message(self, body: Payload) -> None:
        us = await self._identify()
        came = kinds.read(lambda whole: kinds.direct(whole, us.bot_user_id or ""), body)
        if came is not None:
            await self._soon(self._start(self._say_once(came, self._reply(came))))

    async def _shortcut(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.shortcut, body)
        if came is None:
            await ack()
            return
        answer = await self._reply(came)
        message = part(body, "message")
        if answer.form is not None and message:
            link = await self._answers.permalink(came.channel, message["ts"])
            handles = await self._handles(message.get("text", ""))
            text = reading.read(message.get("text", ""), handles)
            came, answer = replace(came, link=link), replace(answer, form=prefilled(answer.form, text))
        await self._soon(self._start(self._say(came, answer)))
        await ack()

    async def _handles(self, text: str) -> dict[str, str]:
        people = await self._known()
        return {user: (await people.user(user)).get("name") or "" for user in reading.users(text)}

    async def _submitted(self, ack: AsyncAck, body: Payload) -> None:
        came = kinds.read(kinds.submission, body)
        if came is None:
            await ack()
            return
        answering = self._start(self._reply(came))
        if not await self._soon(answering):
            self._start(self._say_once(came, answering))
            await ack()
            return
        answer = answering.result()
        if answer.form is not None:
            await ack(response_action="update", view=modal(answer.form, came.origin))
        elif (sentence := _to_mend(answer)) is not None:
            await ack(**errors(body["view"], sentence))
        else:
            await self._soon(self._start(self._say(came, answer)))
            await ack()

    # Answering

    async def _reply(self, came: Came) -> Reply:
        """What the bot answers. What goes wrong is told in the log; the user gets its reference."""
        try:
            incoming = await (await self._known()).incoming(came)
            answer = await self._writer(partial(dispatch, incoming, self._clock(), self._open))
        except Exception:  # nobody above can answer the person
            reference = secrets.token_hex(4)
            log.exception("dispatch failed, %s", reference, extra={"reference": reference})
            return reply(f"That went wrong at our end. Please quote {reference}.")
        self._wake()
        return answer

    async def _say_once(self, came: Came, answering: Awaitable[Reply]) -> None:
        await self._say(came, await answering)

    async def _say(self, came: Came, answer: Reply) -> None:
        said = list(answer.said)
        if answer.form is not None and (instead := await self._answers.ask(came, answer.form)) is not None:
            said.append(instead)
        for one in said:
            try:
                await self._answers.say(came, one)
            except FAULTS as error:
                log.error("an answer could not be given: %s", code_of(error))

    def _start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        return task

    async def _soon(self, task: asyncio.Task[Any]) -> bool:
        """Wait for it as long as Slack lets us; it goes on afterwards."""
        await asyncio.wait({task}, timeout=SOON)
        return task.done()


def _to_mend(answer: Reply) -> str | None:
    """The sentence to show in the form, so that what was filled in stays; None where there is more to it."""
    if not answer.mistaken or answer.said[0].message.buttons:
        return None
    return answer.said[0].message.title
