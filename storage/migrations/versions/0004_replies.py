"""An answer that no acknowledgement carries is a delivery, which knows where it belongs."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"  # so that it equals a table made anew
    with op.batch_alter_table("delivery", recreate=rebuilt) as table:
        table.add_column(sa.Column("address", sa.Text(), nullable=True))
