"""The first schema."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

# As they were when this was written: a migration must not change when `storage.columns` does.
_WHOLE: Final = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TYPES: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    "whole": _WHOLE,
    "small": sa.SmallInteger(),
    "flag": sa.Boolean(),
    "text": sa.Text(),
    "bytewise": sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
    "day": sa.Date().with_variant(sa.String(10), "sqlite"),
    "instant": sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite"),
}
_OPEN: Final = "status IN ('not_started', 'in_progress', 'blocked')"


def upgrade() -> None:
    _create_tables()
    _create_indexes()


def _column(spec: str) -> sa.Column[Any]:
    """A column from its name and type: `name text`, `email text?` (may be empty), `by -> person?`."""
    name, rest = spec.split(" ", 1)
    if rest == "sort_due":
        last = sa.Computed("coalesce(due, '9999-12-31')", persisted=True)
        return sa.Column(name, _TYPES["day"], last, nullable=False)
    key, start = rest.endswith(" key"), rest.endswith(" from 1")
    kind = rest.removesuffix(" key").removesuffix(" from 1")
    nullable = kind.endswith("?")
    kind = kind.removesuffix("?")
    default = sa.text("1") if start else None
    if kind.startswith("-> "):
        to = sa.ForeignKey(f"{kind[3:]}.id")
        return sa.Column(name, _WHOLE, to, primary_key=key, nullable=nullable)
    return sa.Column(name, _TYPES[kind], primary_key=key, nullable=nullable, server_default=default)


def _table(name: str, columns: str, unique: tuple[str, ...] = ()) -> None:
    constraints = [sa.UniqueConstraint(*names.split(",")) for names in unique]
    op.create_table(name, *[_column(spec.strip()) for spec in columns.split(",")], *constraints)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _some(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _create_tables() -> None:
    _table(
        "person",
        """id whole key, name text, email text?, zone text?, region text?, paused flag, forgotten flag, name_key text,
        first_key text, email_key text?""",
        unique=("email_key",),
    )
    _table(
        "programme",
        """id whole key, key text, name text, zone text, region text, names text?, review_rule text?,
        next_lesson whole from 1, next_action whole from 1, next_review whole from 1, key_key text""",
        unique=("key_key",),
    )
    _table("seen", "key text key, at instant, answer text")
    _table("wrong_code", "id whole key, account text, at instant")
    _table(
        "audit",
        """id whole key, at instant, programme -> programme?, person -> person?, what text, about text?, why text?,
        how text""",
    )
    _table(
        "code",
        """id whole key, kind text, hash text, programme -> programme?, person -> person, expires instant, used flag,
        taken_by -> person?""",
        unique=("hash",),
    )
    _table("draft", "id whole key, person -> person?, line text, at instant")
    _table(
        "identity",
        """id whole key, person -> person, platform text, workspace text, account text, handle text,
        last_used instant?, handle_key text""",
        unique=("platform,workspace,account",),
    )
    _table("organisation", "id whole key, programme -> programme, name text, side text, sign text")
    _table("quiet_period", "id whole key, programme -> programme, first day, last day")
    _table(
        "release",
        """id whole key, programme -> programme, name text, state text, live day?, opened_at instant,
        delivered_at instant?, closed_at instant?, name_key text""",
        unique=("programme,name_key",),
    )
    _table(
        "channel",
        """id whole key, programme -> programme, platform text, workspace text, account text, name text, purpose text,
        outside flag, echo flag, release -> release?""",
        unique=("platform,account",),
    )
    _table(
        "lesson",
        """id whole key, programme -> programme, number whole, kind text, text text, wording text?, area text?,
        audience small, raised_by -> person?, raised_at instant, anonymous flag, in_session flag,
        release -> release?, link text?, note text?, accepted_why text?, accepted_by -> person?, again -> lesson?,
        again_confirmed flag, merged_into -> lesson?, deleted flag, redacted flag, token text?, source text?,
        votes whole, open_actions whole, actions whole, search text""",
        unique=(
            "programme,number",
            "programme,source",
        ),
    )
    _table(
        "member",
        """id whole key, programme -> programme, person -> person, coordinator flag, organisation -> organisation?,
        side text, noticed flag, added flag, left flag""",
        unique=("programme,person",),
    )
    _table(
        "undo",
        """entry -> audit key, person -> person, line text, about text, at instant, used flag""",
    )
    _table(
        "action",
        """id whole key, programme -> programme, number whole, lesson -> lesson, text text, owner -> person?, due day?,
        due_release -> release?, status text, audience small, offered_to -> person?, offered_at instant?, fine flag,
        result text?, note text?, moves whole, created_at instant, created_by -> person?, updated_at instant,
        source text?, redacted flag, release -> release?, sort_due sort_due""",
        unique=(
            "programme,number",
            "programme,source",
        ),
    )
    _table("channel_member", "channel -> channel key, person -> person key")
    _table(
        "delivery",
        """id whole key, key bytewise, programme -> programme?, kind text, person -> person?, channel -> channel?,
        body text, compose text?, due instant, state text, unasked flag, attempts whole, remote text?, reason text?,
        sent_at instant?, wanted whole, sent whole, leased_until instant?""",
        unique=("key",),
    )
    _table(
        "release_check",
        """id whole key, programme -> programme, release -> release, lesson -> lesson, outcome text?, why text?,
        by -> person?, at instant""",
        unique=("release,lesson",),
    )
    _table(
        "review",
        """id whole key, programme -> programme, number whole, state text, at instant, day day, moved_why text?,
        ask_from instant?, prompted_at instant?, started_at instant?, closed_at instant?, opening text?,
        open_after whole?, posted_to -> channel?""",
        unique=("programme,number",),
    )
    _table(
        "session",
        """id whole key, programme -> programme, release -> release, state text, at instant, started_at instant?,
        ended_at instant?, channel -> channel?""",
    )
    _table("vote", "lesson -> lesson key, person -> person key")
    _table(
        "action_update",
        """id whole key, action -> action, at instant, by -> person?, how text, status text?, due day?,
        owner -> person?, note text?, words text?, review -> review?""",
    )
    _table(
        "prompt",
        """id whole key, programme -> programme, review -> review, person -> person, promised day, asked text,
        at instant, sent_at instant?, answered_at instant?""",
        unique=("review,person",),
    )


def _create_indexes() -> None:
    _index("person", "first_key")
    _index("person", "name_key")
    _index("seen", "at")
    _index("wrong_code", "account", "at")
    _index("audit", "programme", "id")
    _index("code", "person")
    _index("draft", "at")
    _index("draft", "person")
    _index("identity", "handle_key")
    _index("identity", "person")
    _index("organisation", "programme")
    _index("quiet_period", "programme")
    _index("channel", "programme")
    _some("ix_lesson_carried", "lesson", ["programme", "number"], "open_actions > 0")
    _index("lesson", "programme", "kind", "number")
    _index("lesson", "programme", "raised_by", "number")
    _index("lesson", "programme", "release", "number")
    _some("ix_lesson_unsettled", "lesson", ["programme", "number"], "actions = 0 AND accepted_why IS NULL")
    _index("member", "person")
    _index("undo", "about")
    _index("undo", "person", "at")
    _index("action", "due_release")
    _some("ix_action_incomplete", "action", ["programme", "sort_due", "number"], "owner IS NULL OR due IS NULL")
    _index("action", "lesson")
    _some("ix_action_open", "action", ["programme", "sort_due", "number"], _OPEN)
    _some("ix_action_open_of", "action", ["programme", "owner", "sort_due", "number"], _OPEN)
    _index("action", "programme", "owner", "sort_due", "number")
    _index("action", "programme", "release", "sort_due", "number")
    _index("action", "programme", "sort_due", "number")
    _index("action", "programme", "updated_at", "number")
    _index("channel_member", "person")
    _index("delivery", "person")
    _index("delivery", "programme", "state", "id")
    _some("ix_delivery_waiting", "delivery", ["due", "id"], "state = 'waiting'")
    _index("release_check", "lesson")
    _index("review", "programme", "state", "at")
    _index("review", "state", "at")
    _index("session", "programme", "state", "at")
    _index("vote", "person")
    _index("action_update", "action")
    _index("action_update", "by")
    _index("action_update", "review")
    _index("prompt", "person", "sent_at")
