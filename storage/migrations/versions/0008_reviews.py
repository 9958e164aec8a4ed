"""Where a review is held, in which order, who runs it and who was there, and how often it was moved."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0008"
down_revision: Final = "0007"

# As it was when this was written: a migration must not change when `storage.columns` does.
_WHOLE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("review") as review:
        review.add_column(sa.Column("moves", _WHOLE, nullable=False, server_default=sa.text("0")))
        review.add_column(sa.Column("held_in", sa.Text(), nullable=False, server_default=sa.text("'[]'")))
        review.add_column(sa.Column("agenda", sa.Text(), nullable=False, server_default=sa.text("'[]'")))
        review.add_column(sa.Column("showing", _WHOLE, nullable=True))
        review.add_column(sa.Column("run_by", _WHOLE, sa.ForeignKey("person.id"), nullable=True))
    op.create_table(
        "attendance",
        sa.Column("review", _WHOLE, sa.ForeignKey("review.id"), primary_key=True, nullable=False),
        sa.Column("person", _WHOLE, sa.ForeignKey("person.id"), primary_key=True, nullable=False),
    )
    op.create_index("ix_attendance_person", "attendance", ["person"])
