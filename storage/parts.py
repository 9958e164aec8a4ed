"""The first rows of what a viewer may read, where what is hidden from them may be most of the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, select, union
from sqlalchemy.orm import InstrumentedAttribute


def first_keys(
    key: InstrumentedAttribute[int],
    parts: Sequence[ColumnElement[bool]],
    where: ColumnElement[bool],
    order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
    limit: int,
) -> CompoundSelect[Any]:
    """The keys of the first `limit` rows of each part, so of those of all of them together, each once.

    Each part is read along an index of its own, while one walk along all rows meets what is hidden on its way.
    """
    each = [select(key).where(part, where).order_by(*order).limit(limit).subquery() for part in parts]
    return union(*[select(first.c.id) for first in each])
