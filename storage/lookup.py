"""The query for the lessons that hold every word: SQLite's FTS5, PostgreSQL's tsvector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    Select,
    String,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy import true as always
from sqlalchemy.dialects.postgresql import TSQUERY

from bot.words.person import Viewer
from storage.columns import WHOLE
from storage.search import BLOCK, match, pattern
from storage.tables import Lesson, Programme
from storage.visible import visible


def lessons_with(
    dialect: str, viewer: Viewer, words: str, columns: Sequence[Column[Any]], limit: int
) -> Select[Any] | None:
    """The newest lessons that this viewer may read and that hold every word, in any order.

    None where there is no word.
    """
    if dialect == "sqlite":
        wanted = match(viewer.programme, words)
        return _sqlite(viewer, wanted, columns, limit) if wanted else None
    wanted = pattern(viewer.programme, words)
    return _postgresql(viewer, wanted, columns, limit) if wanted else None


def _sqlite(viewer: Viewer, wanted: str, columns: Sequence[Column[Any]], limit: int) -> Select[Any]:
    """FTS5 yields rows by falling key without sorting, and keys rise with numbers: the first `limit` are enough."""
    index = table("lesson_search", column("rowid", Integer))
    hits = literal_column("lesson_search", String).op("MATCH")(wanted)
    # An outer join, as SQLite takes its left side first; else it may start at the lessons and ask about each of them.
    joined = select(*columns).select_from(index).outerjoin(Lesson, and_(Lesson.id == index.c.rowid, visible(viewer)))
    return joined.where(hits, Lesson.id.is_not(None)).order_by(index.c.rowid.desc()).limit(limit)


def _postgresql(viewer: Viewer, wanted: str, columns: Sequence[Column[Any]], limit: int) -> Select[Any]:
    """Block by block, the newest first: a common word stops early, a rare one costs one look into the index a block."""
    newest = select(Programme.next_lesson // BLOCK).where(Programme.id == viewer.programme).scalar_subquery()
    blocks = select(func.generate_series(newest, 0, -1).label("block")).subquery("blocks")
    query = cast(func.replace(literal(wanted), "#", cast(blocks.c.block, Text)), TSQUERY)
    # OFFSET 0 keeps the planner at the search's own index: the others would give it all lessons of the programme.
    hit = table("lesson", column("id", WHOLE)).alias("hit")
    holds = literal_column("hit.search_vector").op("@@")(query)
    hits = select(hit.c.id).where(holds).offset(literal_column("0")).correlate(blocks).subquery("hits")
    # And here at the lesson of each hit, or it would rather compare them with all lessons that the viewer may read.
    one = select(Lesson.id, Lesson.number).where(Lesson.id == hits.c.id, visible(viewer))
    seen = one.offset(literal_column("0")).correlate(hits).lateral("seen")
    best = select(seen.c.id).select_from(hits).join(seen, always())
    first = best.order_by(seen.c.number.desc()).limit(limit).lateral("first")
    keys = select(first.c.id).select_from(blocks).join(first, always()).limit(limit)
    return select(*columns).where(Lesson.id.in_(keys))
