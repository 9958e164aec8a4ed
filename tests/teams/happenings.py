"""What happens in Teams by itself, or by others than the app, and how it tells the app.

learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from tests.teams.outcome import Outcome
from tests.teams.people import Person
from tests.teams.places import Conversation, Team


class Happenings(ABC):
    """The app comes and goes, people do, and what they are in is called otherwise."""

    bot: str
    conversations: dict[str, Conversation]

    @abstractmethod
    def send(self, activity: dict[str, Any], **claims: Any) -> Outcome:
        """Tell the app."""

    def installs(self, place: Conversation | Team, by: Person) -> Outcome:
        """The app is added there."""
        place.installed = True
        return self._arrives(place, by, "add")

    def uninstalls(self, place: Conversation | Team, by: Person) -> Outcome:
        outcome = self._arrives(place, by, "remove")
        place.installed = False
        return outcome

    def _arrives(self, place: Conversation | Team, by: Person, action: str) -> Outcome:
        self._members(place, by, {"id": self.bot}, joined=action == "add")
        return self.send(by.activity(self.conversations[place.id], "installationUpdate", action=action))

    def joins(self, place: Conversation | Team, who: Person) -> Outcome:
        """Somebody is in the team, or the chat, from now on."""
        place.members.append(who)
        return self._members(place, who, _account(who), joined=True)

    def leaves(self, place: Conversation | Team, who: Person) -> Outcome:
        place.members.remove(who)
        return self._members(place, who, _account(who), joined=False)

    def _members(self, place: Conversation | Team, by: Person, account: dict[str, str], *, joined: bool) -> Outcome:
        event = ("teamMemberAdded" if joined else "teamMemberRemoved") if isinstance(place, Team) else ""
        change = {"membersAdded" if joined else "membersRemoved": [account]}
        return self.send(by.activity(self.conversations[place.id], "conversationUpdate", event=event, **change))

    def renames(self, place: Conversation | Team, name: str, by: Person) -> Outcome:
        """A channel, or a team, has another name."""
        place.name = name
        event = "teamRenamed" if isinstance(place, Team) else "channelRenamed"
        return self.send(by.activity(self.conversations[place.id], "conversationUpdate", event=event))

    def creates(self, channel: Conversation, by: Person) -> Outcome:
        """Teams tells of a channel that is new."""
        return self.send(by.activity(channel, "conversationUpdate", event="channelCreated"))

    def removes(self, channel: Conversation, by: Person) -> Outcome:
        """A channel is deleted."""
        channel.gone = True
        return self.send(by.activity(channel, "conversationUpdate", event="channelDeleted"))


def _account(who: Person) -> dict[str, str]:
    return {"id": who.id, "aadObjectId": who.aad, "name": who.name}
