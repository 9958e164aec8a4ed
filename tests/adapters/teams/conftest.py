"""Teams, and Learnt behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.teams import Teams
from tests.teams.login import certificate


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch) -> Iterator[Teams]:
    """A fresh Teams, at Tue 24 Nov 2026 09:00 UTC, with nobody in it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate()))
    with Teams() as running:
        yield running


@pytest.fixture
def office(teams: Teams) -> Iterator[Office]:
    """Learnt, known to Teams."""
    learnt = Office(teams)
    yield learnt
    learnt.close()


@pytest.fixture
def room(teams: Teams, office: Office) -> Room:
    """A programme in a channel."""
    return Room(teams, office)
