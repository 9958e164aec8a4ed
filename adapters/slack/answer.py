"""Answers on their way to Slack. What is for one person goes to nobody else, whatever has to be fallen back to."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import render
from adapters.slack.came import Came
from adapters.slack.modal import modal
from adapters.slack.refused import code_of
from bot.words.message import Button, Form, Message, Said, To

log = logging.getLogger("learnt.slack")
FAULTS: Final = (SlackClientError, ClientError, OSError, TimeoutError)
"""How a call to Slack fails."""
_BUTTON: Final = 1_900


PLAIN: Final[Mapping[str, Any]] = {"unfurl_links": False, "unfurl_media": False}
"""No address that somebody wrote is unfurled. An ephemeral message never is, and takes no such argument."""


def drawn(message: Message) -> dict[str, Any]:
    """A message as Slack's arguments."""
    return {"text": render.text(message), "blocks": render.blocks(message)}


def acknowledgement(came: Came, said: Said) -> dict[str, Any]:
    """What a slash command's acknowledgement says, to whom."""
    return {**drawn(said.message), **PLAIN, "response_type": _seen_by(came, said)}


def _seen_by(came: Came, said: Said) -> str:
    return "in_channel" if said.to is To.HERE and not came.private else "ephemeral"


class Answers:
    """Says answers where they belong."""

    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self._client, self._session = client, session

    async def say(self, came: Came, said: Said) -> None:
        """Through the response URL where there is one that still works, else as a message.

        Raises one of `FAULTS` where neither goes through.
        """
        if came.response_url and await self._by_url(came, said):
            return
        thread = {"thread_ts": came.thread} if came.thread else {}
        body = drawn(said.message)
        if came.private:
            channel = came.channel if came.channel and not came.response_url else came.user
            await self._client.chat_postMessage(channel=channel, **thread, **body, **PLAIN)
            return
        try:
            if said.to is To.HERE:
                await self._client.chat_postMessage(channel=came.channel, **thread, **body, **PLAIN)
            else:
                await self._client.chat_postEphemeral(channel=came.channel, user=came.user, **thread, **body)
        except FAULTS as error:
            log.warning("an answer goes to the person directly, as Slack said %s", code_of(error))
            await self._client.chat_postMessage(channel=came.user, **body, **PLAIN)

    async def _by_url(self, came: Came, said: Said) -> bool:
        body: dict[str, Any] = {
            **drawn(said.message),
            **PLAIN,
            "response_type": _seen_by(came, said),
            "replace_original": False,
        }
        if came.thread:
            body["thread_ts"] = came.thread
        hook = AsyncWebhookClient(came.response_url, session=self._session, retry_handlers=[])
        try:
            answer = await hook.send_dict(body)
        except FAULTS as error:
            log.warning("a response URL failed: %s", code_of(error))
            return False
        if answer.status_code != 200:
            log.info("a response URL is used up: %s", answer.status_code)
        return answer.status_code == 200

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
