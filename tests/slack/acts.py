"""What a person's act sets going inside Slack: the request to the app, and what Slack does with the acknowledgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.slack import payloads
from tests.slack.app import Installation
from tests.slack.arguments import Refusal
from tests.slack.blocks import problems_of_view
from tests.slack.channels import Channel
from tests.slack.events import MESSAGES, Events
from tests.slack.forms import CannotDo
from tests.slack.handwriting import written
from tests.slack.messages import Message
from tests.slack.outbound import Ack, Outbound, Sent
from tests.slack.responses import Responses
from tests.slack.triggers import Triggers
from tests.slack.users import User
from tests.slack.views import DEEP, View
from tests.slack.web_api import WebApi
from tests.slack.workspace import State


@dataclass(slots=True, eq=False)
class Outcome:
    """What came of one act: all acknowledgements, and the message that the acknowledgement itself held.

    For what a person says, `message` is their own message.
    """

    sent: Sent | None
    message: Message | None = None

    @property
    def heard(self) -> bool:
        """The app was told: it is subscribed, has the scope, and its bot is there."""
        return self.sent is not None

    @property
    def ack(self) -> Ack:
        assert self.sent is not None, "the app was not told: not subscribed, no scope, or not in the channel"
        return self.sent.acks[-1]

    @property
    def payload(self) -> dict[str, Any]:
        assert self.sent is not None, "the app was not told: not subscribed, no scope, or not in the channel"
        return self.sent.payload

    @property
    def shows(self) -> str:
        """The message as it is read; "" if there is none."""
        return self.message.shows if self.message else ""


class NotAcknowledged(AssertionError):  # noqa: N818 - it reads as what happened
    """The app did not acknowledge as Slack wants: the user is shown `error`."""

    def __init__(self, error: str, ack: Ack) -> None:
        super().__init__(f"{error}: {ack.text[:500]}")
        self.error, self.ack = error, ack


class Strictness:
    """Whether people raise NotAcknowledged, or shrug (for storms)."""

    forgiving = False


@dataclass(slots=True, eq=False)
class Acts:
    """Every act, as coroutines of the emulator's loop."""

    api: WebApi
    events: Events
    outbound: Outbound
    triggers: Triggers
    responses: Responses

    @property
    def state(self) -> State:
        return self.api.state

    def installation(self, user: User, channel: Channel | None = None) -> Installation:
        """The app as a person meets it: of their own workspace, else of one that they share a channel with."""
        installed = self.state.installations
        if user.team in installed and (channel is None or user.team in channel.teams):
            return installed[user.team]
        rooms = [channel] if channel else [one for one in self.state.channels.values() if user.id in one.members]
        for team in (team for one in rooms for team in one.teams):
            if team in installed:
                return installed[team]
        raise CannotDo("the app is in no workspace that this person shares")

    def place(self, user: User, channel: Channel) -> Channel:
        """A channel in which somebody can do something now."""
        if user.deleted:
            raise CannotDo("a deactivated person does nothing")
        if user.id not in channel.members:
            raise CannotDo(f"not a member of #{channel.name}")
        if channel.is_archived:
            raise CannotDo(f"#{channel.name} is archived")
        return channel

    def own_only(self, user: User, what: str) -> None:
        """Slack Connect: commands and shortcuts are for the people of the installing workspace alone."""
        if user.team not in self.state.installations:
            raise CannotDo(f"{what} exist only for people of a workspace that has the app")

    async def types(self, user: User, line: str, channel: Channel) -> Outcome:
        """A slash command; an answer in the acknowledgement is posted."""
        self.own_only(user, "slash commands")
        place = self.place(user, channel)
        name, _, words = line.partition(" ")
        if name not in self.state.app.commands:
            raise CannotDo(f"{name} is not a valid command")
        words = words.strip()
        if self.state.app.commands[name]:
            words = written(self.state, user, words, labelled=True)
        trigger = self.triggers.trigger(user.id, user.team)
        url = self.triggers.url("commands", user.id, user.team, place)
        return await self.command(payloads.command(self.state, user, place, name, words, trigger=trigger, url=url))

    async def command(self, fields: dict[str, str]) -> Outcome:
        """Send a command's fields, and post what its acknowledgement says."""
        sent = await self.outbound.send("slash_commands", fields)
        ack = sent.acks[-1]
        if not ack.ok or not ack.text:
            return Outcome(sent)
        # Plain text is a message too (docs.slack.dev, Implementing slash commands).
        body = ack.json or {"text": ack.text}
        used = self.triggers.urls[fields["response_url"].split("/", 3)[3]]
        try:
            return Outcome(sent, self.responses.take(body, used))
        except Refusal as refused:
            ack.error = f"invalid_command_response: {refused.json()}"
            return Outcome(sent)

    async def again(self, sent: Sent) -> Outcome:
        """The very same request once more; for events with the headers of a retry."""
        if sent.kind == "slash_commands":
            return await self.command(sent.payload)
        copy = Sent(sent.kind, sent.payload, list(sent.acks))
        await self.outbound.attempt(copy)
        return Outcome(copy)

    async def interact(self, payload: dict[str, Any]) -> Outcome:
        return Outcome(await self.outbound.send("interactive", payload))

    async def event(self, user: User, subscription: str, event: dict[str, Any], channel: Channel | None) -> Outcome:
        team = user.team if channel else self.installation(user).team
        return Outcome(await self.events.happens(subscription, event, team, channel))

    async def says(
        self, user: User, words: str, channel: Channel, thread: Message | None, *, mention: bool = False
    ) -> Outcome:
        """A message; with `mention` the app hears app_mention, too, or instead."""
        place = self.place(user, channel)
        parent = (thread.thread or thread.ts) if thread else ""
        made = place.add(Message(self.state.clock.ts(), place.id, words, user.id, team=user.team, thread=parent))
        event = payloads.message_event(made, place)
        told = await self.event(user, MESSAGES[place.kind], event | {"channel_type": place.kind}, place)
        if mention and not place.is_im:
            told = await self.event(user, "app_mention", event | {"type": "app_mention"}, place)
        return Outcome(told.sent, made)

    async def changes(self, user: User, message: Message, more: dict[str, Any]) -> Outcome:
        """message_changed or message_deleted."""
        place, ts = self.state.channels[message.channel], self.state.clock.ts()
        event = {"type": "message", "channel": place.id, "ts": ts, "event_ts": ts, "channel_type": place.kind}
        if more["subtype"] == "message_changed":
            event["message"] = message.json()
        return await self.event(user, MESSAGES[place.kind], event | {"hidden": True} | more, place)

    async def submits(self, user: User, view: View, payload: dict[str, Any]) -> Outcome:
        """view_submission, and its response action."""
        outcome = await self.interact(payload)
        ack = outcome.ack
        if not ack.ok:
            return outcome
        if not ack.text.strip():
            self._leave(user, view)
            return outcome
        problem = self._respond(user, view, ack.json)
        if problem:
            ack.error = f"trouble connecting: {problem}"
        return outcome

    def _leave(self, user: User, view: View) -> None:
        stack = self.api.views.stack(user.id)
        if view in stack:
            stack.remove(view)
            self.api.views.views.pop(view.id, None)

    def _respond(self, user: User, view: View, body: dict[str, Any]) -> str:
        """Do what the response action says; what is wrong with it, or ""."""
        views = self.api.views
        action = body.get("response_action")
        if action == "clear":
            views.close(user.id, whole=True)
            return ""
        if action == "errors":
            inputs = {one["block_id"] for one in view.blocks if one["type"] == "input"}
            errors = body.get("errors")
            if not isinstance(errors, dict) or not errors or set(errors) - inputs:
                return f"errors must be keyed by the block_id of an input block, not {errors!r}"
            view.errors = errors
            return ""
        if action not in {"update", "push"}:
            return f"unknown response_action {action!r}"
        wrong = problems_of_view(body.get("view"))
        if wrong or body["view"]["type"] != "modal":
            return f"invalid view: {wrong or 'not a modal'}"
        stack, now = views.stack(user.id), self.state.clock.seconds()
        if action == "update":
            view.become(body["view"], views.new_hash(now))
            return ""
        if len(stack) >= DEEP:
            return "push_limit_reached"
        who = {"team": view.team, "app_team": view.app_team, "user": user.id, "app": view.app, "bot": view.bot}
        stack.append(views.make(body["view"], now, **who, root=view.root, previous=view.id))
        return ""
