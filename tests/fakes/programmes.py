"""Programmes, their organisations, channels and quiet periods."""

from __future__ import annotations

from collections.abc import Sequence

from bot.words.ids import ChannelId, ProgrammeId
from bot.words.person import Organisation, Platform
from bot.words.programme import Channel, Programme, QuietPeriod
from tests.fakes.state import State, add, find, first, save


class FakeProgrammes:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, programme: Programme) -> Programme:
        return add(self._state.programmes, programme)

    def save(self, programme: Programme) -> None:
        save(self._state.programmes, programme)

    def get(self, programme: ProgrammeId) -> Programme | None:
        return self._state.programmes.get(programme)

    def by_key(self, key: str) -> Programme | None:
        return first([p for p in self._state.programmes.values() if p.key.casefold() == key.casefold()])

    def all(self) -> Sequence[Programme]:
        return list(self._state.programmes.values())

    def organisations(self, programme: ProgrammeId) -> Sequence[Organisation]:
        return find(self._state.organisations, programme=programme)

    def add_organisation(self, organisation: Organisation) -> Organisation:
        return add(self._state.organisations, organisation)

    def save_organisation(self, organisation: Organisation) -> None:
        save(self._state.organisations, organisation)

    def channels(self, programme: ProgrammeId) -> Sequence[Channel]:
        return find(self._state.channels, programme=programme)

    def channel(self, channel: ChannelId) -> Channel | None:
        return self._state.channels.get(channel)

    def channel_at(self, platform: Platform, account: str) -> Channel | None:
        return first(find(self._state.channels, platform=platform, account=account))

    def add_channel(self, channel: Channel) -> Channel:
        return add(self._state.channels, channel)

    def save_channel(self, channel: Channel) -> None:
        save(self._state.channels, channel)

    def quiet(self, programme: ProgrammeId) -> Sequence[QuietPeriod]:
        return sorted(find(self._state.quiet, programme=programme), key=lambda period: (period.first, period.id))

    def add_quiet(self, period: QuietPeriod) -> QuietPeriod:
        return add(self._state.quiet, period)

    def remove_quiet(self, period: QuietPeriod) -> None:
        self._state.quiet.pop(period.id, None)
