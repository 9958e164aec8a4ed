"""A workspace: its people, and the directory of all workspaces with their channels."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from tests.slack.app import App, Installation, Token
from tests.slack.channels import Channel
from tests.slack.clock import Clock
from tests.slack.messages import Message
from tests.slack.users import User

TOKEN_LIVES = 43_200  # seconds, with rotation


@dataclass(slots=True, eq=False)
class Workspace:
    """One workspace; on Enterprise Grid with its organisation's id."""

    id: str
    name: str
    domain: str
    enterprise: str = ""
    enterprise_name: str = ""

    def team_json(self) -> dict[str, str]:
        """As interactions name it."""
        found = {"id": self.id, "domain": self.domain}
        if self.enterprise:
            found |= {"enterprise_id": self.enterprise, "enterprise_name": self.enterprise_name}
        return found


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody has allowed the app: what a code from the consent page stands for."""

    team: str
    user: str
    redirect: str
    scopes: frozenset[str]


@dataclass(slots=True, eq=False)
class State:
    """Everything that Slack knows."""

    clock: Clock
    app: App
    workspaces: dict[str, Workspace] = field(default_factory=dict[str, Workspace])
    users: dict[str, User] = field(default_factory=dict[str, User])
    channels: dict[str, Channel] = field(default_factory=dict[str, Channel])
    directs: dict[tuple[str, str], Channel] = field(default_factory=dict[tuple[str, str], Channel])
    installations: dict[str, Installation] = field(default_factory=dict[str, Installation])
    tokens: dict[str, Token] = field(default_factory=dict[str, Token])
    codes: dict[str, Consent] = field(default_factory=dict[str, Consent])
    counted: dict[str, int] = field(default_factory=dict[str, int])

    def id(self, letter: str) -> str:
        """A new id, such as U0000000007."""
        self.counted[letter] = self.counted.get(letter, 0) + 1
        return f"{letter}{self.counted[letter]:010d}"

    def install(self, team: str, scopes: frozenset[str] | None = None) -> Installation:
        """Put the app into a workspace; again, it gets a new token and keeps its bot user."""
        known = self.installations.get(team)
        if known is None:
            bot_id = self.id("B")
            bot = User(self.id("U"), team, self.app.name.lower(), self.app.name, is_bot=True, bot_id=bot_id)
            self.users[bot.id] = bot
            known = self.installations[team] = Installation(team, bot.id, bot_id)
        known.active = True
        self.mint(known, self.app.scopes if scopes is None else scopes)
        return known

    def mint(self, installation: Installation, scopes: frozenset[str]) -> Token:
        """A new bot token; with rotation it expires, and a new refresh token comes with it."""
        rotates = self.app.rotation
        value = f"{'xoxe.xoxb-1-' if rotates else 'xoxb-'}{installation.team}-{secrets.token_hex(12)}"
        expires = self.clock.seconds() + TOKEN_LIVES if rotates else 0.0
        token = Token(value, "bot", installation.team, scopes, expires)
        self.tokens[value] = token
        installation.tokens.append(token)
        if rotates:
            installation.refresh_token = f"xoxe-1-{secrets.token_hex(12)}"
        return token

    def uninstall(self, team: str) -> None:
        """Every token of the workspace stops working."""
        installation = self.installations[team]
        installation.active = False
        for token in installation.tokens:
            token.dead = token.dead or "account_inactive"

    def direct(self, bot_user: str, person: str) -> Channel:
        """The direct message between a bot and a person, opened if need be."""
        found = self.directs.get((bot_user, person))
        if found is None:
            team = self.users[bot_user].team
            created = int(self.clock.seconds())
            found = Channel(self.id("D"), "", [team], person, created, is_im=True, with_=person, bot=bot_user)
            found.members = [person, bot_user]
            self.directs[bot_user, person] = self.channels[found.id] = found
        return found

    def strangers(self, team: str, user: User) -> bool:
        """No channel is shared between the user and anybody of the workspace."""
        return not any(user.id in one.members and team in one.teams for one in list(self.channels.values()))

    def sees(self, user: str, channel: Channel) -> list[Message]:
        """What a user sees in a channel, in order: their own ephemeral messages, edits in place, nothing deleted."""
        if (channel.is_private or channel.is_im) and user not in channel.members:
            return []
        return [one for one in list(channel.messages.values()) if not one.deleted and one.only in {"", user}]
