"""The next number of a programme's lessons, actions and reviews: without gaps, whoever else asks."""

from __future__ import annotations

from typing import Final, Literal

from sqlalchemy import Connection, bindparam, update

from bot.words.ids import ProgrammeId
from storage.columns import WHOLE
from storage.statement import Prepared
from storage.tables import Programme

_WHICH: Final = Programme.id == bindparam("programme", type_=WHOLE)
_NEXT: Final = {
    column.key: Prepared(update(Programme).where(_WHICH).values({column: column + 1}).returning(column - 1))
    for column in (Programme.next_lesson, Programme.next_action, Programme.next_review)
}


def next_number(
    connection: Connection, what: Literal["next_lesson", "next_action", "next_review"], programme: ProgrammeId
) -> int:
    """Take a number. The programme's row stays locked until the transaction ends, so a rollback leaves no gap."""
    rows = _NEXT[what].run(connection, {"programme": programme})
    if not rows:
        raise KeyError(f"programme {programme} was never added")
    return rows[0][0]
