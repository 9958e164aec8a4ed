"""The workspaces that have let Learnt in; their tokens are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.words.ids import InstallationId
from bot.words.installation import Installation
from bot.words.person import Platform
from storage import tables_of_work as t
from storage.seal import Seal
from storage.shelf import Shelf, add, save

INSTALLATION: Final = Shelf(Installation, t.Installation)


class SqlInstallations:
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection, self._seal = connection, seal

    def put(self, installation: Installation) -> Installation:
        known = INSTALLATION.by(self._connection, platform=installation.platform, workspace=installation.workspace)
        sealed = replace(
            installation, token=self._seal.close(installation.token), refresh=self._seal.close(installation.refresh)
        )
        if known is None:
            return replace(installation, id=InstallationId(add(self._connection, INSTALLATION, sealed).id))
        save(self._connection, INSTALLATION, replace(sealed, id=known.id))
        return replace(installation, id=known.id)

    def at(self, platform: Platform, workspace: str) -> Installation | None:
        found = INSTALLATION.by(self._connection, platform=platform, workspace=workspace)
        return self._opened(found) if found else None

    def all(self, platform: Platform) -> Sequence[Installation]:
        query = INSTALLATION.select(t.Installation.platform == platform).order_by(t.Installation.id)
        return [self._opened(each) for each in INSTALLATION.many(self._connection, query)]

    def reseal(self) -> int:
        changed = 0
        for sealed in INSTALLATION.many(self._connection, INSTALLATION.select()):
            opened = self._opened(sealed)
            stale = [one for one in (sealed.token, sealed.refresh) if one and not self._seal.is_newest(one)]
            if stale and opened.token is not None:
                self.put(opened)
                changed += 1
        return changed

    def _opened(self, sealed: Installation) -> Installation:
        return replace(sealed, token=self._seal.open(sealed.token), refresh=self._seal.open(sealed.refresh))
