"""The settings of Microsoft Teams."""

from __future__ import annotations

import pytest

from adapters.cli.settings import Settings, Wrong, read
from adapters.teams.cloud import CLOUDS, PUBLIC
from adapters.teams.credentials import AppType

SINGLE = {"MICROSOFT_APP_ID": "app", "MICROSOFT_APP_PASSWORD": "hush-hush", "MICROSOFT_APP_TENANT_ID": "tenant"}
PLAYGROUND = {"LEARNT_TEAMS_UNAUTHENTICATED": "1"}


def _read(environ: dict[str, str]) -> Settings:
    settings = read(environ)
    assert isinstance(settings, Settings), settings
    return settings


def test_teams_is_off_without_credentials() -> None:
    """And without being told to be a playground."""
    assert _read({}).teams is None
    assert _read({"LEARNT_TEAMS_UNAUTHENTICATED": "0"}).teams is None


def test_a_single_tenant_is_the_usual_way() -> None:
    """Its tokens come from that tenant, and its password shows nowhere."""
    settings = _read(SINGLE)
    assert settings.teams is not None
    assert settings.teams.app_type is AppType.SINGLE_TENANT
    assert settings.teams.authority == "https://login.microsoftonline.com/tenant"
    assert settings.teams.cloud is PUBLIC
    assert "hush-hush" not in repr(settings)


def test_the_other_types() -> None:
    """A managed identity has no password; a bot of several tenants gets its tokens from the Bot Framework's own."""
    identity = _read({"MICROSOFT_APP_ID": "a", "MICROSOFT_APP_TENANT_ID": "t", "MICROSOFT_APP_TYPE": "userassignedmsi"})
    assert identity.teams is not None
    assert identity.teams.app_type is AppType.MANAGED_IDENTITY
    several = _read({"MICROSOFT_APP_ID": "a", "MICROSOFT_APP_PASSWORD": "p", "MICROSOFT_APP_TYPE": "MultiTenant"})
    assert several.teams is not None
    assert several.teams.authority == "https://login.microsoftonline.com/botframework.com"


def test_another_cloud() -> None:
    """By its name; its services are other ones."""
    settings = _read({**SINGLE, "MICROSOFT_CLOUD": "usgov", "LEARNT_TEAMS_TENANTS": "one, two"})
    assert settings.teams is not None
    assert settings.teams.cloud is CLOUDS["usgov"]
    assert settings.teams.authority == "https://login.microsoftonline.us/tenant"
    assert settings.teams.tenants == {"one", "two"}


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"MICROSOFT_APP_PASSWORD": "p"}, ["MICROSOFT_APP_ID"]),
        ({"MICROSOFT_APP_ID": "a"}, ["MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_PASSWORD"]),
        ({**SINGLE, "MICROSOFT_APP_TYPE": "Single"}, ["MICROSOFT_APP_TYPE"]),
        ({**SINGLE, "MICROSOFT_CLOUD": "mars"}, ["MICROSOFT_CLOUD"]),
        ({**PLAYGROUND, "LEARNT_HOST": "0.0.0.0"}, ["LEARNT_HOST must be 127.0.0.1"]),  # noqa: S104 - refused
        ({**PLAYGROUND, "LEARNT_PUBLIC_URL": "https://learnt.example"}, ["LEARNT_PUBLIC_URL"]),
        ({"LEARNT_TEAMS_UNAUTHENTICATED": "yes"}, ["LEARNT_TEAMS_UNAUTHENTICATED"]),
    ],
)
def test_what_is_half_set_is_said(environ: dict[str, str], said: list[str]) -> None:
    """Each with how to mend it, and without the secret."""
    wrong = read(environ)
    assert isinstance(wrong, Wrong)
    assert len(wrong.sentences) == len(said)
    assert all(any(words in sentence for sentence in wrong.sentences) for words in said)
    assert "hush-hush" not in str(wrong)


def test_a_playground_is_for_this_machine() -> None:
    """Everybody is believed there, so nothing else may be on."""
    settings = _read(PLAYGROUND)
    assert settings.teams is not None
    assert settings.teams.app_id == ""
