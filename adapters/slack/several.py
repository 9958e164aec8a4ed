"""The workspaces that have let Learnt in by themselves: their tokens lie in the register, and are renewed in time."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.credentials import OAuth
from adapters.slack.refused import FAULTS, code_of
from adapters.slack.workspace import Surroundings, Workspace
from bot.ports import OpenRegister, Register
from bot.words.installation import Installation
from bot.words.person import Platform
from scheduler.outbox import Writer

log = logging.getLogger("learnt.slack")
T = TypeVar("T")
EARLY: Final = timedelta(hours=2)
"""A token lives for 12 hours; it is renewed when two are left. docs.slack.dev/authentication/using-token-rotation"""
FRESH: Final = timedelta(minutes=1)
"""How long the register is not asked again whether a workspace still lets us in: another replica may know better."""
PATIENCE: Final = 0.5
"""Seconds that an event waits for the next token while the present one is good: it is to be answered within 3."""


@dataclass(slots=True)
class _There:
    """A workspace that we speak with. `read_at` is when the register was asked last, a UTC instant."""

    workspace: Workspace
    installation: Installation
    read_at: datetime
    renewing: asyncio.Lock = field(default_factory=asyncio.Lock)


class Several:
    """Fulfils `adapters.slack.workspaces.Workspaces`. `clock` gives UTC instants."""

    def __init__(
        self,
        oauth: OAuth,
        trusted: frozenset[str],
        around: Surroundings,
        open_register: OpenRegister,
        clock: Callable[[], datetime],
        writer: Writer,
    ) -> None:
        self._oauth, self._trusted, self._around = oauth, trusted, around
        self._open, self._clock, self._writer = open_register, clock, writer
        self._known: dict[str, _There] = {}
        self._renewals: set[asyncio.Task[None]] = set()

    async def of(self, team: str, enterprise: str) -> Workspace | None:
        for key in (team, enterprise):
            there = await self._there(key) if key else None
            if there is not None:
                return there.workspace
        return None

    async def by(self, workspace: str) -> Workspace | None:
        there = await self._there(workspace)
        if there is not None or len(self._known) != 1:
            return there.workspace if there else None
        if await self._step(lambda register: register.installations.at(Platform.SLACK, workspace)):
            return None  # it has removed us
        (only,) = self._known.values()  # somebody of another organisation, met in a shared channel
        return only.workspace

    async def start(self) -> None:
        """Read every installation, with the newest key from now on, and say which can't be spoken with."""

        def read(register: Register) -> list[Installation]:
            register.installations.reseal()
            return list(register.installations.all(Platform.SLACK))

        for installation in await self._step(read):
            if installation.revoked_at is None and installation.token is None:
                log.error(
                    "The token of %s (%s) can't be read with LEARNT_SECRET_KEY: put the key that it was sealed with "
                    "behind the new one, or install Learnt there again.",
                    installation.name,
                    installation.workspace,
                )
                continue
            if (there := self._keep(installation)) is not None:
                await self._meet(there)
            elif installation.revoked_at is None:
                log.warning("LEARNT_SLACK_WORKSPACES does not name %s (any more)", installation.workspace)

    async def gone(self, team: str, enterprise: str) -> None:
        """Its tokens are of no use any more, and are forgotten."""

        def forget(register: Register) -> str:
            for key in (team, enterprise):
                found = register.installations.at(Platform.SLACK, key) if key else None
                if found is not None and found.revoked_at is None:
                    gone = replace(found, token=None, refresh=None, expires=None, revoked_at=self._clock())
                    register.installations.put(gone)
                    return found.name
            return ""

        if name := await self._step(forget):
            log.warning("%s has removed Learnt from its Slack workspace", name)
        for key in (team, enterprise):
            self._known.pop(key, None)

    async def put(self, installation: Installation) -> None:
        """It has let Learnt in, perhaps again."""
        await self._step(lambda register: register.installations.put(installation))
        self._known.pop(installation.workspace, None)

    def opened(self) -> Sequence[Workspace]:
        return [there.workspace for there in self._known.values()]

    @property
    def says(self) -> str:
        many = len(self._known)
        return f"{many} workspace{'' if many == 1 else 's'}"

    async def _there(self, key: str) -> _There | None:
        there = self._known.get(key)
        if there is None or self._clock() - there.read_at > FRESH:
            found = await self._step(lambda register: register.installations.at(Platform.SLACK, key))
            there = self._keep(found) if found else None
        if there is None:
            self._known.pop(key, None)
        elif (ends := there.installation.expires) is not None and ends - self._clock() < EARLY:
            renewing = asyncio.create_task(self._renew(there))
            self._renewals.add(renewing)
            renewing.add_done_callback(self._renewals.discard)
            still_good = ends > self._clock()  # then nobody has to wait for a Slack that is slow
            await asyncio.wait({renewing}, timeout=PATIENCE if still_good else None)
        return there

    def _keep(self, installation: Installation) -> _There | None:
        """The app there, with this token from now on; None where it has none, or is not to be there any more."""
        if installation.token is None or not self._oauth.allows(installation):
            return None
        there = self._known.get(installation.workspace)
        if there is None or there.installation.installed_at != installation.installed_at:
            trusted = self._trusted
            there = _There(Workspace(installation.token, trusted, self._around), installation, self._clock())
            self._known[installation.workspace] = there
        there.workspace.client.token = installation.token
        there.installation, there.read_at = installation, self._clock()
        return there

    async def _renew(self, there: _There) -> None:
        """Get the next token, store it, and speak with it; where that fails, the present one is good until it ends.

        If another replica was faster, its token is in the register.
        """
        async with there.renewing:
            was = there.installation
            if was.expires is None or was.refresh is None or was.expires - self._clock() >= EARLY:
                return  # renewed while we waited
            client = AsyncWebClient(base_url=self._around.api_url, session=self._around.session, retry_handlers=[])
            try:
                given = await client.oauth_v2_access(
                    client_id=self._oauth.client_id,
                    client_secret=self._oauth.client_secret,
                    grant_type="refresh_token",
                    refresh_token=was.refresh,
                )
            except FAULTS as error:
                now = await self._step(lambda register: register.installations.at(Platform.SLACK, was.workspace))
                if now is None or now.refresh == was.refresh:
                    log.error("The token of %s (%s) can't be renewed: %s", was.name, was.workspace, code_of(error))
                else:
                    self._keep(now)
                return
            renewed = replace(
                was,
                token=given["access_token"],
                refresh=given["refresh_token"],
                expires=self._clock() + timedelta(seconds=int(given["expires_in"] or 0)),
            )
            await self._step(lambda register: register.installations.put(renewed))
            self._keep(renewed)

    async def _meet(self, there: _There) -> None:
        try:
            await there.workspace.ourselves.known()
        except FAULTS as error:
            name, key = there.installation.name, there.installation.workspace
            log.error("Slack does not take the token of %s (%s): %s", name, key, code_of(error))

    async def _step(self, work: Callable[[Register], T]) -> T:
        def step() -> T:
            with self._open() as register:
                done = work(register)
                register.commit()
                return done

        return await self._writer(step)
