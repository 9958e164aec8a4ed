"""Whose token it is: auth.test, asked once, and whatever hangs on the answer."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.came import Payload
from adapters.slack.pace import LOOKS, Minute
from adapters.slack.people import People
from adapters.slack.refused import FAULTS, code_of

log = logging.getLogger("learnt.slack")


class Ourselves:
    """The app in its workspace. `trusted` are the workspaces whose e-mails are believed; empty, our own is.

    `monotonic` is in seconds.
    """

    def __init__(
        self, client: AsyncWebClient, trusted: frozenset[str], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._client, self._trusted = client, trusted
        self._looks = Minute(LOOKS, monotonic)
        self._us: AuthorizeResult | None = None
        self._people: People | None = None

    async def known(self) -> AuthorizeResult:
        """auth.test, once. Raises one of `FAULTS` where Slack can't say now or takes the token no more."""
        if self._us is None:
            found = await self._client.auth_test()
            us = AuthorizeResult.from_auth_test_response(auth_test_response=found, bot_token=self._client.token)
            self._people = People(self._client, us.team_id or "", self._trusted)
            self._us = us
        return self._us

    async def people(self) -> People:
        """Everybody that we may meet."""
        await self.known()
        if self._people is None:
            raise LookupError("nobody was identified")
        return self._people

    async def describe(self, user: str) -> Payload:
        """A user as users.info describes them; empty where Slack can't say now, or was asked too much already."""
        people = await self.people()
        if (known := people.remembered(user)) or self._looks.wait() > 0:
            return known
        return await people.user(user)

    async def only_ours(self, context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        """Another workspace gets nothing; while Slack can't say who we are, it is asked to come again."""
        try:
            us = await self.known()
        except FAULTS as error:
            log.error("Slack does not take the bot token: %s. `learnt check` says what to do.", code_of(error))
            return BoltResponse(status=503)
        team, grid = context.team_id, context.enterprise_id
        if team in {None, us.team_id} or (grid is not None and grid == us.enterprise_id):
            return await next()
        log.warning("an event came from another workspace")
        return BoltResponse(status=200)
