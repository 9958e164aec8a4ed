"""Settings, read once from the environment. All that is wrong is said at once, each with how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.slack.credentials import Credentials


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
    log = environ.get("LEARNT_LOG", "text")
    if log not in {"text", "json"}:
        wrong.append(f"LEARNT_LOG is {log!r}: it is text or json.")
    url = environ.get("LEARNT_DATABASE_URL", "sqlite:///learnt.db")
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")):
        wrong.append("LEARNT_DATABASE_URL is neither sqlite:///FILE nor postgresql://USER@HOST/NAME.")
    public = environ.get("LEARNT_PUBLIC_URL", "").rstrip("/")
    if public and not public.startswith(("https://", "http://")):
        wrong.append(f"LEARNT_PUBLIC_URL is {public!r}: give an address that starts with https://.")
    slack = _slack(environ, wrong)
    if wrong:
        return Wrong(tuple(wrong))
    return Settings(
        database_url=url,
        host=environ.get("LEARNT_HOST", "127.0.0.1"),
        port=int(port),
        log=log,
        public_url=public,
        trusted=frozenset(_several(environ.get("LEARNT_TRUSTED", ""))),
        secret_keys=_several(environ.get("LEARNT_SECRET_KEY", "")),
        slack=slack,
    )


def _slack(environ: Mapping[str, str], wrong: list[str]) -> Credentials | None:
    """Slack's credentials; what is half set is added to `wrong`. The values themselves are never shown."""
    names = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL")
    bot, signing, app, api = (environ.get(name, "").strip() for name in names)
    if not (bot or signing or app):
        return None
    before = len(wrong)
    if not bot:
        wrong.append("SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.")
    elif not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        wrong.append("SLACK_BOT_TOKEN is no bot token: it starts with xoxb-, and is found under OAuth & Permissions.")
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
    if len(wrong) > before:
        return None
    return Credentials(bot_token=bot, signing_secret=signing, app_token=app, api_url=api or "https://slack.com/api/")


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
