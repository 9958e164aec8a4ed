"""Leave and snoozes, prompts that are held back, a person's allowance of messages, and the scheduler's heartbeat."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"

# As they were when this was written: a migration must not change when `storage.columns` does.
_WHOLE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT: Final = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
_DAY: Final = sa.Date().with_variant(sa.String(10), "sqlite")
_COUNTED: Final = sa.text("counted_on IS NOT NULL")


def upgrade() -> None:
    _add("person", sa.Column("away_until", _DAY, nullable=True))
    _add("review", sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False))
    _add("prompt", sa.Column("ask_again", _DAY, nullable=True))
    _add("delivery", sa.Column("counted_on", _DAY, nullable=True))
    op.create_index(
        "ix_delivery_counted",
        "delivery",
        ["person", "counted_on"],
        sqlite_where=_COUNTED,
        postgresql_where=_COUNTED,
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", _WHOLE, primary_key=True, nullable=False),
        sa.Column("ticked_at", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=True),
    )


def _add(table: str, column: sa.Column[object]) -> None:
    rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"  # so that it equals a table made anew
    with op.batch_alter_table(table, recreate=rebuilt) as changed:
        changed.add_column(column)
