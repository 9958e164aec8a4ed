"""Where people and channels are reached on Microsoft Teams, and a way to find what is old."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"

# As it was when this was written: a migration must not change when `storage.columns` does.
_WHOLE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "chat",
        sa.Column("id", _WHOLE, primary_key=True, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("service_url", sa.Text(), nullable=False),
        sa.UniqueConstraint("platform", "account"),
    )
    op.create_index("ix_chat_member", "chat", ["member"])
    op.create_index("ix_undo_at", "undo", ["at"])
