"""The app package that an administrator uploads: learn.microsoft.com/microsoft-365/extensibility/schema.

Least permissions: no Graph, no reading of channels. Learnt hears what names it, and what is written to it.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

from bot.commands.table import BY_NAME

SCHEMA: Final = "https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json"
EXAMPLE: Final = "https://learnt.example"
PACKAGE: Final = "learnt-teams.zip"
_ICONS: Final = Path(__file__).with_name("icons")
_OFFERED: Final = ("list", "actions", "search", "undo", "release list", "session", "review", "help")
"""Commands that the compose box suggests; Teams takes ten a list, two of which are for capture."""
_CAPTURES: Final = (("improve", "something to do better: improve and what happened"), ("keep", "something went well"))


def package(app_id: str, url: str, version: str) -> bytes:
    """The zip: the manifest, and both icons at its root."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        made = json.dumps(manifest(app_id, url, version), indent=2, ensure_ascii=False)
        for name, content in (
            ("manifest.json", made.encode()),
            *((name, (_ICONS / name).read_bytes()) for name in ("color.png", "outline.png")),
        ):
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)  # the same each time it is made
    return whole.getvalue()


def manifest(app_id: str, url: str, version: str) -> dict[str, Any]:
    """The manifest. `app_id` is the bot's, `url` Learnt's public address; `version` is three numbers."""
    url = url.rstrip("/")
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.25",
        "version": version,
        "id": app_id,
        "developer": {"name": "Learnt", "websiteUrl": url, "privacyUrl": url, "termsOfUseUrl": url},
        "name": {"short": "Learnt", "full": "Learnt: lessons from releases, and what comes of them"},
        "description": {
            "short": "Lessons learnt around releases, and the actions that come of them",
            "full": (
                "Write a lesson down the moment it happens, give it an action with one owner and a date, and be asked "
                "about it a week before the monthly review. Learnt keeps the register, reminds whoever owns an open "
                "action, and shows from release to release what was learnt."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1D3C4F",
        "defaultInstallScope": "team",
        "supportedChannelTypes": ["sharedChannels", "privateChannels"],
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [
                    {"scopes": ["personal"], "commands": _commands()},
                    {"scopes": ["team", "groupChat"], "commands": _commands()},
                ],
            }
        ],
        "composeExtensions": [
            {
                "botId": app_id,
                "commands": [
                    _extension("save_as_lesson", "message", "Save as lesson", "Keep this message as a lesson"),
                    _extension("new_lesson", "compose", "New lesson", "Write a lesson down"),
                ],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
    }


def _commands() -> list[dict[str, str]]:
    offered = [*_CAPTURES, *((name, BY_NAME[name][0].explains) for name in _OFFERED)]
    return [{"title": title, "description": explains} for title, explains in offered]


def _extension(name: str, context: str, title: str, explains: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "action",
        "context": [context],
        "title": title,
        "description": explains,
        "fetchTask": True,
    }
