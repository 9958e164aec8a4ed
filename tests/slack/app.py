"""The Slack app under test: what its manifest says, and where it has been installed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SCOPES = (
    "app_mentions:read channels:read chat:write commands groups:read im:history im:read im:write users:read "
    "users:read.email files:write"
)
EVENTS = (
    "app_home_opened app_mention app_uninstalled channel_archive channel_id_changed channel_left channel_rename "
    "channel_unarchive group_archive group_left group_rename group_unarchive member_joined_channel "
    "member_left_channel message.im team_join tokens_revoked user_change"
)


@dataclass(slots=True)
class App:
    """An app's settings page. `url` is its request URL; with `socket_mode` it is never called."""

    id: str = "A0LEARNT"
    name: str = "Learnt"
    url: str = ""
    socket_mode: bool = False
    scopes: frozenset[str] = frozenset(SCOPES.split())
    events: frozenset[str] = frozenset(EVENTS.split())
    commands: dict[str, bool] = field(default_factory=lambda: {"/lesson": True})  # command: are users escaped?
    shortcuts: dict[str, str] = field(
        default_factory=lambda: {"save_as_lesson": "message", "new_lesson": "global"}  # callback_id: type
    )
    home: bool = True
    messages_tab: bool = True
    rotation: bool = False
    redirects: tuple[str, ...] = ()
    client_id: str = "1111.2222"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verification: str = field(default_factory=lambda: secrets.token_hex(12))
    app_token: str = field(default_factory=lambda: f"xapp-1-A0LEARNT-1-{secrets.token_hex(16)}")
    app_scopes: frozenset[str] = frozenset({"connections:write", "authorizations:read"})

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> App:
        """The app that an administrator gets by pasting this manifest."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        oauth = manifest.get("oauth_config", {})
        home = features.get("app_home", {})
        subscriptions = settings.get("event_subscriptions", {})
        urls = [one["url"] for one in features.get("slash_commands", []) if "url" in one]
        return cls(
            name=manifest["display_information"]["name"],
            url=subscriptions.get("request_url") or (urls[0] if urls else ""),
            socket_mode=bool(settings.get("socket_mode_enabled")),
            scopes=frozenset(oauth.get("scopes", {}).get("bot", ())),
            events=frozenset(subscriptions.get("bot_events", ())),
            commands={one["command"]: bool(one.get("should_escape")) for one in features.get("slash_commands", [])},
            shortcuts={one["callback_id"]: one["type"] for one in features.get("shortcuts", [])},
            home=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled"))
            and not home.get("messages_tab_read_only_enabled", False),
            rotation=bool(settings.get("token_rotation_enabled")),
            redirects=tuple(oauth.get("redirect_urls", ())),
        )


@dataclass(slots=True, eq=False)
class Token:
    """A token: "bot" or "app". `dead` is the error that its use now gives; `expires` is in seconds since 1970."""

    value: str
    kind: str
    team: str
    scopes: frozenset[str]
    expires: float = 0.0
    dead: str = ""


@dataclass(slots=True, eq=False)
class Installation:
    """The app in one workspace: its bot user and its tokens (the newest last)."""

    team: str
    bot_user: str
    bot_id: str
    tokens: list[Token] = field(default_factory=list[Token])
    refresh_token: str = ""
    active: bool = True

    @property
    def token(self) -> str:
        return self.tokens[-1].value
