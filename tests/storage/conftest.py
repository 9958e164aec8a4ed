"""A fresh register of each kind, and what a capture needs in it."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from storage.engine import Store
from tests.registers import postgres_store, sqlite_store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Store, None, None]:
    made = sqlite_store(tmp_path) if request.param == "sqlite" else postgres_store()
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Generator[Store, None, None]:
    made = sqlite_store(tmp_path)
    yield made
    made.close()
