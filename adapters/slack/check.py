"""Does Slack's configuration work? What is wrong, each with how to mend it."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, cast

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answer import FAULTS
from adapters.slack.credentials import Credentials
from adapters.slack.manifest import SCOPES
from adapters.slack.refused import code_of

_APART: Final = 300
"""Seconds by which a clock may be off: Slack's requests are refused beyond. docs.slack.dev, Verifying requests."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: all `wrong` sentences, and what works."""

    works: tuple[str, ...]
    wrong: tuple[str, ...]


async def check(credentials: Credentials, now: datetime) -> Checked:
    """Ask Slack. `now` is this machine's UTC time."""
    client = AsyncWebClient(token=credentials.bot_token, base_url=credentials.api_url, timeout=10, retry_handlers=[])
    try:
        answer = await client.auth_test()
    except FAULTS as error:
        return Checked((), (_token(code_of(error), credentials.api_url),))
    data, headers = cast("Mapping[str, str]", answer.data), cast("Mapping[str, str]", answer.headers)
    given = {name.casefold(): value for name, value in headers.items()}
    works = [f"Slack: the bot token is of {data.get('user', '?')} in {data.get('team', '?')}."]
    wrong = [*_scopes(given.get("x-oauth-scopes")), *_clock(given.get("date"), now)]
    if credentials.socket_mode:
        try:
            await client.apps_connections_open(app_token=credentials.app_token)
        except FAULTS as error:
            wrong.append(
                f"SLACK_APP_TOKEN is not taken ({code_of(error)}): make one under Basic Information, App-Level Tokens, "
                "with the scope connections:write, and switch Socket Mode on."
            )
        else:
            works.append("Slack: Socket Mode can be opened.")
    else:
        works.append("Slack: requests are expected at POST /slack/events, signed with SLACK_SIGNING_SECRET.")
    return Checked(tuple(works), tuple(wrong))


def _token(code: str, url: str) -> str:
    if code in {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired"}:
        return (
            f"SLACK_BOT_TOKEN is not taken ({code}): install the app to the workspace, and copy its "
            "Bot User OAuth Token from OAuth & Permissions."
        )
    return f"Slack can't be reached at {url} ({code}): check the network, the proxy and SLACK_API_URL."


def _scopes(given: str | None) -> list[str]:
    if given is None:
        return []
    missing = sorted(set(SCOPES) - {scope.strip() for scope in given.split(",")})
    if not missing:
        return []
    return [f"The app lacks {', '.join(missing)}: paste `learnt manifest slack` under App Manifest, and reinstall it."]


def _clock(date: str | None, now: datetime) -> list[str]:
    try:
        apart = abs((parsedate_to_datetime(date) - now).total_seconds()) if date else 0
    except ValueError:
        return []
    if apart <= _APART:
        return []
    return [f"This machine's clock is off by {apart / 60:.0f} minutes, so Slack's requests are refused: set it by NTP."]
