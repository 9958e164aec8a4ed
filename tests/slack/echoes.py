"""The app's own doings come back to it as events: its messages in direct messages, its revoked tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from tests.slack.events import MESSAGES, Events
from tests.slack.messages import Message


class Echoes:
    """Sends them in the background; `on` switches them off for load tests."""

    def __init__(self, events: Events) -> None:
        self.events, self.on = events, True
        self.busy: set[asyncio.Task[Any]] = set()

    def tell(self, what: str, where: str, more: dict[str, Any]) -> None:
        """Called inside the loop, before the Web API answers."""
        if not self.on:
            return
        if what == "revoked":
            self._start(self._revoked(where, more["users"]))
        else:
            self._start(self._message(what, where, more["message"]))

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.busy.add(task)
        task.add_done_callback(self.busy.discard)

    async def settle(self) -> None:
        """Wait until all of them have been delivered."""
        while self.busy:
            await asyncio.gather(*self.busy, return_exceptions=True)

    async def stop(self) -> None:
        """Tell the app nothing more."""
        self.on = False
        for task in self.busy:
            task.cancel()
        await self.settle()

    async def _revoked(self, team: str, users: list[str]) -> None:
        event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": users}}
        await self.events.happens("tokens_revoked", event, team)

    async def _message(self, what: str, where: str, message: Message) -> None:
        state = self.events.api.state
        place = state.channels[where]
        ts = state.clock.ts() if what != "posted" else message.ts
        base = {"type": "message", "channel": place.id, "channel_type": place.kind, "event_ts": ts, "ts": ts}
        if what == "posted":
            profile = {"id": message.bot, "app_id": message.app, "name": state.app.name, "team_id": message.team}
            event = message.json() | base | {"bot_profile": profile}
        elif what == "changed":
            event = base | {"subtype": "message_changed", "message": message.json(), "hidden": True}
        else:
            event = base | {"subtype": "message_deleted", "previous_message": message.json(), "hidden": True}
            event |= {"deleted_ts": message.ts}
        await self.events.happens(MESSAGES[place.kind], event, message.team, place)
