from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.words.ids import NEW, InstallationId
from bot.words.installation import Installation
from bot.words.person import Platform
from storage.engine import Store, StoreError

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OLD, NEWER = "an-old-key-of-some-length-0123456789", "a-newer-key-of-some-length-0123456789"


def _store(folder: Path, *keys: str) -> Store:
    store = Store(f"sqlite:///{folder / 'learnt.db'}", secret_keys=keys)
    store.migrate()
    return store


def _put(store: Store) -> None:
    with store.open() as register:
        register.installations.put(
            Installation(
                id=InstallationId(NEW),
                platform=Platform.SLACK,
                workspace="T1",
                name="Northgate",
                bot="U0BOT",
                scopes="",
                token="xoxb-very-secret",  # noqa: S106  # a token of nobody's
                refresh="xoxe-1-also-secret",
                installed_at=NOW,
                installed_by="U0SAM",
            )
        )
        register.commit()


def _token(store: Store) -> str | None:
    with store.open() as register:
        found = register.installations.at(Platform.SLACK, "T1")
        assert found is not None
        return found.token


def test_no_token_lies_open(tmp_path: Path) -> None:
    """Neither the database's files nor a backup hold a token that could be read."""
    store = _store(tmp_path, NEWER)
    _put(store)
    store.backup(tmp_path / "backup.db")
    assert _token(store) == "xoxb-very-secret"
    for file in tmp_path.iterdir():
        assert b"very-secret" not in file.read_bytes()
        assert b"also-secret" not in file.read_bytes()


def test_a_key_is_changed(tmp_path: Path) -> None:
    """With the new key first, tokens are sealed anew once; after that the old key opens nothing any more."""
    _put(_store(tmp_path, OLD))
    both = _store(tmp_path, NEWER, OLD)
    assert _token(both) == "xoxb-very-secret"
    with both.open() as register:
        assert register.installations.reseal() == 1
        assert register.installations.reseal() == 0
        register.commit()
    assert _token(_store(tmp_path, NEWER)) == "xoxb-very-secret"
    assert _token(_store(tmp_path, OLD)) is None


def test_a_token_that_no_key_opens_is_left_as_it_is(tmp_path: Path) -> None:
    """Without the key that sealed it a token can't be read, and is still there when the key comes back."""
    _put(_store(tmp_path, OLD))
    other = _store(tmp_path, NEWER)
    assert _token(other) is None
    with other.open() as register:
        assert register.installations.reseal() == 0
        register.commit()
    assert _token(_store(tmp_path)) is None
    assert _token(_store(tmp_path, OLD)) == "xoxb-very-secret"


def test_nothing_is_stored_without_a_key(tmp_path: Path) -> None:
    """A token without a key to seal it with is refused, with what to set."""
    with pytest.raises(StoreError, match="LEARNT_SECRET_KEY is not set"):
        _put(_store(tmp_path))
