"""Does Slack's configuration work? What is wrong, each with how to mend it."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, cast

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.answer import FAULTS
from adapters.slack.credentials import Credentials
from adapters.slack.manifest import SCOPES
from adapters.slack.refused import code_of
from bot.words.installation import Installation

_APART: Final = 300
"""Seconds by which a clock may be off: Slack's requests are refused beyond. docs.slack.dev, Verifying requests."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: all `wrong` sentences, and what works."""

    works: tuple[str, ...]
    wrong: tuple[str, ...]


async def check(
    credentials: Credentials, installations: Sequence[Installation], trusted: frozenset[str], now: datetime
) -> Checked:
    """Ask Slack. `installations` are the workspaces, where they are several; `now` is this machine's UTC time."""
    works: list[str] = []
    wrong: list[str] = []
    if (oauth := credentials.oauth) is None:
        await _of_one(credentials, works, wrong, now)
    else:
        works.append(
            f"Slack: {len(oauth.workspaces)} workspaces may install Learnt at {oauth.public_url}/slack/install."
        )
        if not trusted:
            wrong.append("LEARNT_TRUSTED is empty, so no workspace's e-mail addresses are believed: name your own one.")
        for installation in installations:
            await _of_several(credentials, installation, works, wrong, now)
    if not works:
        return Checked((), tuple(wrong))
    if credentials.socket_mode:
        await _sockets(credentials, works, wrong)
    else:
        works.append("Slack: requests are expected at POST /slack/events, signed with SLACK_SIGNING_SECRET.")
    return Checked(tuple(works), tuple(dict.fromkeys(wrong)))


async def _of_one(credentials: Credentials, works: list[str], wrong: list[str], now: datetime) -> None:
    try:
        answer = await _client(credentials, credentials.bot_token).auth_test()
    except FAULTS as error:
        wrong.append(_token(code_of(error), credentials.api_url))
        return
    given = _headers(answer)
    data = cast("Mapping[str, str]", answer.data)
    works.append(f"Slack: the bot token is of {data.get('user', '?')} in {data.get('team', '?')}.")
    wrong += [*_scopes(given.get("x-oauth-scopes"), "The app"), *_clock(given.get("date"), now)]


async def _of_several(
    credentials: Credentials, installation: Installation, works: list[str], wrong: list[str], now: datetime
) -> None:
    where = f"{installation.name} ({installation.workspace})"
    if installation.revoked_at is not None:
        works.append(f"Slack: {where} has removed Learnt on {installation.revoked_at:%-d %b %Y}.")
        return
    if credentials.oauth is not None and not credentials.oauth.allows(installation):
        works.append(f"Slack: {where} is not named in LEARNT_SLACK_WORKSPACES (any more), so it gets no answer.")
        return
    if installation.token is None:
        wrong.append(f"The token of {where} can't be read: add the key that it was sealed with to LEARNT_SECRET_KEY.")
        return
    try:
        answer = await _client(credentials, installation.token).auth_test()
    except FAULTS as error:
        wrong.append(f"The token of {where} is not taken ({code_of(error)}): install Learnt there again.")
        return
    given = _headers(answer)
    works.append(f"Slack: Learnt is in {where}.")
    wrong += [*_scopes(given.get("x-oauth-scopes"), f"In {where}, the app"), *_clock(given.get("date"), now)]


async def _sockets(credentials: Credentials, works: list[str], wrong: list[str]) -> None:
    try:
        await _client(credentials, "").apps_connections_open(app_token=credentials.app_token)
    except FAULTS as error:
        wrong.append(
            f"SLACK_APP_TOKEN is not taken ({code_of(error)}): make one under Basic Information, App-Level Tokens, "
            "with the scope connections:write, and switch Socket Mode on."
        )
    else:
        works.append("Slack: Socket Mode can be opened.")


def _client(credentials: Credentials, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token or None, base_url=credentials.api_url, timeout=10, retry_handlers=[])


def _headers(answer: AsyncSlackResponse) -> Mapping[str, str]:
    return {name.casefold(): value for name, value in cast("Mapping[str, str]", answer.headers).items()}


def _token(code: str, url: str) -> str:
    if code in {"invalid_auth", "not_authed", "token_revoked", "account_inactive", "token_expired"}:
        return (
            f"SLACK_BOT_TOKEN is not taken ({code}): install the app to the workspace, and copy its "
            "Bot User OAuth Token from OAuth & Permissions."
        )
    return f"Slack can't be reached at {url} ({code}): check the network, the proxy and SLACK_API_URL."


def _scopes(given: str | None, who: str) -> list[str]:
    if given is None:
        return []
    missing = sorted(set(SCOPES) - {scope.strip() for scope in given.split(",")})
    if not missing:
        return []
    return [f"{who} lacks {', '.join(missing)}: paste `learnt manifest slack` under App Manifest, and reinstall it."]


def _clock(date: str | None, now: datetime) -> list[str]:
    try:
        apart = abs((parsedate_to_datetime(date) - now).total_seconds()) if date else 0
    except ValueError:
        return []
    if apart <= _APART:
        return []
    return [f"This machine's clock is off by {apart / 60:.0f} minutes, so Slack's requests are refused: set it by NTP."]
