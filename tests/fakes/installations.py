"""The workspaces that have let Learnt in; here, tokens lie open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.words.installation import Installation
from bot.words.person import Platform
from tests.fakes.state import State, add, find, first, save


class FakeInstallations:
    def __init__(self, state: State) -> None:
        self._state = state

    def put(self, installation: Installation) -> Installation:
        known = self.at(installation.platform, installation.workspace)
        if known is None:
            return add(self._state.installations, installation)
        kept = replace(installation, id=known.id)
        save(self._state.installations, kept)
        return kept

    def at(self, platform: Platform, workspace: str) -> Installation | None:
        return first(find(self._state.installations, platform=platform, workspace=workspace))

    def all(self, platform: Platform) -> Sequence[Installation]:
        return find(self._state.installations, platform=platform)

    def reseal(self) -> int:
        return 0
