"""Statements on the way of every event: compiled once, then run on the driver's cursor.

SQLAlchemy Core takes some 110 µs a statement to prepare and wrap what the driver does in 15. A capture has five.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import Boolean, Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    import psycopg

Convert = Callable[[Any], Any]


class _Compiled(NamedTuple):
    sql: str
    binds: tuple[tuple[str, Convert | None], ...]
    constants: Mapping[str, Any]
    positional: bool
    returns: bool
    results: tuple[tuple[int, Convert], ...]


class Prepared:
    """One Core statement; `keys` names the columns that an INSERT fills."""

    def __init__(self, statement: Select[Any] | Insert | Update | Delete, keys: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._keys = keys
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Sequence[Any]]:
        """Run it and return the rows, if it returns any."""
        form = self._form(connection)
        cursor: DBAPICursor = connection.connection.cursor()
        try:
            cursor.execute(form.sql, _bound(form, values))
            rows = list[Sequence[Any]](cursor.fetchall()) if form.returns else []
        finally:
            cursor.close()
        return [_converted(row, form.results) for row in rows] if form.results else rows

    def count_all(self, connection: Connection, many: Sequence[Mapping[str, Any]]) -> int:
        """Run it for each, and return how many rows all of them returned. PostgreSQL is sent them without waiting."""
        if connection.dialect.name == "sqlite" or not many:
            return sum(len(self.run(connection, values)) for values in many)
        form = self._form(connection)
        with cast("psycopg.Cursor[Any]", connection.connection.cursor()) as cursor:
            cursor.executemany(form.sql.encode(), [_bound(form, values) for values in many], returning=True)
            found = len(cursor.fetchall())
            while cursor.nextset():
                found += len(cursor.fetchall())
        return found

    def _form(self, connection: Connection) -> _Compiled:
        form = self._compiled.get(connection.dialect.name)
        if form is None:
            form = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        if not connection.in_transaction():  # after a commit; the driver's cursor would not begin a new one
            connection.begin()
        return form

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._keys)
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        constants = compiled.construct_params(_check=False)
        results = [(at, _reader(type_, dialect)) for at, type_ in enumerate(self._columns())]
        return _Compiled(
            sql=compiled.string,
            binds=tuple((name, _writer(types[name], dialect)) for name in compiled.positiontup or types),
            constants={name: value for name, value in constants.items() if value is not None},
            positional=compiled.positional,
            returns=bool(results),
            results=tuple((at, convert) for at, convert in results if convert is not None),
        )

    def _columns(self) -> list[TypeEngine[Any]]:
        """What it returns: nothing, for an INSERT or UPDATE without RETURNING."""
        return [column.type for column in self._statement.exported_columns]


def _bound(form: _Compiled, values: Mapping[str, Any]) -> Any:
    given = {**form.constants, **values}
    if form.positional:
        return [given[name] if convert is None else convert(given[name]) for name, convert in form.binds]
    return {name: given[name] if convert is None else convert(given[name]) for name, convert in form.binds}


def _writer(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(type_, Boolean):
        return None  # both drivers take Python's own
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _reader(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return type_.dialect_impl(dialect).result_processor(dialect, None)


def _converted(row: Sequence[Any], results: tuple[tuple[int, Convert], ...]) -> Sequence[Any]:
    values = list(row)
    for at, convert in results:
        if values[at] is not None:
            values[at] = convert(values[at])
    return values
