"""Does Teams' configuration work? What is wrong, each with how to mend it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.teams.credentials import AppType, Credentials
from adapters.teams.tokens import NoTokenError, Tokens

_APART: Final = 300
"""Seconds by which a clock may be off: Teams' requests are refused beyond. The Bot Framework's authentication."""
_MENDS: Final[Mapping[str, str]] = {
    "invalid_client": (
        "MICROSOFT_APP_PASSWORD is not taken: it is wrong, or has expired. Make a new client secret under "
        "Certificates & secrets, and copy its value, not its ID."
    ),
    "unauthorized_client": (
        "MICROSOFT_APP_ID is not known in that tenant: copy the Microsoft App ID and the tenant's ID from the bot's "
        "Configuration in Azure."
    ),
    "invalid_request": "MICROSOFT_APP_TENANT_ID is no tenant: copy it from the bot's Configuration in Azure.",
    "ValueError": "MICROSOFT_APP_TENANT_ID is no tenant: copy it from the bot's Configuration in Azure.",
    "invalid_scope": "MICROSOFT_CLOUD is another one than the bot's: it is public, usgov or china.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: all `wrong` sentences, and what works."""

    works: tuple[str, ...]
    wrong: tuple[str, ...]


async def check(credentials: Credentials, trusted: frozenset[str], public: str, now: datetime) -> Checked:
    """Ask Microsoft. `public` is Learnt's own address, and `now` this machine's UTC time."""
    if not credentials.app_id:
        return Checked(("Teams: a playground on this machine, where nobody is authenticated.",), ())
    works: list[str] = []
    wrong: list[str] = []
    try:
        await Tokens(credentials, time.monotonic).current()
    except NoTokenError as error:
        wrong.append(_token(error.code, credentials))
    else:
        works.append(f"Teams: Microsoft takes the credentials of {credentials.app_id}.")
    await _keys(credentials, works, wrong, now)
    if public.startswith("https://"):
        works.append(f"Teams: the bot's messaging endpoint has to be {public}/api/messages.")
    else:
        wrong.append(
            "LEARNT_PUBLIC_URL is not an https:// address: Teams calls the bot from outside, at that address and "
            "/api/messages, which has to be the bot's messaging endpoint in Azure."
        )
    if not trusted and not credentials.tenant:
        wrong.append("LEARNT_TRUSTED is empty, so no tenant's e-mail addresses are believed: name your own one.")
    return Checked(tuple(works), tuple(wrong))


def _token(code: str, credentials: Credentials) -> str:
    if code in _MENDS:
        return _MENDS[code]
    if credentials.app_type is AppType.MANAGED_IDENTITY:
        return (
            f"The managed identity gives no token ({code}): it is to be assigned to this machine, and "
            "MICROSOFT_APP_ID is its client ID."
        )
    return f"{credentials.cloud.login} gives no token ({code}): check the network, the proxy and MICROSOFT_CLOUD."


async def _keys(credentials: Credentials, works: list[str], wrong: list[str], now: datetime) -> None:
    openid = credentials.cloud.openid
    try:
        async with ClientSession(timeout=ClientTimeout(total=10)) as session, session.get(openid) as answer:
            answer.raise_for_status()
            await answer.json(content_type=None)
            date = answer.headers.get("Date")
    except (ClientError, TimeoutError, OSError, ValueError) as error:
        wrong.append(
            f"{openid} can't be read ({type(error).__name__}), so nobody can tell Teams' requests from others': "
            "check the network and the proxy."
        )
        return
    works.append("Teams: the keys that its requests are signed with can be read.")
    wrong += _clock(date, now)


def _clock(date: str | None, now: datetime) -> list[str]:
    try:
        apart = abs((parsedate_to_datetime(date) - now).total_seconds()) if date else 0
    except ValueError:
        return []
    if apart <= _APART:
        return []
    return [f"This machine's clock is off by {apart / 60:.0f} minutes, so Teams' requests are refused: set it by NTP."]
