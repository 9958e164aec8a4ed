"""The SDK's own client, with a token that MSAL has got."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import msal
import requests
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import AppCredentials
from msrest.exceptions import HttpOperationError

from tests.teams import Teams

SCOPE = "https://api.botframework.com/.default"


class Given(AppCredentials):
    """Credentials with a token that is there already."""

    def __init__(self, token: str) -> None:
        super().__init__("app")
        self._token = token

    def get_access_token(self, force_refresh: bool = False) -> str:
        return self._token


def msal_says(teams: Teams, *, password: str = "", scope: str = SCOPE, times: int = 1) -> dict[str, Any]:
    """What MSAL answers whoever wants a token, the last of so many times."""
    with requests.Session() as session:
        client = msal.ConfidentialClientApplication(
            teams.app_id,
            client_credential=password or teams.password,
            authority=f"{teams.login.url}/{teams.tenant}",
            instance_discovery=False,
            http_client=session,
        )
        for _ in range(times):
            said: dict[str, Any] = client.acquire_token_for_client(scopes=[scope])
        return said


def token_of(teams: Teams) -> str:
    """The bot's token."""
    return str(msal_says(teams)["access_token"])


def asks(teams: Teams, token: str, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """What the connector answers, or its status and code for why not; the code is empty where there is none."""
    return asyncio.run(speaks(teams, token, work))


async def speaks(teams: Teams, token: str, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """The same, inside a loop."""
    client = ConnectorClient(Given(token), base_url=teams.service)
    client.config.retry_policy.retries = 0
    client.config.keep_alive = False
    try:
        return await work(client.conversations)
    except HttpOperationError as error:  # some operations of the SDK read what is wrong, and some don't
        try:
            code = error.response.json()["error"]["code"]
        except ValueError:
            code = ""
        return error.response.status_code, code
