"""Learnt's own token for the connector, by password and by managed identity."""

from __future__ import annotations

import asyncio

import pytest

from adapters.teams.cloud import read_cloud
from adapters.teams.credentials import AppType, Credentials
from adapters.teams.tokens import NoTokenError, Tokens
from tests.teams import Teams


def _credentials(teams: Teams, kind: AppType, password: str = "") -> Credentials:
    cloud = read_cloud(teams.cloud)
    assert cloud is not None
    return Credentials(app_id=teams.app_id, password=password, app_type=kind, tenant=teams.tenant, cloud=cloud)


def _had(credentials: Credentials, times: int = 1) -> str:
    async def inside() -> str:
        tokens = Tokens(credentials, lambda: 0.0)
        return [await tokens.current() for _ in range(times)][-1]

    return asyncio.run(inside())


@pytest.fixture
def in_azure(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> Teams:
    """As App Service tells what runs in it where its identity is."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{teams.port}/identity")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    return teams


def test_a_password_gets_one(teams: Teams) -> None:
    """Once, however often it is wanted."""
    assert _had(_credentials(teams, AppType.SINGLE_TENANT, teams.password), times=3) in teams.login.tokens
    assert teams.login.asked == 1


def test_a_managed_identity_needs_no_password(in_azure: Teams) -> None:
    """The machine itself is known to Azure."""
    assert _had(_credentials(in_azure, AppType.MANAGED_IDENTITY), times=3) in in_azure.login.tokens
    assert in_azure.login.asked == 1


def test_why_there_is_none(in_azure: Teams) -> None:
    """A wrong password, an identity that is not the machine's, and a tenant that isn't there."""
    in_azure.login.app_id = "another"
    codes: list[str] = []
    wrong = _credentials(in_azure, AppType.SINGLE_TENANT, "wrong")
    elsewhere = Credentials(app_id="a", password="p", tenant="nowhere", cloud=wrong.cloud)  # noqa: S106 - made up
    for credentials in (wrong, _credentials(in_azure, AppType.MANAGED_IDENTITY), elsewhere):
        with pytest.raises(NoTokenError) as caught:
            _had(credentials)
        codes.append(caught.value.code)
    assert codes[0] == "invalid_client"
    assert codes[1]
    assert codes[2] == "ValueError"
