"""The emulated login service and Teams' keys, told by MSAL and by the SDK's own reading of a token."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import requests
from botbuilder.schema import Activity
from botframework.connector.auth import JwtTokenExtractor, VerifyOptions

from tests.adapters.teams.sdk import asks, msal_says, token_of
from tests.teams import Teams
from tests.teams.login import SERVICE


def test_msal_gets_a_token_once(teams: Teams) -> None:
    """It is good for an hour, and MSAL asks for no other meanwhile."""
    said = msal_says(teams, times=3)
    assert said["expires_in"] > 3_500
    assert teams.login.asked == 1
    assert teams.login.knows(f"Bearer {said['access_token']}")


def test_who_is_not_given_one(teams: Teams) -> None:
    """A wrong password, a scope that isn't the Bot Framework's, and whoever is to be refused."""
    assert msal_says(teams, password=teams.password[1:])["error"] == "invalid_client"
    assert msal_says(teams, scope="https://graph.microsoft.com/.default")["error"] == "invalid_scope"
    teams.login.refuses = "invalid_client"
    assert msal_says(teams)["error"] == "invalid_client"
    assert teams.login.tokens == {}


def test_another_tenant_has_no_such_app(teams: Teams) -> None:
    """Its address gives neither what MSAL looks up first nor a token, whatever else is right."""
    form = {
        "grant_type": "client_credentials",
        "client_id": teams.app_id,
        "client_secret": teams.password,
        "scope": f"{SERVICE}/.default",
    }
    other = f"{teams.login.url}/another"
    with requests.Session() as session:
        assert session.get(f"{other}/v2.0/.well-known/openid-configuration").status_code == 400
        assert session.post(f"{other}/oauth2/v2.0/token", data=form).json() == {"error": "invalid_request"}
        ours = session.post(f"{teams.login.url}/{teams.tenant}/oauth2/v2.0/token", data=form)
        assert teams.login.knows(f"Bearer {ours.json()['access_token']}")


def test_a_token_that_has_run_out_is_refused(teams: Teams) -> None:
    """As is one that is put on by another scheme."""
    teams.login.lasts = 0
    priya = teams.person("Priya Shah")
    say = Activity(type="message", text="Hello")
    assert asks(teams, token_of(teams), lambda c: c.send_to_conversation(priya.chat.id, say)) == (401, "Unauthorized")
    teams.login.lasts = 3_600
    assert not teams.login.knows(f"Basic {token_of(teams)}")


def test_the_login_service_is_known_by_its_certificate_alone(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who doesn't trust it gets no further."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with requests.Session() as session, pytest.raises(requests.exceptions.SSLError):
        session.get(f"{teams.login.url}/{teams.tenant}/v2.0/.well-known/openid-configuration")


def _reads(teams: Teams, **claims: Any) -> str:
    """Whose the SDK takes a token of Teams' for; why not, where it doesn't."""
    options = VerifyOptions(issuer=[SERVICE], audience=teams.app_id, clock_tolerance=300, ignore_expiration=False)
    openid = f"http://127.0.0.1:{teams.port}/v1/.well-known/openidconfiguration"
    reader = JwtTokenExtractor(options, openid, ["RS256"])
    header = f"Bearer {teams.login.token(teams.service, **claims)}"
    try:
        found = asyncio.run(reader.get_identity_from_auth_header(header, "msteams", ["msteams"]))
    except Exception as error:  # the SDK raises whatever it comes across
        return type(error).__name__
    return str(found.get_claim_value("iss")) if found else "nobody's"


def test_the_sdk_knows_teams_by_its_keys(teams: Teams) -> None:
    """Its own token is, and is of the key that Teams has now."""
    assert _reads(teams) == SERVICE
    teams.login.rolls_keys()
    with requests.Session() as session:
        (key,) = session.get(f"http://127.0.0.1:{teams.port}/v1/.well-known/keys").json()["keys"]
    assert (key["kid"], key["endorsements"]) == ("key-1", ["msteams"])


@pytest.mark.parametrize(
    "claims",
    [
        {"unsigned": True},
        {"signed_by": 1},
        {"kid": "nobody-knows-it"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
    ],
    ids="-".join,
)
def test_the_sdk_knows_a_forgery(teams: Teams, claims: dict[str, Any]) -> None:
    """The emulator can make each, so that an app can be tried with it."""
    assert _reads(teams, **claims) != SERVICE
