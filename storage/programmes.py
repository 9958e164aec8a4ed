"""Programmes, their organisations, channels and quiet periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete

from bot.words.ids import ChannelId, ProgrammeId
from bot.words.person import Organisation, Platform
from bot.words.programme import Channel, Programme, QuietPeriod
from storage import tables as t
from storage.shelf import Shelf, add, save
from storage.statement import Prepared

PROGRAMME: Final = Shelf(Programme, t.Programme, lambda one: {"key_key": one.key.casefold()}, ["key_key"])
ORGANISATION: Final = Shelf(Organisation, t.Organisation)
CHANNEL: Final = Shelf(Channel, t.Channel)
QUIET: Final = Shelf(QuietPeriod, t.QuietPeriod)
_QUIET_IN: Final = Prepared(
    QUIET.select(t.QuietPeriod.programme == bindparam("in_programme", type_=t.QuietPeriod.programme.type)).order_by(
        t.QuietPeriod.first, t.QuietPeriod.id
    )
)


class SqlProgrammes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, programme: Programme) -> Programme:
        return add(self._connection, PROGRAMME, programme)

    def save(self, programme: Programme) -> None:
        save(self._connection, PROGRAMME, programme)

    def get(self, programme: ProgrammeId) -> Programme | None:
        return PROGRAMME.by(self._connection, id=programme)

    def by_key(self, key: str) -> Programme | None:
        return PROGRAMME.one(self._connection, t.Programme.key_key == key.casefold())

    def all(self) -> Sequence[Programme]:
        return PROGRAMME.many(self._connection, PROGRAMME.select().order_by(t.Programme.id))

    def organisations(self, programme: ProgrammeId) -> Sequence[Organisation]:
        query = ORGANISATION.select(t.Organisation.programme == programme).order_by(t.Organisation.id)
        return ORGANISATION.many(self._connection, query)

    def add_organisation(self, organisation: Organisation) -> Organisation:
        return add(self._connection, ORGANISATION, organisation)

    def save_organisation(self, organisation: Organisation) -> None:
        save(self._connection, ORGANISATION, organisation)

    def channels(self, programme: ProgrammeId) -> Sequence[Channel]:
        query = CHANNEL.select(t.Channel.programme == programme).order_by(t.Channel.id)
        return CHANNEL.many(self._connection, query)

    def channel(self, channel: ChannelId) -> Channel | None:
        return CHANNEL.by(self._connection, id=channel)

    def channel_at(self, platform: Platform, account: str) -> Channel | None:
        return CHANNEL.one(self._connection, t.Channel.platform == platform, t.Channel.account == account)

    def add_channel(self, channel: Channel) -> Channel:
        return add(self._connection, CHANNEL, channel)

    def save_channel(self, channel: Channel) -> None:
        save(self._connection, CHANNEL, channel)

    def quiet(self, programme: ProgrammeId) -> Sequence[QuietPeriod]:
        return [QUIET.word(row) for row in _QUIET_IN.run(self._connection, {"in_programme": programme})]

    def add_quiet(self, period: QuietPeriod) -> QuietPeriod:
        return add(self._connection, QUIET, period)

    def remove_quiet(self, period: QuietPeriod) -> None:
        self._connection.execute(delete(t.QuietPeriod).where(t.QuietPeriod.id == period.id))
