"""What Alembic runs: the migrations, on the connection and in the transaction that `storage.upgrade` gives."""

from __future__ import annotations

from alembic import context

from storage import tables_of_work
from storage.columns import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
assert tables_of_work.Action.metadata is Base.metadata  # noqa: S101 - imported so that every table is known
context.run_migrations()
