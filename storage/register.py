"""One transaction on the register."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from storage.actions import SqlActions
from storage.audit import SqlAudit
from storage.chats import SqlChats
from storage.deliveries import SqlDeliveries
from storage.heart import SqlHeart
from storage.installations import SqlInstallations
from storage.lessons import SqlLessons
from storage.people import SqlPeople
from storage.programmes import SqlProgrammes
from storage.releases import SqlReleases
from storage.reviews import SqlReviews
from storage.seal import Seal
from storage.seen import SqlSeen


class SqlRegister:
    """Fulfils `bot.ports.Register`. Opened by `storage.engine.Store.open`, which undoes what was not committed."""

    def __init__(self, connection: Connection, commit: Callable[[], None], seal: Seal) -> None:
        self.connection = connection
        self._commit = commit
        self.seen = SqlSeen(connection)
        self.people = SqlPeople(connection)
        self.programmes = SqlProgrammes(connection)
        self.lessons = SqlLessons(connection)
        self.actions = SqlActions(connection)
        self.releases = SqlReleases(connection)
        self.reviews = SqlReviews(connection)
        self.deliveries = SqlDeliveries(connection)
        self.audit = SqlAudit(connection)
        self.installations = SqlInstallations(connection, seal)
        self.chats = SqlChats(connection)
        self.heart = SqlHeart(connection)

    def commit(self) -> None:
        self._commit()
