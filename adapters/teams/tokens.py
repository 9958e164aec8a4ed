"""Learnt's own token for the connector, had by MSAL in a thread, as that waits for the network."""

# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# msal has no types.
from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final, cast

import msal
import requests

from adapters.teams.credentials import AppType, Credentials

EARLY: Final = 300.0
"""Seconds before its end at which a token is renewed. They live for an hour or a day."""
PATIENCE: Final = 10
"""Seconds that the login service has to answer."""


class NoTokenError(Exception):
    """The login service gives none. `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Tokens:
    """Gives the current one. `monotonic` is in seconds."""

    def __init__(self, credentials: Credentials, monotonic: Callable[[], float]) -> None:
        self._credentials, self._monotonic = credentials, monotonic
        self._token, self._until = "", 0.0
        self._asking = asyncio.Lock()

    async def current(self) -> str:
        """A token that is good for a while; empty where nobody is authenticated. Raises NoTokenError."""
        if not self._credentials.app_id:
            return ""
        if self._monotonic() >= self._until:
            async with self._asking:
                if self._monotonic() >= self._until:
                    self._token, lasts = await asyncio.to_thread(self._ask)
                    self._until = self._monotonic() + max(lasts - EARLY, lasts / 2)
        return self._token

    def refused(self) -> None:
        """The connector did not take it: the next caller gets a new one."""
        self._until = 0.0

    def _ask(self) -> tuple[str, float]:
        """A new token, and how many seconds it lasts."""
        try:
            with _Session() as session:
                answer = self._answer(session)
        except (requests.RequestException, ValueError, OSError) as error:  # ValueError: no such tenant, or HTML
            raise NoTokenError(type(error).__name__) from error
        if "access_token" not in answer:
            raise NoTokenError(str(answer.get("error") or "no_token"))
        return str(answer["access_token"]), float(answer.get("expires_in") or 60)

    def _answer(self, session: requests.Session) -> dict[str, Any]:
        us, service = self._credentials, self._credentials.cloud.service
        if us.app_type is AppType.MANAGED_IDENTITY:
            identity = msal.UserAssignedManagedIdentity(client_id=us.app_id)
            managed: Any = msal.ManagedIdentityClient(identity, http_client=session)
            return cast("dict[str, Any]", managed.acquire_token_for_client(resource=service))
        client: Any = msal.ConfidentialClientApplication(
            us.app_id,
            client_credential=us.password,
            authority=us.authority,
            instance_discovery=False,  # the cloud was chosen by whoever runs Learnt, not by a user
            http_client=session,
        )
        return cast("dict[str, Any]", client.acquire_token_for_client(scopes=[f"{service}/.default"]))


class _Session(requests.Session):
    """Waits no longer than `PATIENCE`."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **{"timeout": PATIENCE, **kwargs})
