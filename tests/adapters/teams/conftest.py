"""Teams, and Learnt behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.adapters.teams.tiny import Tiny
from tests.teams import Person, Teams
from tests.teams.login import certificate
from tests.teams.places import Conversation


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


@pytest.fixture
def tiny(teams: Teams) -> Iterator[Tiny]:
    """A bot in Learnt's place, which says nothing by itself."""
    with Tiny(teams) as running:
        yield running


@pytest.fixture
def priya(teams: Teams) -> Person:
    """Somebody who has the app."""
    return teams.person("Priya Shah")


@pytest.fixture
def channel(teams: Teams, priya: Person) -> Conversation:
    """A channel of a team that has the app, where she is alone."""
    return teams.channel(teams.team("Release 24.3", [priya]), "general")
