"""The app in one workspace: its token, who is who there, what is done with its events, and its way out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answer import Answers
from adapters.slack.give import Giver
from adapters.slack.identity import Ourselves
from adapters.slack.listeners import Dispatch, Happen, Listeners
from adapters.slack.send import SlackSender


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every workspace's app shares. `monotonic` and what `rest` waits for are in seconds."""

    api_url: str
    session: ClientSession
    dispatch: Dispatch
    happen: Happen
    monotonic: Callable[[], float] = time.monotonic
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep


class Workspace:
    """`trusted` are the workspaces whose e-mails are believed; None, this one's own."""

    def __init__(self, token: str, trusted: frozenset[str] | None, around: Surroundings) -> None:
        self.client = AsyncWebClient(token=token, base_url=around.api_url, session=around.session, retry_handlers=[])
        self.ourselves = Ourselves(self.client, trusted, monotonic=around.monotonic)
        giver = Giver(self.client, around.session)
        self.listeners = Listeners(self.ourselves, Answers(self.client, giver), around.dispatch, around.happen)
        self.sender = SlackSender(
            self.client, self.ourselves.describe, giver, monotonic=around.monotonic, rest=around.rest
        )
