"""An action can be let go of, and one that was offered and not accepted is found again."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"

_OFFERED: Final = sa.text("offered_at IS NOT NULL AND status IN ('not_started', 'in_progress', 'blocked')")


def upgrade() -> None:
    op.create_index(
        "ix_action_offered", "action", ["offered_at", "id"], sqlite_where=_OFFERED, postgresql_where=_OFFERED
    )
    with op.batch_alter_table("action_update") as table:  # SQLite: the table is built anew, and loses its triggers
        table.add_column(sa.Column("unowned", sa.Boolean(), server_default=sa.false(), nullable=False))
