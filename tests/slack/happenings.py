"""What happens in a workspace without the app: channels renamed, people joining and leaving, the app removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from tests.slack.channels import Channel
from tests.slack.events import Events
from tests.slack.messages import Message
from tests.slack.outbound import Ack, Sent
from tests.slack.payloads import message_event
from tests.slack.users import User
from tests.slack.workspace import State


class Happenings:
    """Changes the state and tells the app, where it is subscribed. Each returns what was sent, or None."""

    def __init__(self, state: State, events: Events, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
        self._state, self._events, self._run = state, events, run

    def _happens(
        self, subscription: str, event: dict[str, Any], team: str, channel: Channel | None = None
    ) -> Sent | None:
        found: Sent | None = self._run(self._events.happens(subscription, event, team, channel))
        return found

    def _in_channel(self, kind: str, channel: Channel, /, **more: Any) -> Sent | None:
        family = "group" if channel.is_private else "channel"
        event = {"type": f"{family}_{kind}", "event_ts": self._state.clock.ts(), **more}
        return self._happens(event["type"], event, channel.teams[0], channel)

    def rename(self, channel: Channel, name: str) -> Sent | None:
        """channel_rename, or group_rename for a private channel."""
        channel.name = name
        inner = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
        family = "is_group" if channel.is_private else "is_channel"
        return self._in_channel("rename", channel, channel=inner | {family: True})

    def archive(self, channel: Channel, by: str = "") -> Sent | None:
        """channel_archive, or group_archive."""
        channel.is_archived = True
        return self._in_channel("archive", channel, channel=channel.id, user=by or channel.creator)

    def unarchive(self, channel: Channel, by: str = "") -> Sent | None:
        """channel_unarchive, or group_unarchive."""
        channel.is_archived = False
        return self._in_channel("unarchive", channel, channel=channel.id, user=by or channel.creator)

    def make_private(self, channel: Channel, by: str = "") -> Sent | None:
        """A message with subtype channel_convert_to_private: heard with message.groups only."""
        channel.is_private = True
        words = "made this channel *private*. Now, it can only be viewed or joined by invitation."
        made = channel.add(
            Message(
                self._state.clock.ts(),
                channel.id,
                words,
                by or channel.creator,
                team=channel.teams[0],
                subtype="channel_convert_to_private",
            )
        )
        event = {"subtype": made.subtype, "user": made.user, "text": words, "type": "message", "ts": made.ts}
        event |= {"channel": channel.id, "event_ts": made.ts, "channel_type": "group"}
        return self._happens("message.groups", event, channel.teams[0], channel)

    def share(self, channel: Channel, team: str) -> Sent | None:
        """Another organisation joins: channel_shared. A private channel gets a new id: channel_id_changed."""
        channel.teams.append(team)
        if not channel.is_private:
            event = {"type": "channel_shared", "connected_team_id": team, "channel": channel.id}
            event["event_ts"] = self._state.clock.ts()
            return self._happens("channel_shared", event, channel.teams[0], channel)
        old, new = channel.id, self._state.id("C")
        del self._state.channels[old]
        channel.id = new
        self._state.channels[new] = channel
        for message in channel.messages.values():
            message.channel = new
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
        return self._happens(
            "channel_id_changed", event | {"event_ts": self._state.clock.ts()}, channel.teams[0], channel
        )

    def join(self, channel: Channel, user: str, inviter: str = "") -> Sent | None:
        """member_joined_channel; the bot's own joining too."""
        if user not in channel.members:
            channel.members.append(user)
        return self._member("joined", channel, user, **({"inviter": inviter} if inviter else {}))

    def leave(self, channel: Channel, user: str) -> Sent | None:
        """member_left_channel; of the bot's own removal channel_left or group_left instead."""
        ours = {one.bot_user for one in self._state.installations.values()}
        told = (
            self._in_channel("left", channel, channel=channel.id, actor_id=channel.creator)
            if user in ours
            else self._member("left", channel, user)
        )
        channel.members.remove(user)
        return told

    def _member(self, what: str, channel: Channel, user: str, **more: str) -> Sent | None:
        event = {
            "type": f"member_{what}_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.is_private and channel.id[0] == "G" else "C",
            "team": self._state.users[user].team,
            "event_ts": self._state.clock.ts(),
            **more,
        }
        return self._happens(event["type"], event, channel.teams[0], channel)

    def user_change(self, user: User, **changes: Any) -> Sent | None:
        """Change a user's record, such as `email`, `real_name`, `zone` or `deleted`: user_change."""
        for name, value in changes.items():
            setattr(user, name, value)
        user.updated = int(self._state.clock.seconds())
        return self._user("user_change", user)

    def team_join(self, user: User) -> Sent | None:
        return self._user("team_join", user)

    def _user(self, kind: str, user: User) -> Sent | None:
        scopes = self._state.app.scopes
        event = {
            "type": kind,
            "user": user.json(user.team, self._state.clock.now, email="users:read.email" in scopes, locale=True),
            "cache_ts": int(self._state.clock.seconds()),
            "event_ts": self._state.clock.ts(),
        }
        return self._happens(kind, event, user.team)

    def bot_message(self, channel: Channel, words: str) -> Sent | None:
        """Another app posts (subtype bot_message, no user)."""
        made = channel.add(
            Message(self._state.clock.ts(), channel.id, words, "", "B9999999999", "A9999999999", channel.teams[0])
        )
        event = message_event(made, channel) | {"subtype": "bot_message", "bot_id": made.bot}
        del event["user"]
        subscription = {"im": "message.im", "group": "message.groups"}.get(channel.kind, "message.channels")
        return self._happens(subscription, event | {"channel_type": channel.kind}, channel.teams[0], channel)

    def uninstall(self, team: str) -> list[Sent]:
        """The app is removed: app_uninstalled and tokens_revoked, in the order in which Slack may well send them."""
        installation = self._state.installations[team]
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [installation.bot_user]}}
        told = [
            self._happens("tokens_revoked", revoked | {"event_ts": self._state.clock.ts()}, team),
            self._happens("app_uninstalled", {"type": "app_uninstalled", "event_ts": self._state.clock.ts()}, team),
        ]
        self._state.uninstall(team)
        return [one for one in told if one is not None]

    def revoke(self, team: str) -> Sent | None:
        """An administrator revokes the bot's tokens: tokens_revoked."""
        installation = self._state.installations[team]
        event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [installation.bot_user]}}
        told = self._happens("tokens_revoked", event | {"event_ts": self._state.clock.ts()}, team)
        for token in installation.tokens:
            token.dead = "token_revoked"
        return told

    def rate_limited(self, team: str) -> Ack:
        """Slack stops events above 30,000 an hour: app_rate_limited, which is no event_callback."""
        body = {"token": self._state.app.verification, "type": "app_rate_limited", "team_id": team}
        minute = int(self._state.clock.seconds()) // 60 * 60
        body |= {"minute_rate_limited": minute, "api_app_id": self._state.app.id}
        return self._send("events_api", body)

    def verify_url(self) -> Ack:
        """The challenge that Slack sends when a request URL is entered; its answer must repeat it."""
        challenge = secrets.token_hex(16)
        ack = self._send(
            "url_verification",
            {"token": self._state.app.verification, "challenge": challenge, "type": "url_verification"},
        )
        if ack.ok and challenge not in {ack.json.get("challenge"), ack.text.strip()}:
            ack.error = "challenge_failed"
        return ack

    def check_ssl(self) -> Ack:
        """The request by which Slack now and then checks a command's certificate."""
        return self._send("ssl_check", {"token": self._state.app.verification, "ssl_check": "1"})

    def _send(self, kind: Any, payload: dict[str, Any]) -> Ack:
        sent: Sent = self._run(self._events.outbound.send(kind, payload))
        return sent.acks[-1]
