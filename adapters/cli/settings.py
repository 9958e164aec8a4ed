"""Settings, read once from the environment. All that is wrong is said at once, each with how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from adapters.cli import teams_settings
from adapters.slack.credentials import Credentials, OAuth
from adapters.teams.credentials import Credentials as TeamsCredentials

KEY_LENGTH: Final = 32
"""Characters of a key that nobody guesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation runs. What is secret is in no `repr`; a platform that is None is off.

    `trusted` are the workspaces and tenants whose word for an e-mail is believed; empty, the platform's own one is.
    `secret_keys` are the newest first.
    """

    database_url: str = field(repr=False)  # it may hold a password
    host: str
    port: int
    log: str
    public_url: str = ""
    trusted: frozenset[str] = frozenset()
    secret_keys: tuple[str, ...] = field(default=(), repr=False)
    slack: Credentials | None = None
    teams: TeamsCredentials | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """Every wrong setting as a sentence."""

    sentences: tuple[str, ...]


def read(environ: Mapping[str, str]) -> Settings | Wrong:
    """The settings in `environ`, with the documented defaults."""
    wrong: list[str] = []
    port = environ.get("LEARNT_PORT", "3978")
    if not (port.isdecimal() and 0 <= int(port) < 65_536):
        wrong.append(f"LEARNT_PORT is {port!r}: give a number from 0 to 65535.")
    host = environ.get("LEARNT_HOST", "127.0.0.1")
    log = environ.get("LEARNT_LOG", "text")
    if log not in {"text", "json"}:
        wrong.append(f"LEARNT_LOG is {log!r}: it is text or json.")
    url = environ.get("LEARNT_DATABASE_URL", "sqlite:///learnt.db")
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
        wrong.append("LEARNT_DATABASE_URL is neither sqlite:///FILE nor postgresql://USER@HOST/NAME.")
    public = environ.get("LEARNT_PUBLIC_URL", "").rstrip("/")
    if public and not public.startswith(("https://", "http://")):
        wrong.append(f"LEARNT_PUBLIC_URL is {public!r}: give an address that starts with https://.")
    keys = _several(environ.get("LEARNT_SECRET_KEY", ""))
    slack = _slack(environ, public, keys, wrong)
    teams = teams_settings.read(environ, host, public, wrong)
    if wrong:
        return Wrong(tuple(wrong))
    return Settings(
        database_url=url,
        host=host,
        port=int(port),
        log=log,
        public_url=public,
        trusted=frozenset(_several(environ.get("LEARNT_TRUSTED", ""))),
        secret_keys=keys,
        slack=slack,
        teams=teams,
    )


def _slack(environ: Mapping[str, str], public: str, keys: tuple[str, ...], wrong: list[str]) -> Credentials | None:
    """Slack's credentials; what is half set is added to `wrong`. The values themselves are never shown."""
    names = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL", "SLACK_CLIENT_ID")
    bot, signing, app, api, client = (environ.get(name, "").strip() for name in names)
    if not (bot or signing or app or client):
        return None
    before = len(wrong)
    if client and bot:
        wrong.append("SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for several: set one of them, not both.")
    elif not client:
        _one_workspace(bot, wrong)
    if app and not app.startswith("xapp-"):
        wrong.append(
            "SLACK_APP_TOKEN is no app-level token: it starts with xapp-, and is found under App-Level Tokens."
        )
    if not signing and not app:
        wrong.append(
            "SLACK_SIGNING_SECRET is not set: copy the Signing Secret from Basic Information, "
            "or set SLACK_APP_TOKEN to use Socket Mode."
        )
    if api and not api.startswith(("https://", "http://")):
        wrong.append(f"SLACK_API_URL is {api!r}: give an address such as https://slack.com/api/.")
    oauth = _several_workspaces(environ, client, public, keys, wrong) if client else None
    if len(wrong) > before:
        return None
    return Credentials(
        bot_token=bot,
        signing_secret=signing,
        app_token=app,
        api_url=api or "https://slack.com/api/",
        oauth=oauth,
    )


def _one_workspace(bot: str, wrong: list[str]) -> None:
    if not bot:
        wrong.append(
            "SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-\u2026) from OAuth & Permissions."
        )
    elif not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        wrong.append("SLACK_BOT_TOKEN is no bot token: it starts with xoxb-, and is found under OAuth & Permissions.")


def _several_workspaces(
    environ: Mapping[str, str], client: str, public: str, keys: tuple[str, ...], wrong: list[str]
) -> OAuth:
    secret = environ.get("SLACK_CLIENT_SECRET", "").strip()
    allowed = _several(environ.get("LEARNT_SLACK_WORKSPACES", ""))
    if not secret:
        wrong.append("SLACK_CLIENT_SECRET is not set: copy the Client Secret from Basic Information.")
    if not allowed:
        wrong.append(
            "LEARNT_SLACK_WORKSPACES is not set: name the workspaces that may let Learnt in, such as T012AB3CD."
        )
    if unlike := [one for one in allowed if not (one[:1] in "TE" and one.isalnum() and one.isupper())]:
        wrong.append(f"LEARNT_SLACK_WORKSPACES names {', '.join(unlike)}: an id is of capitals, such as T012AB3CD.")
    if not public:
        wrong.append("LEARNT_PUBLIC_URL is not set: Slack has to know where to send whoever installs Learnt.")
    if not keys:
        wrong.append(
            "LEARNT_SECRET_KEY is not set: the tokens of the workspaces are sealed with it. Give a random text."
        )
    elif any(len(key) < KEY_LENGTH for key in keys):
        wrong.append(f"LEARNT_SECRET_KEY is too short: give {KEY_LENGTH} random characters or more.")
    return OAuth(client_id=client, client_secret=secret, workspaces=frozenset(allowed), public_url=public)


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
