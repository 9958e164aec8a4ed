"""What the tables alone can't say: the append-only histories, and the index that searches lessons.

Written apart from the migrations, because a migration that rebuilds a table on SQLite loses its triggers and has to
make them again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

_KEPT: Final = ("id", "action", "at", '"by"', "how", "status", "due", "owner", "review", "unowned")
_EMPTIED: Final = ("note", "words")
_NAMES: Final = ("audit_update", "audit_delete", "action_update_update", "action_update_delete")
_FTS_NAMES: Final = ("lesson_search_insert", "lesson_search_update", "lesson_search_delete")


def _changed(distinct: str) -> str:
    """True where an update of the history does more than take words out."""
    kept = [f"NEW.{name} {distinct} OLD.{name}" for name in _KEPT]
    emptied = [f"(NEW.{name} IS NOT NULL AND NEW.{name} {distinct} OLD.{name})" for name in _EMPTIED]
    return " OR ".join(kept + emptied)


_SQLITE: Final = (
    """CREATE TRIGGER audit_update BEFORE UPDATE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
    """CREATE TRIGGER audit_delete BEFORE DELETE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
    f"""CREATE TRIGGER action_update_update BEFORE UPDATE ON action_update WHEN {_changed("IS NOT")}
       BEGIN SELECT RAISE(ABORT, 'the history of actions is append-only'); END""",
    """CREATE TRIGGER action_update_delete BEFORE DELETE ON action_update
       BEGIN SELECT RAISE(ABORT, 'the history of actions is append-only'); END""",
    """CREATE TRIGGER lesson_search_insert AFTER INSERT ON lesson
       BEGIN INSERT INTO lesson_search (rowid, search) VALUES (NEW.id, NEW.search); END""",
    """CREATE TRIGGER lesson_search_update AFTER UPDATE OF search ON lesson WHEN NEW.search <> OLD.search
       BEGIN
         INSERT INTO lesson_search (lesson_search, rowid, search) VALUES ('delete', OLD.id, OLD.search);
         INSERT INTO lesson_search (rowid, search) VALUES (NEW.id, NEW.search);
       END""",
    """CREATE TRIGGER lesson_search_delete AFTER DELETE ON lesson
       BEGIN INSERT INTO lesson_search (lesson_search, rowid, search) VALUES ('delete', OLD.id, OLD.search); END""",
)
# `ascii` leaves every sign beyond ASCII inside its word: what a word is has been settled by `storage.search`.
_SQLITE_INDEX: Final = """CREATE VIRTUAL TABLE IF NOT EXISTS lesson_search USING fts5(
    search, content='lesson', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)"""

_POSTGRESQL: Final = (
    """CREATE OR REPLACE FUNCTION learnt_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$""",
    """CREATE TRIGGER audit_update BEFORE UPDATE ON audit
       FOR EACH ROW EXECUTE FUNCTION learnt_append_only()""",
    """CREATE TRIGGER audit_delete BEFORE DELETE ON audit
       FOR EACH ROW EXECUTE FUNCTION learnt_append_only()""",
    f"""CREATE TRIGGER action_update_update BEFORE UPDATE ON action_update
       FOR EACH ROW WHEN ({_changed("IS DISTINCT FROM")}) EXECUTE FUNCTION learnt_append_only()""",
    """CREATE TRIGGER action_update_delete BEFORE DELETE ON action_update
       FOR EACH ROW EXECUTE FUNCTION learnt_append_only()""",
)
# Not to_tsvector: what a word is has been settled by `storage.search`. A pending list would make searches uneven.
_POSTGRESQL_INDEX: Final = (
    """ALTER TABLE lesson ADD COLUMN IF NOT EXISTS search_vector tsvector GENERATED ALWAYS AS
       (array_to_tsvector(array_remove(string_to_array(search, ' '), ''))) STORED""",
    """CREATE INDEX IF NOT EXISTS ix_lesson_search_vector ON lesson
       USING gin (search_vector) WITH (fastupdate = off)""",
)


def create_triggers(connection: Connection) -> None:
    """Make what is missing, and make the triggers anew."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_SQLITE_INDEX)
        drops = [f"DROP TRIGGER IF EXISTS {name}" for name in (*_NAMES, *_FTS_NAMES)]
        statements = (*drops, *_SQLITE)
    else:
        tables = ("audit", "audit", "action_update", "action_update")
        drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in zip(_NAMES, tables, strict=True)]
        statements = (*_POSTGRESQL_INDEX, *drops, *_POSTGRESQL)
    for statement in statements:
        connection.exec_driver_sql(statement)
