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
        self._client: Any = None

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
        self._until, self._client = 0.0, None

    def _ask(self) -> tuple[str, float]:
        """A new token, and how many seconds it lasts."""
        try:
            answer = self._answer()
        except (requests.RequestException, ValueError, OSError) as error:  # ValueError: no such tenant, or HTML
            raise NoTokenError(type(error).__name__) from error
        if "access_token" not in answer:
            raise NoTokenError(str(answer.get("error") or "no_token"))
        return str(answer["access_token"]), float(answer.get("expires_in") or 60)

    def _answer(self) -> dict[str, Any]:
        us, service = self._credentials, self._credentials.cloud.service
        if us.app_type is AppType.MANAGED_IDENTITY:
            identity = msal.UserAssignedManagedIdentity(client_id=us.app_id)
            self._client = self._client or msal.ManagedIdentityClient(identity, http_client=requests.Session())
            return cast("dict[str, Any]", self._client.acquire_token_for_client(resource=service))
        if self._client is None:
            self._client = msal.ConfidentialClientApplication(
                us.app_id,
                client_credential=us.password,
                authority=us.authority,
                instance_discovery=False,  # the cloud was chosen by whoever runs Learnt, not by a user
                timeout=PATIENCE,
            )
        return cast("dict[str, Any]", self._client.acquire_token_for_client(scopes=[f"{service}/.default"]))
