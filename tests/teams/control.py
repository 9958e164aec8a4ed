"""What a bench or a storm asks of the emulator, over HTTP."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from tests.teams.teams import Teams


class Control:
    """Routes below `/control/`."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/arrived", self._arrived),
            web.get("/control/counts", self._counts),
            web.get("/control/people", self._people),
            web.get("/control/token", self._token),
        ]

    async def _arrived(self, _: web.Request) -> web.Response:
        """How many messages and changes were taken."""
        return web.json_response({"arrived": self.teams.connector.taken})

    async def _counts(self, request: web.Request) -> web.Response:
        """How often each text arrived; with `by=conversation`, how many messages each of those has."""
        found = self.teams.messages()
        if request.query.get("by") == "conversation":
            return web.json_response(Counter(one.conversation.id for one in found))
        return web.json_response(Counter(one.spoken for one in found))

    async def _people(self, request: web.Request) -> web.Response:
        """Make so many people, each with the app installed."""
        made = [
            self.teams.person(f"Person {number}", email=f"{number}@x.example")
            for number in range(int(request.query["count"]))
        ]
        return web.json_response({"people": [[one.aad, one.id, one.chat.id] for one in made]})

    async def _token(self, _: web.Request) -> web.Response:
        """What Teams puts on its requests."""
        return web.json_response({"token": self.teams.login.token(self.teams.service)})
