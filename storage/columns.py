"""How values stand in columns: the same words on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, MetaData, SmallInteger, String, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.words.action import How, Status
from bot.words.address import Address, address_from_text, address_to_text
from bot.words.audit import CodeKind
from bot.words.delivery import DeliveryKind, DeliveryState
from bot.words.lesson import Kind
from bot.words.person import Audience, Platform, Side
from bot.words.programme import Names, Purpose
from bot.words.release import Outcome, ReleaseState
from bot.words.review import ReviewState, SessionState


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. On SQLite text of a fixed width, so that it sorts as it should."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(27) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        utc = value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds")[:26] + "Z" if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        stored = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return stored.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A date; on SQLite as text."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(10) if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if value is not None and dialect.name == "sqlite" else value


class Name(TypeDecorator[Enum]):
    """A member of an enumeration, by its name in small letters."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind
        self._members = {member.name.lower(): member for member in kind}
        self._names = {member: name for name, member in self._members.items()}

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else self._names[value]

    def process_result_value(self, value: str | None, dialect: Dialect) -> Enum | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else self._members[value]


class Reach(TypeDecorator[Audience]):
    """An audience by its number, so that it can be compared."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: Audience | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Audience | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else Audience(value)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A few numbers as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else f"[{','.join(map(str, value))}]"

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else tuple(int(number) for number in value.strip("[]").split(",") if number)


class Where(TypeDecorator[Address]):
    """An address as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Address | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else address_to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Address | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else address_from_text(value)


ENUMS: Final = (
    Status, How, CodeKind, DeliveryKind, DeliveryState, Kind, Platform, Side, Names, Purpose, Outcome, ReleaseState,
    ReviewState, SessionState,
)  # fmt: skip
BYTEWISE: Final = Text().with_variant(Text(collation="C"), "postgresql")  # so that a prefix is a range of an index
WHOLE: Final = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows of INTEGER PRIMARY KEY alone


class Base(DeclarativeBase):
    """What all tables have in common."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        int: WHOLE,
        str: Text,
        date: Day,
        datetime: Instant,
        Address: Where,
        Audience: Reach,
        tuple[int, ...]: Numbers,
        **{kind: Name(kind) for kind in ENUMS},
    }
