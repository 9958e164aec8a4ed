"""Answers through a response_url, and answers inside the acknowledgement of a slash command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.slack.arguments import Refusal
from tests.slack.channels import Channel
from tests.slack.messages import Message
from tests.slack.methods.chat import LONGEST, content
from tests.slack.triggers import ResponseUrl, Triggers
from tests.slack.web_api import WebApi, strike

KNOWN = frozenset(
    "text blocks attachments response_type replace_original delete_original thread_ts unfurl_links unfurl_media mrkdwn "
    "metadata parse link_names".split()
)
STATUS = {"expired_url": 404, "used_url": 404, "no_service": 404, "channel_not_found": 404, "is_archived": 410}


@dataclass(slots=True, eq=False)
class Responses:
    """Takes what an app says in answer to a command or an interaction."""

    api: WebApi
    triggers: Triggers

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Serve a response URL."""
        fault = self.api.faults.strike("response_url")
        if fault is not None:
            return await strike(fault, request, lambda: self._answer(request))
        return await self._answer(request)

    async def _answer(self, request: web.Request) -> web.Response:
        self.api.counts["response_url"] += 1
        try:
            used = self.triggers.use(request.match_info["name"])
            if isinstance(used, str):
                raise Refusal(used)
            try:
                body = json.loads(await request.read())
            except ValueError:
                raise Refusal("invalid_payload") from None
            if not isinstance(body, dict):
                raise Refusal("invalid_payload")
            self.take(body, used)
        except Refusal as refused:
            status = STATUS.get(refused.error, 400)
            return web.json_response(refused.json(), status=status)
        return web.Response(text="ok")

    def take(self, body: Mapping[str, Any], url: ResponseUrl) -> Message | None:
        """Post, replace or delete; a Refusal where Slack would refuse."""
        unknown = set(body) - KNOWN
        if unknown or body.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
            raise Refusal("invalid_payload")
        installation = self.api.state.installations[url.team]
        if not installation.active:
            raise Refusal("no_service")
        if body.get("delete_original"):
            if url.original is not None:
                url.original.deleted = True
            return None
        words, blocks = content(dict(body), 1 << 30, LONGEST)
        if body.get("replace_original") and url.original is not None:
            url.original.replace(words, blocks, "")
            url.original.arguments = dict(body)
            return url.original
        return self._post(url, body, words, blocks)

    def _post(self, url: ResponseUrl, body: Mapping[str, Any], words: str, blocks: list[dict[str, Any]]) -> Message:
        place: Channel = url.channel
        if place.is_archived:
            raise Refusal("is_archived")
        installation = self.api.state.installations[url.team]
        thread = body.get("thread_ts", "")
        if thread and thread not in place.messages:
            raise Refusal("thread_not_found")
        made = Message(
            self.api.state.clock.ts(),
            place.id,
            words,
            installation.bot_user,
            installation.bot_id,
            self.api.state.app.id,
            url.team,
            blocks,
            thread=thread,
            only="" if body.get("response_type") == "in_channel" else url.user,
            metadata=body.get("metadata"),
            arguments=dict(body),
        )
        return place.add(made)
