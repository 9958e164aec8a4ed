"""Installing into a workspace by its own administrator: Slack's OAuth v2.

docs.slack.dev/authentication/installing-with-oauth. Only the workspaces that the operator has named may.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast

from aiohttp import ClientSession, web
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.came import Payload, part
from adapters.slack.credentials import OAuth
from adapters.slack.manifest import SCOPES
from adapters.slack.page import page
from adapters.slack.refused import FAULTS, code_of
from adapters.slack.state import LIVES, States
from bot.words.ids import NEW, InstallationId
from bot.words.installation import Installation
from bot.words.person import Platform

log = logging.getLogger("learnt.slack")
_COOKIE: Final = "learnt_install"
_PATH: Final = "/slack"
_AGAIN: Final = ("Start again", "/slack/install")


class Install:
    """The two routes. `first` says whether this is the first time that a state comes back; `put` stores what was given.

    `clock` gives UTC instants.
    """

    def __init__(
        self,
        oauth: OAuth,
        api_url: str,
        session: ClientSession,
        clock: Callable[[], datetime],
        first: Callable[[str], Awaitable[bool]],
        put: Callable[[Installation], Awaitable[None]],
    ) -> None:
        self._oauth, self._api_url, self._session, self._clock = oauth, api_url, session, clock
        self._first, self._put = first, put
        self._states = States(oauth.client_secret)
        site = api_url.split("/api/", maxsplit=1)[0]
        self._consent = AuthorizeUrlGenerator(
            client_id=oauth.client_id,
            redirect_uri=oauth.redirect,
            scopes=list(SCOPES),
            authorization_url=f"{site}/oauth/v2/authorize",
        )

    def routes(self) -> Iterable[web.RouteDef]:
        return (web.get("/slack/install", self._begin), web.get("/slack/oauth_redirect", self._end))

    async def _begin(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002  # aiohttp passes it
        state, kept = self._states.begin(self._clock())
        answer = web.Response(
            status=302, headers={"Location": self._consent.generate(state), "Cache-Control": "no-store"}
        )
        secure = self._oauth.public_url.startswith("https://")
        answer.set_cookie(_COOKIE, kept, max_age=LIVES, path=_PATH, httponly=True, secure=secure, samesite="Lax")
        return answer

    async def _end(self, request: web.Request) -> web.StreamResponse:
        answer = await self._ended(request)
        answer.del_cookie(_COOKIE, path=_PATH)
        return answer

    async def _ended(self, request: web.Request) -> web.Response:
        asked = request.query
        state, kept = asked.get("state", ""), request.cookies.get(_COOKIE, "")
        if not self._states.is_of(state, kept, self._clock()) or not await self._first(f"install:{kept}"):
            said = "It has to be finished within ten minutes, in the browser that began it, and works once."
            return page("That installation is over", said, link=_AGAIN, status=400)
        if "error" in asked or not asked.get("code"):
            said = "Slack says that it was not allowed. Nothing has changed."
            return page("Learnt is not installed", said, link=_AGAIN, status=400)
        try:
            given = await self._exchange(asked["code"])
        except FAULTS as error:
            log.error("An installation failed: %s", code_of(error))
            said = f"Slack did not complete it ({code_of(error)}). Nothing has changed."
            return page("Learnt is not installed", said, link=_AGAIN, status=502)
        return await self._let_in(given)

    async def _exchange(self, code: str) -> Mapping[str, Any]:
        client = AsyncWebClient(base_url=self._api_url, session=self._session, retry_handlers=[])
        answer = await client.oauth_v2_access(
            client_id=self._oauth.client_id,
            client_secret=self._oauth.client_secret,
            code=code,
            redirect_uri=self._oauth.redirect,
        )
        return cast("Mapping[str, Any]", answer.data)

    async def _let_in(self, given: Mapping[str, Any]) -> web.Response:
        team, enterprise = part(given, "team"), part(given, "enterprise")
        whole = bool(given.get("is_enterprise_install"))
        home: Payload = enterprise if whole else team
        named = {team.get("id"), enterprise.get("id")} - {None}
        if not named & self._oauth.workspaces:
            await self._hand_back(str(given.get("access_token") or ""))
            log.warning("An installation into a workspace that LEARNT_SLACK_WORKSPACES does not name was refused.")
            said = (
                f"Whoever runs Learnt has not named {home.get('name', 'your workspace')} ({home.get('id', '?')}) yet."
            )
            ask = "Send them that id, so that they can add it to LEARNT_SLACK_WORKSPACES; then install it again."
            return page("Learnt may not be installed here", said, ask, status=403)
        await self._put(self._installation(home, given))
        where = home.get("name", "your workspace")
        then = "In Slack, type /invite @Learnt in your team's channel, then /lesson setup and your programme's name."
        link = (f"Open {where} in Slack", f"https://slack.com/app_redirect?app={given.get('app_id', '')}")
        return page(f"Learnt is in {where}", then, link=link)

    def _installation(self, home: Payload, given: Mapping[str, Any]) -> Installation:
        now, lives = self._clock(), given.get("expires_in")
        return Installation(
            id=InstallationId(NEW),
            platform=Platform.SLACK,
            workspace=home["id"],
            organisation=part(given, "enterprise").get("id") or "",
            name=home.get("name") or home["id"],
            bot=given.get("bot_user_id") or "",
            scopes=given.get("scope") or "",
            token=given["access_token"],
            refresh=given.get("refresh_token"),
            expires=now + timedelta(seconds=int(lives)) if lives else None,
            installed_at=now,
            installed_by=part(given, "authed_user").get("id") or "",
        )

    async def _hand_back(self, token: str) -> None:
        """A token that nobody should have is revoked at once."""
        client = AsyncWebClient(token=token, base_url=self._api_url, session=self._session, retry_handlers=[])
        try:
            await client.auth_revoke()
        except FAULTS as error:
            log.error("A token that was refused could not be revoked: %s", code_of(error))
