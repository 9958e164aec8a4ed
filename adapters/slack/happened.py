"""Slack's events about channels and people, as what happens to the register.

docs.slack.dev/reference/events. Of its own removal from a channel an app hears by channel_left and group_left;
member_left_channel is about the others alone. When a public channel becomes private, nothing that Learnt keeps changes.
"""

from __future__ import annotations

from typing import Final

from adapters.slack.came import Payload, part
from adapters.slack.people import People
from bot.words.happening import Changed, Closed, Deactivated, Happening, Joined, Left, Moved, Renamed, Shared
from bot.words.incoming import Place
from bot.words.person import Platform

_RENAMED: Final = frozenset({"channel_rename", "group_rename"})
_ARCHIVED: Final = frozenset({"channel_archive", "group_archive"})
_REMOVED: Final = frozenset({"channel_left", "group_left"})
_MEMBER: Final = frozenset({"member_joined_channel", "member_left_channel"})
EVENTS: Final = (
    *_RENAMED,
    *_ARCHIVED,
    *_REMOVED,
    *_MEMBER,
    "channel_id_changed",
    "channel_shared",
    "channel_unshared",
    "user_change",
)
"""What is listened to."""


async def read(event: Payload, people: People, bot_user: str) -> Happening | None:
    """What it is; None where nothing comes of it. What was remembered of the channel or person is asked anew.

    Raises TypeError, LookupError or AttributeError where it is not what Slack documents.
    """
    kind = event["type"]
    if kind == "user_change":
        user: Payload = event["user"]
        new = people.learn(_a_user(user))
        if not new or user.get("is_bot"):
            return None
        sender = await people.sender(user["id"])
        return Deactivated(sender) if user.get("deleted") else Changed(sender)
    if kind == "channel_id_changed":
        old, moved_to = _word(event["old_channel_id"]), _word(event["new_channel_id"])
        people.forget_channel(old)
        return Moved(Platform.SLACK, old, moved_to)
    channel: str | Payload = event["channel"]
    account = _word(channel if isinstance(channel, str) else channel["id"])
    if kind in _MEMBER:
        return await _member(kind, event, account, people, bot_user)
    people.forget_channel(account)
    if kind in _RENAMED and not isinstance(channel, str):
        return Renamed(Platform.SLACK, Place(account=account, name=_word(channel["name"])))
    if kind in _ARCHIVED | _REMOVED:
        return Closed(Platform.SLACK, account, archived=kind in _ARCHIVED)
    return Shared(Platform.SLACK, account) if kind == "channel_shared" else None


async def _member(kind: str, event: Payload, account: str, people: People, bot_user: str) -> Happening | None:
    user = _word(event["user"])
    if user == bot_user or await people.is_bot(user):
        return None
    sender = await people.sender(user, _word(event.get("team") or ""))
    outside = await people.is_outside(user)
    place = Place(account=account, name="", outside=outside)
    return Joined(sender, place) if kind == "member_joined_channel" else Left(sender, place)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a word belongs")
    return value


def _a_user(user: Payload) -> Payload:
    """The user, if what is to be known of them is there as words."""
    _word(user["id"])
    for where in (user, part(user, "profile")):
        for name in ("name", "real_name", "tz", "team_id", "email"):
            _word(where.get(name) or "")
    return user
