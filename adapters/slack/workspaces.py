"""Which workspace an event comes from, and a message goes to: the one of the environment's token."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from adapters.slack.refused import FAULTS, code_of
from adapters.slack.workspace import Workspace
from bot.words.message import File, Message
from scheduler.deliver import Recipient
from scheduler.retry import Failure, Refused

log = logging.getLogger("learnt.slack")
NOT_THERE = "Learnt is not installed in that workspace (any more): an administrator there can install it again"


class Workspaces(Protocol):
    """The workspaces that Learnt is in."""

    async def of(self, team: str, enterprise: str) -> Workspace | None:
        """The one of these ids, empty where an event has none; None where Learnt isn't there.

        Raises one of `FAULTS` where Slack can't say now.
        """
        ...

    async def by(self, workspace: str) -> Workspace | None:
        """By whose app to send to somebody, or something, of that workspace."""
        ...

    async def start(self) -> None:
        """Learn who we are, as far as Slack says it now."""
        ...

    async def gone(self, team: str, enterprise: str) -> None:
        """The app was removed there, or its token revoked."""
        ...

    def opened(self) -> Sequence[Workspace]:
        """Those that were spoken with."""
        ...

    @property
    def says(self) -> str:
        """Which they are, for the line that `learnt serve` says at its start; empty where there is nothing to say."""
        ...


class Alone:
    """The workspace of the environment's own token."""

    says = ""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def of(self, team: str, enterprise: str) -> Workspace | None:
        us = await self._workspace.ourselves.known()
        ours = team in {"", us.team_id} or (enterprise != "" and enterprise == us.enterprise_id)
        return self._workspace if ours else None

    async def by(self, workspace: str) -> Workspace | None:  # noqa: ARG002  # guests of others are written to as well
        return self._workspace

    async def start(self) -> None:
        try:
            await self._workspace.ourselves.known()
        except FAULTS as error:
            log.error("Slack does not take the bot token: %s. `learnt check` says what to do.", code_of(error))

    async def gone(self, team: str, enterprise: str) -> None:  # noqa: ARG002  # there is but one
        log.error("The app was removed from its workspace: install it again, and set the new SLACK_BOT_TOKEN.")

    def opened(self) -> Sequence[Workspace]:
        return (self._workspace,)


class Spread:
    """Slack's way out: each message by the app of its recipient's workspace."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        there = await self._of(to)
        return there if isinstance(there, Refused) else await there.sender.send(to, message, key, again=again)

    async def hand_over(
        self, to: Recipient, message: Message, file: File, content: bytes, *, again: bool
    ) -> str | Failure:
        there = await self._of(to)
        if isinstance(there, Refused):
            return there
        return await there.sender.hand_over(to, message, file, content, again=again)

    async def change(self, to: Recipient, message: Message, remote: str) -> str | Failure:
        there = await self._of(to)
        return there if isinstance(there, Refused) else await there.sender.change(to, message, remote)

    async def _of(self, to: Recipient) -> Workspace | Refused:
        return await self._workspaces.by(to.workspace) or Refused(NOT_THERE)
