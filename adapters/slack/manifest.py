"""The app as Slack is to make it: docs.slack.dev/reference/app-manifest. Least scopes; docs/slack.md says why each."""

from __future__ import annotations

from typing import Any, Final

SCOPES: Final = (
    "app_mentions:read",  # hear @Learnt, also in threads
    "channels:read",  # a channel's name, and whether other organisations are in it
    "chat:write",  # answer, remind, post
    "commands",  # /lesson and the shortcuts
    "files:write",  # hand a coordinator the workbook that they asked for
    "groups:read",  # the same as channels:read, of private channels that Learnt was invited to
    "im:history",  # direct messages to Learnt, and whether a reminder has arrived already
    "im:write",  # find the direct message that a reminder is in
    "users:read",  # names and time zones
    "users:read.email",  # one person on Slack and Teams
)
EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unshared",
    "group_archive",
    "group_left",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
    "user_change",
)
EXAMPLE: Final = "https://learnt.example"


def manifest(url: str = EXAMPLE, *, socket_mode: bool = False, several: bool = False) -> dict[str, Any]:
    """The manifest. `url` is Learnt's public address; Socket Mode with one workspace needs none.

    `several` workspaces let Learnt in by themselves, and their tokens are renewed twice a day.
    """
    request = {} if socket_mode else {"request_url": f"{url.rstrip('/')}/slack/events"}
    command = {
        "command": "/lesson",
        "description": "Add a lesson, or list, search and act on them",
        "usage_hint": "improve TEXT | keep TEXT | list | actions | help",
        "should_escape": True,
    }
    return {
        "display_information": {
            "name": "Learnt",
            "description": "Lessons learnt around releases, and the actions that come of them",
            "background_color": "#1d3c4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Learnt", "always_online": True},
            "shortcuts": [
                {
                    "name": "Save as lesson",
                    "type": "message",
                    "callback_id": "save_as_lesson",
                    "description": "Keep this message as a lesson",
                },
                {
                    "name": "New lesson",
                    "type": "global",
                    "callback_id": "new_lesson",
                    "description": "Write a lesson down",
                },
            ],
            "slash_commands": [command if socket_mode else command | {"url": request["request_url"]}],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{url.rstrip('/')}/slack/oauth_redirect"]} if several else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": several,
        },
    }
