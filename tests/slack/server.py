"""The HTTP side of the emulator: Web API, response URLs, uploads, sockets, and the control endpoint of benches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tests.slack import methods
from tests.slack.control import control
from tests.slack.loop import Listener
from tests.slack.web_api import strike

if TYPE_CHECKING:
    from tests.slack.emulator import Slack

assert methods.__all__  # importing the package filled the table of methods


class Server:
    """aiohttp on loopback."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self._listener: Listener | None = None

    async def start(self, port: int) -> int:
        """Listen; the port."""
        app = web.Application(client_max_size=4_000_000)
        app.router.add_route("*", "/api/{method}", self.slack.api.answer)
        app.router.add_post("/{name:(?:commands|actions)/.+}", self.slack.responses.answer)
        app.router.add_post("/upload/v1/{ticket}", self._upload)
        app.router.add_get("/link/", self.slack.sockets.serve)
        app.router.add_route("*", "/control/{verb}", self._control)
        self._listener = Listener(app)
        return await self._listener.start(port)

    async def stop(self) -> None:
        await self.slack.echoes.stop()
        await self.slack.sockets.drop()
        await self.slack.outbound.close()
        if self._listener is not None:
            await self._listener.stop()

    async def _control(self, request: web.Request) -> web.StreamResponse:
        return await control(self.slack, request)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fault = self.slack.faults.strike("upload")
        if fault is not None:
            return await strike(fault, request, lambda: self._take(request))
        return await self._take(request)

    async def _take(self, request: web.Request) -> web.Response:
        found = self.slack.api.uploads.get(request.match_info["ticket"])
        data = await request.read()
        if found is None or found["data"] is not None:
            return web.Response(status=404, text="no such upload")
        if len(data) != found["length"]:
            return web.Response(status=400, text="length does not match")
        found["data"] = data
        return web.Response(text=f"OK - {len(data)}")
