"""Channels, private and shared, and direct messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.slack.messages import Message


@dataclass(slots=True, eq=False)
class Channel:
    """A conversation. `teams` are the workspaces that share it; in a direct message `with_` is the person."""

    id: str
    name: str
    teams: list[str]
    creator: str = ""
    created: int = 0
    is_private: bool = False
    is_archived: bool = False
    is_im: bool = False
    with_: str = ""
    bot: str = ""
    members: list[str] = field(default_factory=list[str])
    messages: dict[str, Message] = field(default_factory=dict[str, Message])
    topic: str = ""

    @property
    def is_shared(self) -> bool:
        """Shared with another organisation (Slack Connect)."""
        return len(self.teams) > 1

    @property
    def kind(self) -> str:
        """The `channel_type` of message events."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    @property
    def name_in_payloads(self) -> str:
        """What slash commands and interactions call it: private conversations are not named."""
        return "directmessage" if self.is_im else "privategroup" if self.is_private else self.name

    def add(self, message: Message) -> Message:
        self.messages[message.ts] = message
        return message

    def json(self, viewer: str, *, num_members: bool = False) -> dict[str, Any]:
        """As conversations.info gives it to `viewer`, a bot's user id."""
        base: dict[str, Any] = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_im": self.is_im,
            "is_org_shared": False,
            "context_team_id": self.teams[0],
            "updated": self.created * 1000,
        }
        if self.is_im:
            return base | {"user": self.with_, "is_open": True, "priority": 0}
        base |= {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": False,
            "is_shared": self.is_shared,
            "is_ext_shared": self.is_shared,
            "is_pending_ext_shared": False,
            "is_member": viewer in self.members,
            "creator": self.creator,
            "unlinked": 0,
            "shared_team_ids": list(self.teams),
            "connected_team_ids": list(self.teams[1:]),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
        }
        return base | ({"num_members": len(self.members)} if num_members else {})
