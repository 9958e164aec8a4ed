"""Whoever may read little of a register lists it as quickly as the others."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"

_OPEN: Final = sa.text("status IN ('not_started', 'in_progress', 'blocked')")
_OFFERED_TO: Final = sa.text("offered_to IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_lesson_programme_audience_number", "lesson", ["programme", "audience", "number"])
    op.create_index(
        "ix_action_open_for",
        "action",
        ["programme", "audience", "sort_due", "number"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "ix_action_offered_to",
        "action",
        ["programme", "offered_to", "sort_due", "number"],
        sqlite_where=_OFFERED_TO,
        postgresql_where=_OFFERED_TO,
    )
