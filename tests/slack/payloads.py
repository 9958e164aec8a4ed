"""The payloads of commands, interactions and messages, with the fields that Slack sends.

Sources: docs.slack.dev/reference/interaction-payloads and /interactivity/implementing-slash-commands; bolt-js types.
"""

from __future__ import annotations

from typing import Any

from tests.slack.channels import Channel
from tests.slack.messages import Message, unescape
from tests.slack.users import User
from tests.slack.views import View
from tests.slack.workspace import State


def who(user: User) -> dict[str, str]:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team}


def _enterprise(state: State, team: str) -> dict[str, str] | None:
    home = state.workspaces[team]
    return {"id": home.enterprise, "name": home.enterprise_name} if home.enterprise else None


def _interaction(state: State, kind: str, user: User, team: str, trigger: str) -> dict[str, Any]:
    return {
        "type": kind,
        "token": state.app.verification,
        "team": state.workspaces[team].team_json(),
        "user": who(user),
        "api_app_id": state.app.id,
        "is_enterprise_install": False,
        "enterprise": _enterprise(state, team),
        "trigger_id": trigger,
    }


def command(
    state: State, user: User, channel: Channel, name: str, words: str, *, trigger: str, url: str
) -> dict[str, str]:
    """A slash command, as form fields."""
    home = state.workspaces[user.team]
    found = {
        "token": state.app.verification,
        "team_id": home.id,
        "team_domain": home.domain,
        "channel_id": channel.id,
        "channel_name": channel.name_in_payloads,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": words,
        "api_app_id": state.app.id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }
    if home.enterprise:
        found |= {"enterprise_id": home.enterprise, "enterprise_name": home.enterprise_name}
    return found


def action_in_message(
    state: State,
    user: User,
    team: str,
    message: Message,
    action: dict[str, Any],
    values: Any,
    *,
    trigger: str,
    url: str,
) -> dict[str, Any]:
    """block_actions from a message; an ephemeral one is not sent along."""
    channel = state.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    found = _interaction(state, "block_actions", user, team, trigger)
    found |= {
        "container": container | ({"thread_ts": message.thread} if message.thread else {}),
        "channel": {"id": channel.id, "name": channel.name_in_payloads},
        "state": {"values": values},
        "response_url": url,
        "actions": [action],
    }
    return found | ({} if message.ephemeral else {"message": message.json()})


def action_in_view(state: State, user: User, view: View, action: dict[str, Any], *, trigger: str) -> dict[str, Any]:
    """block_actions from a modal or a Home tab."""
    found = _interaction(state, "block_actions", user, user.team, trigger)
    return found | {
        "container": {"type": "view", "view_id": view.id},
        "view": view.json(),
        "actions": [action],
    }


def submission(state: State, user: User, view: View, *, trigger: str) -> dict[str, Any]:
    found = _interaction(state, "view_submission", user, user.team, trigger)
    return found | {"view": view.json(), "response_urls": []}


def closed(state: State, user: User, view: View, *, cleared: bool) -> dict[str, Any]:
    found = _interaction(state, "view_closed", user, user.team, "")
    del found["trigger_id"]
    return found | {"view": view.json(), "is_cleared": cleared}


def global_shortcut(state: State, user: User, callback: str, *, trigger: str) -> dict[str, Any]:
    found = _interaction(state, "shortcut", user, user.team, trigger)
    del found["api_app_id"]
    return found | {"callback_id": callback, "action_ts": state.clock.ts()}


def message_shortcut(
    state: State, user: User, message: Message, callback: str, *, trigger: str, url: str
) -> dict[str, Any]:
    channel = state.channels[message.channel]
    found = _interaction(state, "message_action", user, user.team, trigger)
    return found | {
        "callback_id": callback,
        "action_ts": state.clock.ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel.name_in_payloads},
        "message": message.json(),
        "response_url": url,
    }


def message_event(message: Message, channel: Channel) -> dict[str, Any]:
    """A person's message, as message events and app_mention give it."""
    plain = [{"type": "text", "text": unescape(message.text)}]
    section = {"type": "rich_text_section", "elements": plain}
    found: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": f"00000000-0000-4000-8000-{message.ts.replace('.', '')[-12:]}",
        "text": message.text,
        "team": message.team,
        "blocks": [{"type": "rich_text", "block_id": "rt" + message.ts[-4:], "elements": [section]}],
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.thread:
        found |= {"thread_ts": message.thread, "parent_user_id": channel.messages[message.thread].user}
    if channel.is_shared:
        found |= {"user_team": message.team, "source_team": message.team}
    return found
