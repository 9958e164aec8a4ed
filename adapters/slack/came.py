"""What came from Slack, each kind of payload brought to one shape.

Payloads: docs.slack.dev/interactivity/implementing-slash-commands, /reference/interaction-payloads, /reference/events.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from adapters.slack import modal, reading
from bot.words.action import How
from bot.words.address import Address
from bot.words.person import Platform

log = logging.getLogger("learnt.slack")
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One event of a person's.

    `channel` is empty where there is none, as for the global shortcut; `private`: only the person reads there.
    `response_url`, `trigger` and `thread` are empty where the event has none. `outside`: Slack says that the channel
    is shared with another organisation. `author` wrote the message that `link` leads to. `carried` is how many messages
    its acknowledgement carries; None where it carries all of them.
    """

    key: str
    user: str
    team: str
    channel: str = ""
    channel_name: str = ""
    private: bool = True
    outside: bool = False
    text: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    how: How = How.TYPED
    visible: bool = False
    trigger: str = ""
    response_url: str = ""
    thread: str = ""
    link: str = ""
    author: str = ""
    carried: int | None = 0

    def back(self, workspace: str) -> Address:
        """Where answers to it belong, by that workspace's app.

        Into a direct message of two others only the response URL leads; when that is used up, Learnt's own remains.
        """
        return Address(
            platform=Platform.SLACK,
            workspace=workspace,
            conversation="" if self.private and self.response_url else self.channel,
            thread=self.thread,
            only_for=self.user,
            quick=self.response_url,
        )

    @property
    def origin(self) -> str:
        """Where it came from, for a form to carry: see `submission`."""
        parts = {
            "channel": self.channel,
            "name": self.channel_name,
            "private": self.private,
            "outside": self.outside,
            "url": self.response_url,
            "thread": self.thread,
            "link": self.link,
            "author": self.author,
        }
        return json.dumps({name: part for name, part in parts.items() if part})


_WORDS: Final = "key user team channel channel_name text trigger response_url thread link author".split()
_ORDINARY: Final = {None, "file_share", "thread_broadcast"}
"""Subtypes of messages that somebody wrote."""


def read(kind: Callable[[Payload], Came | None], body: Payload) -> Came | None:
    """What one of the functions below makes of a payload; None where it is not what Slack documents."""
    try:
        came = kind(body)
    except (LookupError, TypeError, AttributeError, ValueError):
        log.warning("a payload lacks what Slack's have", exc_info=True)
        return None
    if came is None or all(isinstance(getattr(came, name), str) for name in _WORDS):
        return came
    log.warning("a payload holds what Slack's do not")
    return None


def _is_human(event: Payload) -> bool:
    """Somebody wrote it: no bot, no note of Slack's own, no edit."""
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in _ORDINARY


def command(body: Payload) -> Came:
    """A slash command. Between two people it is as good as alone: the answer is for whoever typed."""
    return Came(
        key=f"slack:trigger:{body['trigger_id']}",
        user=body["user_id"],
        team=body["team_id"],
        channel=body["channel_id"],
        channel_name=body.get("channel_name", ""),
        private=_is_direct(body["channel_id"]),
        text=f"/lesson {body.get('text', '')}",
        trigger=body["trigger_id"],
        response_url=body["response_url"],
        carried=1,
    )


def mention(body: Payload, bot_user: str) -> Came:
    """A message that names the app, in a channel or a thread; everybody there read it."""
    event: Payload = body["event"]
    return _said(body, f"/lesson {reading.without(event.get('text', ''), bot_user)}", visible=True)


def direct(body: Payload, bot_user: str) -> Came | None:
    """A direct message; one that begins with the app's name is meant for it all the more. None for anything else."""
    event: Payload = body["event"]
    text: str = event.get("text", "")
    if not _is_human(event) or event.get("channel_type") != "im" or not text:
        return None
    meant = text.lstrip().startswith(f"<@{bot_user}")
    return _said(body, f"/lesson {reading.without(text, bot_user)}" if meant else text, visible=False)


