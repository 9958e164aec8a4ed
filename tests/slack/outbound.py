"""What Slack sends to the app: signed HTTP or Socket Mode envelopes, and unacknowledged events again."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from tests.slack.app import App
from tests.slack.clock import Clock
from tests.slack.socket_mode import Sockets

Kind = Literal["slash_commands", "interactive", "events_api", "url_verification", "ssl_check"]
RETRIES = (0.0, 60.0, 300.0)  # seconds of the emulator's clock after each failure: at once, a minute, five minutes
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(slots=True, eq=False)
class Ack:
    """How the app acknowledged. `error` is what Slack makes of a bad one: "operation_timeout", "http_error", …"""

    status: int = 0
    text: str = ""
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def ok(self) -> bool:
        return not self.error

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object; {} where it is none."""
        try:
            found = json.loads(self.text) if self.text else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(slots=True, eq=False)
class Sent:
    """One thing sent to the app, with all its acknowledgements so far."""

    kind: Kind
    payload: dict[str, Any]
    acks: list[Ack] = field(default_factory=list[Ack])
    due: float | None = None

    @property
    def acknowledged(self) -> bool:
        return bool(self.acks) and self.acks[-1].ok


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature over the raw body (docs.slack.dev, Verifying requests from Slack)."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def body_of(kind: Kind, payload: dict[str, Any]) -> tuple[bytes, str]:
    """The body as it goes over HTTP, and its content type."""
    if kind in {"events_api", "url_verification"}:
        return json.dumps(payload).encode(), JSON
    fields = {"payload": json.dumps(payload)} if kind == "interactive" else payload
    return urlencode(fields).encode(), FORM


@dataclass(slots=True, eq=False)
class Outbound:
    """The way to the app. `stamp` gives the seconds that requests are signed with; `within` is in real seconds."""

    app: App
    clock: Clock
    sockets: Sockets
    stamp: Callable[[], float]
    within: float = 3.0
    log: list[Sent] = field(default_factory=list[Sent])
    keep: int = 1_000_000  # of the log; what still waits for a retry is never dropped
    _session: aiohttp.ClientSession | None = None

    async def send(self, kind: Kind, payload: dict[str, Any]) -> Sent:
        """Send once. An event that isn't acknowledged is retried: at once here, later when the clock has moved."""
        sent = Sent(kind, payload)
        self.log.append(sent)
        if len(self.log) > 2 * self.keep:
            self.log = [one for one in self.log[: -self.keep] if one.due is not None] + self.log[-self.keep :]
        await self.attempt(sent)
        if kind == "events_api" and not sent.acknowledged:
            await self.again(sent)
        return sent

    async def attempt(self, sent: Sent) -> Ack:
        number = len(sent.acks)
        retry = (number, _reason(sent.acks[-1])) if number and sent.kind == "events_api" else None
        if self.app.socket_mode and sent.kind not in {"url_verification", "ssl_check"}:
            ack = await self._by_socket(sent, retry)
        else:
            ack = await self._by_http(sent, retry)
        sent.acks.append(ack)
        return ack

    async def again(self, sent: Sent) -> None:
        """Retry what is due now, and set when the next retry is."""
        while not sent.acknowledged:
            tried = len(sent.acks)
            if tried > len(RETRIES) or sent.acks[-1].headers.get("x-slack-no-retry") == "1":
                sent.due = None
                return
            if sent.due is None:
                sent.due = self.clock.seconds() + RETRIES[tried - 1]
            if sent.due > self.clock.seconds():
                return
            sent.due = None
            await self.attempt(sent)
        sent.due = None

    async def due(self) -> int:
        """Send every retry whose time has come; how many there were."""
        waiting = [one for one in self.log if one.due is not None and one.due <= self.clock.seconds()]
        for one in waiting:
            await self.again(one)
        return len(waiting)

    async def raw(self, body: bytes, headers: dict[str, str]) -> Ack:
        """Exactly this, to the request URL: for forged and mutated requests."""
        return await self._post(body, headers)

    def headers(self, body: bytes, kind: str) -> dict[str, str]:
        """What Slack sends along with `body`, signed."""
        timestamp = str(int(self.stamp()))
        return {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.app.signing_secret, timestamp, body),
        }

    async def _by_http(self, sent: Sent, retry: tuple[int, str] | None) -> Ack:
        body, kind = body_of(sent.kind, sent.payload)
        headers = self.headers(body, kind)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        return await self._post(body, headers)

    async def _post(self, body: bytes, headers: dict[str, str]) -> Ack:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
            )
        limit = aiohttp.ClientTimeout(total=self.within)
        try:
            async with self._session.post(
                self.app.url, data=body, headers=headers, timeout=limit, allow_redirects=False
            ) as answer:
                text = await answer.text(errors="replace")
                error = "" if 200 <= answer.status < 300 else f"{answer.status}_error"
                return Ack(
                    answer.status, text, error, {name.casefold(): value for name, value in answer.headers.items()}
                )
        except TimeoutError:
            return Ack(error="operation_timeout")
        except aiohttp.ClientError:
            return Ack(error="service_not_reachable")

    async def _by_socket(self, sent: Sent, retry: tuple[int, str] | None) -> Ack:
        payload = await self.sockets.deliver(sent.kind, sent.payload, self.within, retry)
        if payload is None:
            return Ack(error="operation_timeout")
        return Ack(200, json.dumps(payload) if payload else "")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _reason(ack: Ack) -> str:
    if ack.error == "operation_timeout":
        return "http_timeout"
    return "connection_failed" if ack.error == "service_not_reachable" else "http_error"
