"""Would Slack take this app manifest? By its own schema, and by what the schema leaves unsaid."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema

from tests.slack.events import SCOPES

SCHEMA = Path(__file__).parent / "schemas" / "slack-manifest-v2.schema.json"
EITHER = ("member_joined_channel", "member_left_channel", "channel_id_changed")  # channels:read or groups:read


def problems_of_manifest(manifest: Mapping[str, Any]) -> list[str]:
    """What is wrong with it, as "where: what"; an empty list if Slack would take it.

    Beyond the schema: each event subscription needs its scope, and HTTP needs request URLs while Socket Mode doesn't
    (docs.slack.dev/reference/app-manifest).
    """
    schema = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
    found = [f"{one.json_path}: {one.message}" for one in schema.iter_errors(dict(manifest))]
    return found or [*_scopes(manifest), *_urls(manifest)]


def _scopes(manifest: Mapping[str, Any]) -> list[str]:
    scopes = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())
    found = [
        f"settings.event_subscriptions.bot_events: {one} needs the scope {SCOPES[one]}"
        for one in events
        if one in SCOPES and SCOPES[one] not in scopes
    ]
    found += [
        f"settings.event_subscriptions.bot_events: {one} needs the scope channels:read or groups:read"
        for one in events
        if one in EITHER and not scopes & {"channels:read", "groups:read"}
    ]
    if manifest.get("features", {}).get("slash_commands") and "commands" not in scopes:
        found.append("features.slash_commands: needs the scope commands")
    if scopes and "bot_user" not in manifest.get("features", {}):
        found.append("features.bot_user: bot scopes need a bot user")
    return found


def _urls(manifest: Mapping[str, Any]) -> list[str]:
    settings, features = manifest.get("settings", {}), manifest.get("features", {})
    if settings.get("socket_mode_enabled"):
        return []
    wanted = {
        "settings.event_subscriptions.request_url": settings.get("event_subscriptions"),
        "settings.interactivity.request_url": settings.get("interactivity"),
    }
    missing = [where for where, part in wanted.items() if part and "request_url" not in part]
    missing += ["features.slash_commands.url" for one in features.get("slash_commands", ()) if "url" not in one]
    return [f"{where}: needed without Socket Mode" for where in missing]
