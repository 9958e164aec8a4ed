"""The chat platforms: the app that an administrator makes there, and whether the configuration works."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from adapters.cli.settings import Settings
from bot.words.person import Platform
from storage.engine import Store


class _Checked(Protocol):
    @property
    def works(self) -> tuple[str, ...]: ...
    @property
    def wrong(self) -> tuple[str, ...]: ...


def manifest(options: argparse.Namespace, settings: Settings) -> int:
    """Print Slack's manifest, or write Teams' package."""
    return _teams_package(options, settings) if options.platform == "teams" else _slack_manifest(options, settings)


def _slack_manifest(options: argparse.Namespace, settings: Settings) -> int:
    from adapters.slack.manifest import EXAMPLE, manifest  # only where it is asked for

    url = options.url or settings.public_url or EXAMPLE
    print(json.dumps(manifest(url, socket_mode=options.socket_mode, several=options.several), indent=2))
    return 0


def _teams_package(options: argparse.Namespace, settings: Settings) -> int:
    from adapters.teams.manifest import EXAMPLE, package  # as above

    app_id = options.app_id or (settings.teams.app_id if settings.teams else "")
    if not app_id:
        print("learnt: say whose package it is: --app-id and the Microsoft App ID of the bot.", file=sys.stderr)
        return 1
    url = options.url or settings.public_url or EXAMPLE
    try:
        Path(options.to).write_bytes(package(app_id, url, version("learnt")))
    except OSError as error:
        print(f"learnt: {options.to} can't be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{options.to} is written. Upload it in the Teams admin centre, under Teams apps, Manage apps.")
    return 0


def check(settings: Settings, clock: Callable[[], datetime]) -> int:
    """Say what works, what does not, and how to mend it."""
    store = Store(settings.database_url, secret_keys=settings.secret_keys)
    if store.is_sqlite:
        store.migrate()
    print(f"The register is at version {store.schema_version()}.")
    found = [*_slack(settings, store, clock()), *_teams(settings, clock())]
    for one in found:
        if one.works:
            print("\n".join(one.works))
    wrong = [sentence for one in found for sentence in one.wrong]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def _slack(settings: Settings, store: Store, now: datetime) -> list[_Checked]:
    if settings.slack is None:
        print("Slack is off: set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, to switch it on.")
        return []
    from adapters.slack.check import check  # where Slack is on

    with store.read() as register:
        installations = register.installations.all(Platform.SLACK) if settings.slack.oauth else ()
    return [asyncio.run(check(settings.slack, installations, settings.trusted, now))]


def _teams(settings: Settings, now: datetime) -> list[_Checked]:
    if settings.teams is None:
        print("Teams is off: set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID to switch it on.")
        return []
    from adapters.teams.check import check  # where Teams is on

    return [asyncio.run(check(settings.teams, settings.trusted, settings.public_url, now))]
