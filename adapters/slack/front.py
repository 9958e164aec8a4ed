"""Each of Slack's events to the workspace that it comes from."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from adapters.slack import happened
from adapters.slack.came import Payload, part
from adapters.slack.listeners import Listeners
from adapters.slack.modal import CALLBACK
from adapters.slack.refused import FAULTS, code_of
from adapters.slack.workspace import Workspace
from adapters.slack.workspaces import Workspaces

log = logging.getLogger("learnt.slack")
_THERE: Final = "learnt_workspace"
Next = Callable[[], Awaitable[BoltResponse]]


class Front:
    """Where Bolt's events come in."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def authorize(self, context: AsyncBoltContext) -> AuthorizeResult:
        """Who we are there: known already, or learnt now. Bolt itself would ask at every request."""
        return await _of(context).ourselves.known()

    async def only_ours(self, body: Payload, context: AsyncBoltContext, next: Next) -> BoltResponse:
        """Elsewhere, nothing is answered; while Slack can't say who we are, it is asked to come again."""
        team, enterprise = context.team_id or "", context.enterprise_id or ""
        if body.get("type") == "url_verification":  # asked of the address, and so of no workspace
            return BoltResponse(status=200, body={"challenge": str(body.get("challenge"))})
        if _is_removal(part(body, "event")):
            await self._workspaces.gone(team, enterprise)
            return BoltResponse(status=200)
        try:
            there = await self._workspaces.of(team, enterprise)
            if there is not None:
                await there.ourselves.known()
        except FAULTS as error:
            log.error("Slack does not take the bot token: %s. `learnt check` says what to do.", code_of(error))
            return BoltResponse(status=503)
        if there is None:
            log.warning("an event came from a workspace that Learnt is not in")
            return BoltResponse(status=200)
        context[_THERE] = there
        return await next()

    def listen(self, bolt: AsyncApp) -> None:
        """Take every event that the manifest asks for; any other is acknowledged."""
        anything = re.compile(".*")
        bolt.command(anything)(_command)
        bolt.action(anything)(_pressed)
        bolt.view(CALLBACK)(_submitted)
        bolt.view_closed(anything)(_nothing)
        bolt.shortcut(anything)(_shortcut)
        bolt.event("app_mention")(_mentioned)
        bolt.event("message")(_message)
        bolt.event("app_home_opened")(_home_opened)
        for one in happened.EVENTS:
            bolt.event(one)(_happened)
        bolt.event(anything)(_nothing)


def _is_removal(event: Payload) -> bool:
    """Whether our token is of no use there any more: it can't be asked then who we are."""
    kind = event.get("type")
    return kind == "app_uninstalled" or (kind == "tokens_revoked" and bool(part(event, "tokens").get("bot")))


def _of(context: AsyncBoltContext) -> Workspace:
    there: Workspace = context[_THERE]
    return there


def _at(context: AsyncBoltContext) -> Listeners:
    return _of(context).listeners


# Bolt gives a listener what its arguments are called, and finds none of a bound method's.
async def _nothing(ack: AsyncAck) -> None:
    await ack()


async def _command(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).command(ack, body)


async def _pressed(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).pressed(ack, body)


async def _submitted(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).submitted(ack, body)


async def _shortcut(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).shortcut(ack, body)


async def _mentioned(body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).mentioned(body)


async def _message(body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).message(body)


async def _home_opened(body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).home_opened(body)


async def _happened(body: Payload, context: AsyncBoltContext) -> None:
    await _at(context).happened(body)
