"""The audit log, and the small things that live for minutes or a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.words.audit import Code, Draft, Entry, Undo
from bot.words.ids import AuditId, DraftId, PersonId, ProgrammeId
from tests.fakes.state import State, add, find, first, save


class FakeAudit:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, entry: Entry) -> AuditId:
        return add(self._state.entries, entry).id

    def page(self, programme: ProgrammeId, *, limit: int) -> Sequence[Entry]:
        return find(self._state.entries, programme=programme)[::-1][:limit]

    def keep_undo(self, undo: Undo) -> None:
        self._state.undos[undo.entry] = undo

    def last_undo(self, person: PersonId, since: datetime) -> Undo | None:
        fresh = [undo for undo in find(self._state.undos, person=person, used=False) if undo.at >= since]
        return max(fresh, key=lambda undo: (undo.at, undo.entry), default=None)

    def use_undo(self, undo: Undo) -> None:
        self._state.undos[undo.entry] = replace(self._state.undos[undo.entry], used=True)

    def forget_undo(self, about: str) -> int:
        gone = find(self._state.undos, about=about)
        for undo in gone:
            del self._state.undos[undo.entry]
        return len(gone)

    def add_code(self, code: Code) -> Code:
        return add(self._state.codes, code)

    def save_code(self, code: Code) -> None:
        save(self._state.codes, code)

    def code(self, hash: str) -> Code | None:
        return first(find(self._state.codes, hash=hash))

    def codes_of(self, person: PersonId) -> Sequence[Code]:
        return find(self._state.codes, person=person)

    def wrong_code(self, account: str, now: datetime) -> None:
        self._state.wrong.append((account, now))

    def wrong_codes(self, account: str, since: datetime) -> int:
        return sum(who == account and at >= since for who, at in self._state.wrong)

    def prune(self, before: datetime, drafts_before: datetime, *, limit: int) -> int:
        undos = [key for key, undo in self._state.undos.items() if undo.at < before][:limit]
        codes = [key for key, code in self._state.codes.items() if code.expires < before][:limit]
        drafts = [key for key, draft in self._state.drafts.items() if draft.at < drafts_before][:limit]
        wrong = [one for one in self._state.wrong if one[1] < before][:limit]
        for rows, old in ((self._state.undos, undos), (self._state.codes, codes), (self._state.drafts, drafts)):
            for key in old:
                del rows[key]
        self._state.wrong[:] = [one for one in self._state.wrong if one not in wrong]
        return len(undos) + len(codes) + len(drafts) + len(wrong)

    def add_draft(self, draft: Draft) -> Draft:
        return add(self._state.drafts, draft)

    def draft(self, draft: DraftId) -> Draft | None:
        return self._state.drafts.get(draft)
