"""Conversations and what was said in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.teams import cards

if TYPE_CHECKING:
    from tests.teams.people import Person


@dataclass(slots=True, eq=False)
class Message:
    """One message. `activity` is its newest state, `before` the earlier ones; `root` the one that it hangs from."""

    id: str
    order: int
    conversation: Conversation
    activity: dict[str, Any]
    by_bot: bool
    root: str = ""
    before: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    deleted: bool = False

    @property
    def cards(self) -> list[dict[str, Any]]:
        found = self.activity.get("attachments") or ()
        return [one["content"] for one in found if one["contentType"] == cards.CONTENT]

    @property
    def shows(self) -> str:
        """What is read, line by line."""
        lines = [self.activity["text"]] if self.activity.get("text") else []
        return "\n".join([*lines, *(line for card in self.cards for line in cards.reads(card))])

    @property
    def spoken(self) -> str:
        """What is read where no card can be shown, and by those who hear it."""
        lines = [self.activity["text"]] if self.activity.get("text") else []
        return "\n".join([*lines, *(card.get("fallbackText", "") for card in self.cards)])

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [button for card in self.cards for button in cards.buttons(card)]


@dataclass(slots=True, eq=False)
class Team:
    """A team of Teams: people, and channels that all of them read."""

    id: str
    name: str
    tenant: str
    members: list[Person]
    installed: bool = False


@dataclass(slots=True, eq=False)
class Conversation:
    """A personal chat, a group chat, or a channel of a team."""

    id: str
    kind: str
    tenant: str
    name: str
    members: list[Person]
    team: Team | None = None
    installed: bool = False
    gone: bool = False
    messages: list[Message] = field(default_factory=list[Message])

    @property
    def people(self) -> list[Person]:
        return self.team.members if self.team else self.members

    @property
    def has_app(self) -> bool:
        return self.team.installed if self.team else self.installed

    def message(self, message_id: str) -> Message | None:
        return next((one for one in self.messages if one.id == message_id), None)
