"""Events API: which event the app hears of, and its envelope."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from tests.slack.app import Installation
from tests.slack.channels import Channel
from tests.slack.outbound import Outbound, Sent
from tests.slack.web_api import WebApi

# The scope that each subscription needs (docs.slack.dev/reference/events). Those not listed need none.
SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "channel_rename": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_shared": "channels:read",
    "channel_unshared": "channels:read",
    "group_rename": "groups:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_deleted": "groups:read",
    "group_left": "groups:read",
    "user_change": "users:read",
    "team_join": "users:read",
}
MESSAGES = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


@dataclass(slots=True, eq=False)
class Events:
    """Sends events to the app where it has subscribed to them and may hear of them."""

    api: WebApi
    outbound: Outbound

    def hears(self, subscription: str, channel: Channel | None, installation: Installation) -> bool:
        """The app can be reached, is subscribed, has the scope, and its bot is in the channel."""
        app = self.api.state.app
        if not (app.url or app.socket_mode):
            return False
        scope = SCOPES.get(subscription)
        if subscription in {"member_joined_channel", "member_left_channel"} and channel is not None:
            scope = "groups:read" if channel.is_private else "channels:read"
        token = installation.tokens[-1] if installation.tokens else None
        if subscription not in app.events or not installation.active:
            return False
        if scope is not None and (token is None or scope not in token.scopes):
            return False
        return channel is None or installation.bot_user in channel.members

    async def happens(
        self, subscription: str, event: dict[str, Any], team: str, channel: Channel | None = None, **more: Any
    ) -> Sent | None:
        """Send one event, once, to the first installation that may hear of it; None where none may."""
        teams = [team, *(one for one in (channel.teams if channel else ()) if one != team)]
        installed = [self.api.state.installations[one] for one in teams if one in self.api.state.installations]
        hearing = [one for one in installed if self.hears(subscription, channel, one)]
        if not hearing:
            return None
        return await self.outbound.send("events_api", self.envelope(event, team, hearing, channel, **more))

    def envelope(
        self, event: dict[str, Any], team: str, hearing: list[Installation], channel: Channel | None, **more: Any
    ) -> dict[str, Any]:
        """The outer payload; `team` is where the event happened."""
        state = self.api.state
        first = hearing[0]
        home = state.workspaces[first.team]
        context = "4-" + secrets.token_hex(16)
        self.api.events[context] = [one.team for one in hearing]
        found: dict[str, Any] = {
            "token": state.app.verification,
            "team_id": first.team,
            "context_team_id": team,
            "context_enterprise_id": state.workspaces[team].enterprise or None,
            "api_app_id": state.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(state.clock.seconds()),
            "authorizations": [
                {
                    "enterprise_id": home.enterprise or None,
                    "team_id": first.team,
                    "user_id": first.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.is_shared),
            "event_context": context,
        }
        if home.enterprise:
            found["enterprise_id"] = home.enterprise
        return found | more
