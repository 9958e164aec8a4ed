"""The Web API: from an HTTP request to a method, through faults, tokens, scopes and rate limits."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.slack.app import Installation, Token
from tests.slack.arguments import Refusal, arguments_of, checked
from tests.slack.faults import Fault, Faults
from tests.slack.rates import Rates
from tests.slack.triggers import Triggers
from tests.slack.views import Views
from tests.slack.workspace import State

HELD = 120.0  # real seconds for which a silent connection is kept open
HTML = "<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>"


@dataclass(slots=True)
class Call:
    """One call of a method, its arguments checked."""

    api: WebApi
    method: str
    args: dict[str, Any]
    token: Token | None
    size: int  # of the body in bytes: a small one can hold nothing that is too long

    @property
    def state(self) -> State:
        return self.api.state

    @property
    def team(self) -> str:
        assert self.token is not None
        return self.token.team

    @property
    def installation(self) -> Installation:
        return self.state.installations[self.team]

    def need(self, *scopes: str) -> None:
        """At least one of `scopes`, or `missing_scope`."""
        if not scopes:
            return
        assert self.token is not None
        if not self.token.scopes.intersection(scopes):
            provided = ",".join(sorted(self.token.scopes))
            raise Refusal("missing_scope", needed=",".join(scopes), provided=provided)


Answer = dict[str, Any]
Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Method:
    """A row of the table of methods. `bearer` is the kind of token it wants; `types` are of its arguments."""

    name: str
    handle: Handler
    types: Mapping[str, str]
    required: tuple[str, ...]
    scopes: tuple[str, ...]
    tier: int
    bearer: str


METHODS: dict[str, Method] = {}


def method(
    name: str, tier: int, types: str = "", *, required: str = "", scopes: str = "", bearer: str = "bot"
) -> Callable[[Handler], Handler]:
    """Enter a method into the table. `types` reads "channel:text limit:int"; `bearer` may be "bot", "app" or ""."""

    def enter(handle: Handler) -> Handler:
        pairs = dict(one.split(":") for one in types.split())
        METHODS[name] = Method(name, handle, pairs, tuple(required.split()), tuple(scopes.split()), tier, bearer)
        return handle

    return enter


@dataclass(slots=True)
class Answered:
    """A call as it was answered: the method, its arguments, and Slack's error ("" if it went well)."""

    method: str
    args: dict[str, Any]
    error: str


@dataclass(slots=True, eq=False)
class WebApi:
    """The Web API of one emulator."""

    state: State
    rates: Rates
    faults: Faults
    triggers: Triggers
    views: Views
    base: str = ""
    link: Callable[[], str] = str
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    events: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    calls: deque[Answered] = field(default_factory=lambda: deque(maxlen=200_000))
    counts: Counter[str] = field(default_factory=Counter[str])
    tell: Callable[[str, str, dict[str, Any]], None] = lambda *_: None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Serve `/api/<method>`."""
        name = request.match_info["method"]
        fault = self.faults.strike(name)
        if fault is not None:
            return await strike(fault, request, lambda: self._call(name, request))
        return await self._call(name, request)

    async def _call(self, name: str, request: web.Request) -> web.StreamResponse:
        headers: dict[str, str] = {}
        args: dict[str, Any] = {}
        status, error = 200, ""
        try:
            row = METHODS.get(name)
            if row is None:
                raise Refusal("unknown_method", req_method=name)
            args, typed, size = await arguments_of(request)
            token = self._token(row, request, args)
            body = {"ok": True, **self._run(row, args, (typed, size), token, headers)}
        except Refusal as refused:
            body, error = refused.json(), refused.error
            status = 429 if error == "ratelimited" else 200
        self.counts[name] += 1
        self.calls.append(Answered(name, args, error))
        return web.Response(
            body=json.dumps(body).encode(), status=status, headers=headers or None, content_type="application/json"
        )

    def _run(
        self, row: Method, args: dict[str, Any], form: tuple[bool, int], token: Token | None, headers: dict[str, str]
    ) -> Answer:
        team = token.team if token else ""
        posts = str(args.get("channel", "")) if row.name == "chat.postMessage" else ""
        place = self.state.channels.get(posts)
        wait = self.rates.wait(row.name, row.tier, team, place.with_ or place.id if place else posts)
        if wait:
            headers["Retry-After"] = str(wait)
            raise Refusal("ratelimited")
        typed, size = form
        call = Call(self, row.name, checked(args, row.types, row.required, typed), token, size)
        if token is not None:
            headers["x-oauth-scopes"] = ",".join(sorted(token.scopes))
            headers["x-accepted-oauth-scopes"] = ",".join(row.scopes)
        call.need(*row.scopes)
        return row.handle(call)

    def _token(self, row: Method, request: web.Request, args: dict[str, Any]) -> Token | None:
        if not row.bearer:
            return None
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not value:
            value = str(args.get("token", ""))
        if not value:
            raise Refusal("not_authed")
        token = self.state.tokens.get(value)
        if token is None:
            raise Refusal("invalid_auth")
        if token.dead:
            raise Refusal(token.dead)
        if token.expires and token.expires <= self.state.clock.seconds():
            raise Refusal("token_expired")
        if token.kind != row.bearer:
            raise Refusal("not_allowed_token_type")
        return token


async def strike(fault: Fault, request: web.Request, carry_out: Callable[[], Any]) -> web.StreamResponse:
    """What the client gets instead of, or after, the answer."""
    answer: web.StreamResponse | None = None
    if fault.after or fault.kind == "slow":
        answer = await carry_out()
    match fault.kind:
        case "silent":
            await asyncio.sleep(HELD)
        case "drop":
            await request.read()
            if request.transport is not None:
                request.transport.abort()
        case "slow":
            await asyncio.sleep(fault.seconds)
            assert answer is not None
            return answer
        case "status":
            return web.Response(status=fault.status, text="upstream connect error")
        case "html":
            return web.Response(status=fault.status, text=HTML, content_type="text/html")
        case "limited":
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(int(fault.seconds))})
        case "refuse":
            return web.json_response({"ok": False, "error": fault.error})
    return web.Response(status=500)
