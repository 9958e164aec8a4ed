"""Triggers, which open a modal once and within three seconds, and response URLs: five answers within half an hour."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tests.slack.channels import Channel
from tests.slack.clock import Clock
from tests.slack.messages import Message

TRIGGER_LIVES = 3.0  # seconds
URL_LIVES, URL_USES = 30 * 60.0, 5


@dataclass(slots=True, eq=False)
class Trigger:
    """What a trigger_id stands for. `view` is the modal that it came from, if any."""

    user: str
    team: str
    at: float
    view: str = ""
    used: bool = False


@dataclass(slots=True, eq=False)
class ResponseUrl:
    """What a response_url stands for. `original` is the message that it came from, if any."""

    user: str
    team: str
    channel: Channel
    at: float
    original: Message | None = None
    uses: int = 0


class Triggers:
    """All triggers and response URLs."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.base = ""
        self.triggers: dict[str, Trigger] = {}
        self.urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, team: str, view: str = "") -> str:
        name = f"{len(self.triggers) + 1}.{team[1:]}.{secrets.token_hex(8)}"
        self.triggers[name] = Trigger(user, team, self.clock.seconds(), view)
        return name

    def exchange(self, name: str) -> Trigger | str:
        """The trigger, now used up, or Slack's error."""
        trigger = self.triggers.get(name)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self.clock.seconds() - trigger.at > TRIGGER_LIVES:
            return "expired_trigger_id"
        trigger.used = True
        return trigger

    def url(self, kind: str, user: str, team: str, channel: Channel, original: Message | None = None) -> str:
        """A new response URL; `kind` is "commands" or "actions"."""
        name = f"{kind}/{team}/{len(self.urls) + 1}/{secrets.token_hex(8)}"
        self.urls[name] = ResponseUrl(user, team, channel, self.clock.seconds(), original)
        return f"{self.base}/{name}"

    def use(self, name: str) -> ResponseUrl | str:
        """The response URL, with one use less, or Slack's error."""
        found = self.urls.get(name)
        if found is None:
            return "no_service"
        if self.clock.seconds() - found.at > URL_LIVES:
            return "expired_url"
        if found.uses >= URL_USES:
            return "used_url"
        found.uses += 1
        return found
