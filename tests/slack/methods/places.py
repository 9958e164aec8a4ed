"""Which conversation is meant, and whether the bot may be there."""

from __future__ import annotations

from tests.slack.arguments import Refusal
from tests.slack.channels import Channel
from tests.slack.messages import Message
from tests.slack.web_api import Call

FAMILY = {"channel": "channels", "group": "groups", "im": "im"}


def channel(call: Call, name: str) -> Channel:
    """The channel of this id, if the bot can know of it; else `channel_not_found`."""
    found = call.state.channels.get(name)
    if found is None or call.team not in found.teams:
        raise Refusal("channel_not_found")
    mine = call.installation.bot_user in found.members
    if (found.is_private or found.is_im) and not mine:
        raise Refusal("channel_not_found")
    return found


def readable(call: Call, name: str, what: str) -> Channel:
    """The same, with the scope for its kind: `what` is "read" or "history"."""
    found = channel(call, name)
    call.need(f"{FAMILY[found.kind]}:{what}")
    return found


def postable(call: Call, name: str) -> Channel:
    """Where a message may be posted; a user's id stands for the direct message with them, opened if need be."""
    if name[:1] in {"U", "W"}:
        return direct(call, name, "channel_not_found")
    found = channel(call, name)
    if found.is_archived:
        raise Refusal("is_archived")
    if call.installation.bot_user not in found.members:
        call_may = call.token is not None and "chat:write.public" in call.token.scopes
        if not call_may:
            raise Refusal("not_in_channel")
    return found


def direct(call: Call, user: str, otherwise: str) -> Channel:
    """The direct message with a user of this workspace, or of one that shares a channel with it."""
    person = call.state.users.get(user)
    if person is None:
        raise Refusal(otherwise)
    if person.is_bot:
        raise Refusal("cannot_dm_bot")
    if person.team != call.team and call.state.strangers(call.team, person):
        raise Refusal(otherwise if otherwise == "channel_not_found" else "invalid_user_combination")
    if not call.state.app.messages_tab:
        raise Refusal("messages_tab_disabled")
    return call.state.direct(call.installation.bot_user, user)


def message(place: Channel, ts: str) -> Message:
    """A message that everybody can see, or `message_not_found`."""
    found = place.messages.get(ts)
    if found is None or found.deleted or found.only:
        raise Refusal("message_not_found")
    return found
