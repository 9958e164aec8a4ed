"""The audit log, and the small things that live for minutes or a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.words.audit import Code, Draft, Entry, Undo
from bot.words.ids import AuditId, DraftId, PersonId, ProgrammeId
from storage import tables_of_work as t
from storage.shelf import Shelf, add, save

ENTRY: Final = Shelf(Entry, t.Audit)
UNDO: Final = Shelf(Undo, t.Undo)
CODE: Final = Shelf(Code, t.Code)
DRAFT: Final = Shelf(Draft, t.Draft)


class SqlAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry) -> AuditId:
        return AuditId(ENTRY.insert.run(self._connection, ENTRY.values(entry))[0][0])

    def page(self, programme: ProgrammeId, *, limit: int) -> Sequence[Entry]:
        query = ENTRY.select(t.Audit.programme == programme).order_by(t.Audit.id.desc()).limit(limit)
        return ENTRY.many(self._connection, query)

    def keep_undo(self, undo: Undo) -> None:
        UNDO.insert.run(self._connection, UNDO.values(undo))

    def last_undo(self, person: PersonId, since: datetime) -> Undo | None:
        fresh = UNDO.select(t.Undo.person == person, t.Undo.at >= since, t.Undo.used.is_(False))
        found = UNDO.many(self._connection, fresh.order_by(t.Undo.at.desc(), t.Undo.entry.desc()).limit(1))
        return found[0] if found else None

    def use_undo(self, undo: Undo) -> None:
        self._connection.execute(update(t.Undo).where(t.Undo.entry == undo.entry).values(used=True))

    def forget_undo(self, about: str) -> int:
        return self._connection.execute(delete(t.Undo).where(t.Undo.about == about)).rowcount

    def add_code(self, code: Code) -> Code:
        return add(self._connection, CODE, code)

    def save_code(self, code: Code) -> None:
        save(self._connection, CODE, code)

    def code(self, hash: str) -> Code | None:
        return CODE.one(self._connection, t.Code.hash == hash)

    def codes_of(self, person: PersonId) -> Sequence[Code]:
        return CODE.many(self._connection, CODE.select(t.Code.person == person).order_by(t.Code.id))

    def wrong_code(self, account: str, now: datetime) -> None:
        self._connection.execute(insert(t.WrongCode).values(account=account, at=now))

    def wrong_codes(self, account: str, since: datetime) -> int:
        tried = select(func.count()).where(t.WrongCode.account == account, t.WrongCode.at >= since)
        return self._connection.execute(tried).scalar_one()

    def prune(self, before: datetime, drafts_before: datetime, *, limit: int) -> int:
        old = (
            (t.Undo, t.Undo.entry, t.Undo.at < before),
            (t.Code, t.Code.id, t.Code.expires < before),
            (t.WrongCode, t.WrongCode.id, t.WrongCode.at < before),
            (t.Draft, t.Draft.id, t.Draft.at < drafts_before),
        )
        return sum(
            self._connection.execute(delete(table).where(key.in_(select(key).where(stale).limit(limit)))).rowcount
            for table, key, stale in old
        )

    def add_draft(self, draft: Draft) -> Draft:
        return add(self._connection, DRAFT, draft)

    def draft(self, draft: DraftId) -> Draft | None:
        return DRAFT.one(self._connection, t.Draft.id == draft)
