"""The workspaces that have let Learnt in, with their sealed tokens."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"

# As they were when this was written: a migration must not change when `storage.columns` does.
_WHOLE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT: Final = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", _WHOLE, primary_key=True, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("refresh", sa.Text(), nullable=True),
        sa.Column("expires", _INSTANT, nullable=True),
        sa.Column("installed_at", _INSTANT, nullable=False),
        sa.Column("installed_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.UniqueConstraint("platform", "workspace"),
    )
