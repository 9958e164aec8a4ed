"""A strict local Microsoft Teams, for tests and benches. See README.md."""

from tests.slack.loop import Host
from tests.teams.outcome import CannotDo, NotAnswered, Outcome
from tests.teams.people import Person
from tests.teams.teams import Teams

__all__ = ["CannotDo", "Host", "NotAnswered", "Outcome", "Person", "Teams"]
