"""Answers on their way to Slack. What is for one person goes to nobody else, whatever has to be fallen back to."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.came import Came
from adapters.slack.give import PLAIN, Giver, drawn
from adapters.slack.modal import modal
from adapters.slack.refused import FAULTS, code_of
from bot.words.message import Button, Form, Message, Said, To

log = logging.getLogger("learnt.slack")
_BUTTON: Final = 1_900


def acknowledgement(came: Came, said: Said) -> dict[str, Any]:
    """What a slash command's acknowledgement says, to whom."""
    everyone = said.to is To.HERE and not came.private
    return {**drawn(said.message), **PLAIN, "response_type": "in_channel" if everyone else "ephemeral"}


class Answers:
    """Says what the deliveries don't, and opens forms."""

    def __init__(self, client: AsyncWebClient, giver: Giver) -> None:
        self._client, self._giver = client, giver

    async def say(self, came: Came, said: Said) -> None:
        """Say it at once. Raises one of `FAULTS` where Slack takes it by no way."""
        back = came.back("")
        everyone = said.to is To.HERE and not came.private
        await self._giver.give(replace(back, only_for="") if everyone else back, said.message)

    async def ask(self, came: Came, form: Form) -> Said | None:
        """Open a form; where no form can be opened, what to say instead: one button that opens it."""
        if came.trigger:
            try:
                await self._client.views_open(trigger_id=came.trigger, view=modal(form, came.origin))
            except FAULTS as error:
                log.warning("a form could not be opened: %s", code_of(error))
            else:
                return None
        line = came.text.removeprefix("/lesson").strip()
        line = line if 0 < len(line) <= _BUTTON else form.line
        return Said(Message(form.title, buttons=(Button("Open the form", line),)))

    async def at_home(self, user: str, messages: Sequence[Message]) -> None:
        """Show these messages on somebody's App Home."""
        view = {"type": "home", "blocks": render.home(messages)}
        try:
            await self._client.views_publish(user_id=user, view=view)
        except FAULTS as error:
            log.warning("App Home could not be shown: %s", code_of(error))

    async def permalink(self, channel: str, ts: str) -> str:
        """A link to a message; empty where Slack gives none."""
        try:
            answer = await self._client.chat_getPermalink(channel=channel, message_ts=ts)
        except FAULTS as error:
            log.warning("a message has no permalink: %s", code_of(error))
            return ""
        return answer.get("permalink") or ""


def prefilled(form: Form, text: str) -> Form:
    """The form with `text` in its field for the text."""
    fields = tuple(replace(field, initial=text) if field.name == "text" else field for field in form.fields)
    return replace(form, fields=fields)
