"""Whose token it is: auth.test, asked once, and whatever hangs on the answer."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.

from __future__ import annotations

import time
from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.came import Payload
from adapters.slack.pace import LOOKS, Minute
from adapters.slack.people import People


class Ourselves:
    """The app in its workspace. `trusted` are the workspaces whose e-mails are believed; None, our own is.

    `monotonic` is in seconds.
    """

    def __init__(
        self, client: AsyncWebClient, trusted: frozenset[str] | None, *, monotonic: Callable[[], float] = time.monotonic
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
            own = us.team_id or ""
            self._people = People(self._client, own, frozenset({own}) if self._trusted is None else self._trusted)
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
