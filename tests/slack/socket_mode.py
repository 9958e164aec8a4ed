"""Socket Mode: links, sockets, envelopes that wait for their acknowledgement.

Source: docs.slack.dev/apis/events-api/using-socket-mode, slack_sdk/socket_mode.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import WSMsgType, web

MOST = 10  # sockets of one app
Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


@dataclass(slots=True, eq=False)
class Envelope:
    """One payload on its way. `attempt` counts how often it was sent before."""

    id: str
    type: str
    payload: dict[str, Any]
    answer: asyncio.Future[dict[str, Any]]
    retry: tuple[int, str] | None = None
    attempt: int = 0
    socket: web.WebSocketResponse | None = None

    def text(self) -> str:
        body: dict[str, Any] = {
            "envelope_id": self.id,
            "type": self.type,
            "accepts_response_payload": self.type != "events_api",
            "payload": self.payload,
        }
        if self.type == "events_api":
            again, reason = self.retry or (0, "")
            body |= {
                "retry_attempt": again + self.attempt,
                "retry_reason": reason or ("timeout" if self.attempt else ""),
            }
        return json.dumps(body)


@dataclass(slots=True, eq=False)
class Sockets:
    """The open sockets of the app, and the envelopes that it has yet to acknowledge."""

    app_id: str
    base: str = ""
    open: list[web.WebSocketResponse] = field(default_factory=list[web.WebSocketResponse])
    waiting: dict[str, Envelope] = field(default_factory=dict[str, Envelope])
    strays: list[str] = field(default_factory=list[str])
    connections: int = 0
    _tickets: set[str] = field(default_factory=set[str])
    _turn: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def link(self) -> str:
        """A URL that opens one socket, once."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"{self.base}/link/?ticket={ticket}&app_id={self.app_id}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve `/link/`: hello, then envelopes out and acknowledgements in."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=408, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if len(self.open) >= MOST:
            await socket.send_str(self._disconnect("too_many_websockets"))
            await socket.close()
            return socket
        self.connections += 1
        await socket.send_str(self._hello(len(self.open) + 1))
        await self._join(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            await self._leave(socket)
        return socket

    async def _join(self, socket: web.WebSocketResponse) -> None:
        async with self._changed:
            self.open.append(socket)
            self._changed.notify_all()
        for envelope in list(self.waiting.values()):
            if envelope.socket is None:
                await self._put(envelope)

    async def _leave(self, socket: web.WebSocketResponse) -> None:
        async with self._changed:
            if socket in self.open:
                self.open.remove(socket)
            self._changed.notify_all()
        for envelope in list(self.waiting.values()):
            if envelope.socket is socket:
                envelope.socket = None
                envelope.attempt += 1
                await self._put(envelope)

    def _take(self, text: str) -> None:
        try:
            body = json.loads(text)
            envelope = self.waiting.pop(body["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self.strays.append(text)
            return
        if not envelope.answer.done():
            envelope.answer.set_result(body.get("payload") or {})

    async def _put(self, envelope: Envelope) -> None:
        for _ in range(len(self.open)):
            self._turn += 1
            socket = self.open[self._turn % len(self.open)]
            envelope.socket = socket
            with contextlib.suppress(ConnectionError):
                await socket.send_str(envelope.text())
                return
        envelope.socket = None

    async def deliver(
        self, kind: str, payload: dict[str, Any], within: float, retry: tuple[int, str] | None
    ) -> dict[str, Any] | None:
        """Send to any socket, again on another when that one closes; the acknowledgement, or None after `within`."""
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        envelope = Envelope(secrets.token_hex(16), kind, payload, answer, retry)
        self.waiting[envelope.id] = envelope
        await self._put(envelope)
        try:
            return await asyncio.wait_for(answer, within)
        except TimeoutError:
            return None
        finally:
            self.waiting.pop(envelope.id, None)

    async def connected(self, number: int = 1, *, after: int = 0, within: float = 5.0) -> None:
        """Wait until `number` sockets are open, and more than `after` were opened in all."""
        async with self._changed:
            ready = self._changed.wait_for(lambda: len(self.open) >= number and self.connections > after)
            await asyncio.wait_for(ready, within)

    async def disconnect(self, reason: Reason, *, close: bool = True) -> None:
        """Tell every socket to go; a warning leaves them open for a while, the other reasons close them."""
        for socket in list(self.open):
            with contextlib.suppress(ConnectionError):
                await socket.send_str(self._disconnect(reason))
            if close and reason != "warning":
                await socket.close()

    async def drop(self) -> None:
        """Close every socket without a word."""
        for socket in list(self.open):
            await socket.close()

    def _hello(self, number: int) -> str:
        debug = {"host": "applink-emulator", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": self.app_id}
        return json.dumps({"type": "hello", "num_connections": number, "debug_info": debug, "connection_info": info})

    def _disconnect(self, reason: Reason) -> str:
        return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-emulator"}})
