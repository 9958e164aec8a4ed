"""A bot that keeps what it is told, and answers what it was given to answer."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from aiohttp import web

from tests.adapters.teams.sdk import asks, token_of
from tests.teams import Host, Teams

CARD = "application/vnd.microsoft.card.adaptive"
TEXT = {"type": "TextBlock", "text": "Which?"}


def card(*body: dict[str, Any], actions: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body or (TEXT,)), "actions": list(actions)}


def execute(title: str, line: str) -> dict[str, Any]:
    """A button as Learnt makes them."""
    submit = {"type": "Action.Submit", "title": title, "data": {"line": line}}
    return {**submit, "type": "Action.Execute", "verb": "line", "fallback": submit}


def opens(title: str, line: str) -> dict[str, Any]:
    """A button that opens a dialog."""
    return {"type": "Action.Submit", "title": title, "data": {"msteams": {"type": "task/fetch"}, "line": line}}


def dialog(*body: dict[str, Any], actions: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """What opens one, with a button that sends it."""
    send = {"type": "Action.Submit", "title": "Send", "data": {"form": {"line": "improve", "origin": ""}}}
    content = {"contentType": CARD, "content": card(*body, actions=actions or (send,))}
    return {"task": {"type": "continue", "value": {"title": "Lesson", "card": content}}}


class Tiny:
    """Use as a context manager. `heard` are the activities that came, `answers` the bodies for what is invoked."""

    def __init__(self, teams: Teams) -> None:
        self.teams, self.token = teams, token_of(teams)
        self.heard: list[dict[str, Any]] = []
        self.headers: list[str] = []
        self.answers: dict[str, Any] = {}
        self.hangs = False
        self._host = Host(self._make)
        teams.url = f"{self._host.url}/api/messages"

    async def _make(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/messages", self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        self.headers.append(request.headers.get("Authorization", ""))
        self.heard.append(await request.json())
        if self.hangs:
            await asyncio.Event().wait()
        answer = self.answers.get(self.heard[-1].get("name", ""))
        return web.Response() if answer is None else web.json_response(answer)

    def posts(self, where: str, content: dict[str, Any]) -> str:
        """Post a card by the SDK, and give its id."""
        activity = {"type": "message", "attachments": [{"contentType": CARD, "content": content}]}
        sent = asks(self.teams, self.token, lambda c: c.send_to_conversation(where, activity))
        return str(sent.id)

    @property
    def last(self) -> dict[str, Any]:
        return self.heard[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._host.close()
