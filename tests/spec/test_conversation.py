from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.console.script import Script
from storage.engine import Store
from tests.registers import postgres_store, sqlite_store
from tests.slack import Slack
from tests.spec.in_slack import InSlack
from tests.spec.in_teams import InTeams
from tests.teams import Teams
from tests.teams.login import certificate

SCRIPT = Path(__file__).parent.parent / "conversation.md"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = sqlite_store(tmp_path) if request.param == "sqlite" else postgres_store()
    yield opened
    opened.close()


def test_conversation(store: Store) -> None:
    """Every line of tests/conversation.md is answered as it says."""
    _, _, script = SCRIPT.read_text(encoding="utf-8").partition("\n## ")
    Script(store.open, lambda _: None).play(f"## {script}".splitlines())


def test_in_slack(tmp_path: Path) -> None:
    """The same lines are answered in Slack, each seen by those whom it is for alone."""
    _, _, script = SCRIPT.read_text(encoding="utf-8").partition("\n## ")
    with Slack() as slack:
        played = InSlack(slack, sqlite_store(tmp_path))
        try:
            played.play(f"## {script}".splitlines())
        finally:
            played.office.close()


def test_in_teams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lines are answered in Teams, what is for one person in their own chat."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate()))
    _, _, script = SCRIPT.read_text(encoding="utf-8").partition("\n## ")
    with Teams() as teams:
        played = InTeams(teams, sqlite_store(tmp_path))
        try:
            played.play(f"## {script}".splitlines())
        finally:
            played.office.close()