def _said(body: Payload, text: str, *, visible: bool) -> Came:
    event: Payload = body["event"]
    return Came(
        key=f"slack:event:{body['event_id']}",
        user=event["user"],
        team=event.get("user_team") or event.get("team") or body.get("team_id", ""),
        channel=event["channel"],
        private=event.get("channel_type") == "im" or _is_direct(event["channel"]),
        outside=bool(body.get("is_ext_shared_channel")),
        text=text,
        visible=visible,
        thread=event.get("thread_ts", ""),
    )


def opened(body: Payload) -> Came | None:
    """Somebody looks at App Home; None for its other tab."""
    event: Payload = body["event"]
    if event.get("tab") != "home":
        return None
    key, user, team = f"slack:event:{body['event_id']}", event["user"], body.get("team_id", "")
    return Came(key=key, user=user, team=team, text="", how=How.BUTTON)


def is_home(body: Payload) -> bool:
    """Whether something was pressed on App Home."""
    return part(body, "view").get("type") == "home"


def press(body: Payload) -> Came | None:
    """A button or a menu's entry; None where it carries no line."""
    action: Payload = body["actions"][0]
    line = action.get("value") or part(action, "selected_option").get("value")
    if not line:
        return None
    channel, held = part(body, "channel"), part(body, "container")
    # Answers in the direct message with Learnt are ordinary messages, as ephemeral ones are gone on the next day.
    with_us = _is_direct(channel.get("id", "")) and not held.get("is_ephemeral")
    return Came(
        key=f"slack:trigger:{body['trigger_id']}",
        user=body["user"]["id"],
        team=body["user"].get("team_id") or _team(body),
        channel=channel.get("id", ""),
        channel_name=channel.get("name", ""),
        private=_is_direct(channel.get("id", "")),
        text=f"/lesson {line}",
        how=How.BUTTON,
        trigger=body["trigger_id"],
        response_url="" if with_us else body.get("response_url") or "",
        thread=held.get("thread_ts", ""),
    )


def shortcut(body: Payload) -> Came:
    """The shortcut "New lesson", or "Save as lesson" on a message."""
    channel = part(body, "channel")
    return Came(
        key=f"slack:trigger:{body['trigger_id']}",
        user=body["user"]["id"],
        team=body["user"].get("team_id") or _team(body),
        channel=channel.get("id", ""),
        channel_name=channel.get("name", ""),
        private=_is_direct(channel.get("id", "")),
        text="/lesson",
        how=How.BUTTON,
        trigger=body["trigger_id"],
        response_url=body.get("response_url") or "",
        thread=part(body, "message").get("thread_ts", ""),
    )


def submission(body: Payload) -> Came | None:
    """A form that was sent, with the place it was opened from; None where it is no form of ours."""
    view = body["view"]
    sent = modal.sent(view)
    if sent is None:
        return None
    origin = _origin(sent.origin)
    return Came(
        key=f"slack:view:{view['id']}",
        user=body["user"]["id"],
        team=body["user"].get("team_id") or _team(body),
        channel=origin.get("channel", ""),
        channel_name=origin.get("name", ""),
        private=bool(origin.get("private")) or not origin.get("channel"),
        outside=bool(origin.get("outside")),
        text=f"/lesson {sent.line}",
        fields=sent.answers,
        how=How.BUTTON,
        response_url=origin.get("url", ""),
        thread=origin.get("thread", ""),
        link=origin.get("link", ""),
        author=origin.get("author", ""),
    )


def part(body: Payload, name: str) -> Payload:
    """An object inside a payload; an empty one where it is missing or null."""
    found: Any = body.get(name)
    return found or {}


def _origin(kept: str) -> dict[str, Any]:
    try:
        read: object = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", read) if isinstance(read, dict) else {}


def _team(body: Payload) -> str:
    return part(body, "team").get("id", "")


def _is_direct(channel: str) -> bool:
    return not channel or channel.startswith("D")
