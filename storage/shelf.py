"""How a word is written to its table and read from it again: field by field, each column called as its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, Generic, Protocol, TypeVar, cast

from sqlalchemy import ClauseElement, ColumnElement, Connection, Row, Select, Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Base
from storage.statement import Prepared

_THIS: Final = "this_key"
"""What the key of a row to be written is called: no column is called so."""
STREAMED: Final = 500
"""Rows fetched at a time where a listing is streamed."""


class Word(Protocol):
    """A frozen dataclass with a key."""

    @property
    def id(self) -> int: ...


AnyWord = TypeVar("AnyWord")
KeyedWord = TypeVar("KeyedWord", bound=Word)


def _nothing_else(_word: Any) -> Mapping[str, Any]:
    return {}


class Shelf(Generic[AnyWord]):
    """A word and its table.

    `also` makes the values of the columns `also_names`, which are no fields, from the word. `unique` names the
    columns by which a word is known to be stored already.
    """

    def __init__(
        self,
        word: type[AnyWord],
        table: type[Base],
        also: Callable[[AnyWord], Mapping[str, Any]] = _nothing_else,
        also_names: Sequence[str] = (),
        unique: Sequence[str] = (),
    ) -> None:
        self.table: Final = cast("Table", table.__table__)
        self.names: Final = tuple(field.name for field in fields(cast("Any", word)))
        self.columns: Final = tuple(self.table.c[name] for name in self.names)
        self._word = word
        self._also = also
        self._read: Callable[[AnyWord], tuple[Any, ...]] = attrgetter(*self.names)
        keys = [*(name for name in self.names if name != "id"), *also_names]
        key = self.table.primary_key
        self.insert: Final = Prepared(insert(self.table).returning(*key), keys)
        new = {"sqlite": sqlite.insert(self.table), "postgresql": postgresql.insert(self.table)}
        self.insert_new: Final = {
            dialect: Prepared(statement.on_conflict_do_nothing(index_elements=unique).returning(*key), keys)
            for dialect, statement in new.items()
            if unique
        }
        self._by: dict[tuple[str, ...], Prepared] = {}
        self._save: dict[tuple[str, ...], Prepared] = {}

    def by(self, connection: Connection, **key: Any) -> AnyWord | None:
        """The word whose columns have these values, none of which is None: by its key or by another unique one."""
        names = tuple(key)
        if (statement := self._by.get(names)) is None:
            same = [self.table.c[name] == bindparam(name, type_=self.table.c[name].type) for name in names]
            statement = self._by[names] = Prepared(self.select(*same))
        rows = statement.run(connection, key)
        return self.word(rows[0]) if rows else None

    def write(self, connection: Connection, key: int, values: Mapping[str, Any]) -> bool:
        """Set these columns of the row with this key; whether there is one."""
        names = tuple(values)
        if (statement := self._save.get(names)) is None:
            this = self.table.c.id == bindparam(_THIS, type_=self.table.c.id.type)
            statement = Prepared(update(self.table).where(this).returning(self.table.c.id), names)
            self._save[names] = statement
        return bool(statement.run(connection, {**values, _THIS: key}))

    def select(self, *where: ColumnElement[bool]) -> Select[Any]:
        return select(*self.columns).where(*where)

    def word(self, row: Row[Any] | Sequence[Any]) -> AnyWord:
        return self._word(**dict(zip(self.names, row, strict=False)))  # a row may go on with another word's columns

    def fields_of(self, word: AnyWord) -> dict[str, Any]:
        return dict(zip(self.names, self._read(word), strict=True))

    def values(self, word: AnyWord) -> dict[str, Any]:
        """The value of every column that the word gives."""
        return {**self.fields_of(word), **self._also(word)}

    def one(self, connection: Connection, *where: ColumnElement[bool]) -> AnyWord | None:
        row = connection.execute(self.select(*where).limit(1)).first()
        return None if row is None else self.word(row)

    def many(self, connection: Connection, query: Select[Any]) -> list[AnyWord]:
        return [self.word(row) for row in connection.execute(query)]

    def stream(self, connection: Connection, query: Select[Any]) -> Iterator[AnyWord]:
        """Row by row, however many there are."""
        rows = connection.execute(query, execution_options={"yield_per": STREAMED})
        return (self.word(row) for row in rows)


def add(
    connection: Connection,
    shelf: Shelf[KeyedWord],
    word: KeyedWord,
    beside: Mapping[str, Any] = MappingProxyType({}),
    **changes: Any,
) -> KeyedWord:
    """Store a new word, with these changes to it, and return it with its key. `beside`: columns that are no fields."""
    given = {**shelf.values(word), **changes}
    rows = shelf.insert.run(connection, {**given, **beside})
    return replace(cast("Any", word), id=rows[0][0], **changes)


def add_new(connection: Connection, shelf: Shelf[AnyWord], words: Sequence[AnyWord]) -> int:
    """Store those whose unique columns are new; return how many that were."""
    return shelf.insert_new[connection.dialect.name].count_all(connection, [shelf.values(word) for word in words])


def insert_for(connection: Connection) -> type[sqlite.Insert | postgresql.Insert]:
    """The INSERT that knows ON CONFLICT."""
    return sqlite.Insert if connection.dialect.name == "sqlite" else postgresql.Insert


def save(
    connection: Connection, shelf: Shelf[KeyedWord], word: KeyedWord, *, fixed: Sequence[str] = (), **changes: Any
) -> None:
    """Write a changed word over the stored one, all but the `fixed` columns."""
    values = {name: value for name, value in shelf.values(word).items() if name not in ("id", *fixed)} | changes
    if any(isinstance(value, ClauseElement) for value in changes.values()):
        done = connection.execute(update(shelf.table).where(shelf.table.c.id == word.id).values(values)).rowcount > 0
    else:
        done = shelf.write(connection, word.id, values)
    if not done:
        raise KeyError(f"{type(word).__name__} {word.id} was never added")
