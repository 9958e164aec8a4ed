"""An answer is a delivery and goes out first; a card runs, and is known again; whose message was saved is kept."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"

_WHOLE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"  # so that it equals a table made anew
    with op.batch_alter_table("delivery", recreate=rebuilt) as table:
        table.add_column(sa.Column("address", sa.Text(), nullable=True))
        table.add_column(sa.Column("running", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("shown", sa.Text(), nullable=True))
    op.drop_index("ix_delivery_waiting", "delivery")
    _some("ix_delivery_asked", ["due", "id"], "state = 'waiting' AND NOT unasked")
    _some("ix_delivery_unasked", ["due", "id"], "state = 'waiting' AND unasked")
    _some("ix_delivery_running", ["programme"], "running")
    op.create_table(
        "quoted",
        sa.Column("lesson", _WHOLE, sa.ForeignKey("lesson.id"), primary_key=True, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
    )
    op.create_index("ix_quoted_platform_workspace_account", "quoted", ["platform", "workspace", "account"])


def _some(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "delivery", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
