"""A team with one channel that is linked to a programme, and two people in it."""

from __future__ import annotations

from tests.adapters.teams.office import Office
from tests.teams import Outcome, Person, Teams
from tests.teams.places import Conversation, Message


class Room:
    """Sam coordinates DCR, whose channel is `channel`; Priya and Tom are in the team."""

    def __init__(self, teams: Teams, office: Office) -> None:
        self.teams, self.office = teams, office
        self.sam = teams.person("Sam Green")
        self.priya = teams.person("Priya Shah")
        self.tom = teams.person("Tom Ray")
        self.team = teams.team("Northgate", [self.sam, self.priya, self.tom])
        self.channel = teams.channel(self.team, "release-24-3")
        self.mentions(self.sam, "setup Data Centre Release")
        self.mentions(self.sam, "organisation Northgate inside northgate.example")
        self.mentions(self.sam, "release open 24.3 live 12 Jan")

    def mentions(
        self,
        who: Person,
        text: str,
        place: Conversation | None = None,
        thread: Message | None = None,
        others: tuple[Person, ...] = (),
    ) -> Outcome:
        """Name Learnt in the channel, and wait for all that it says."""
        return self._settled(who.mentions(text, place or self.channel, thread, others))

    def says(self, who: Person, text: str) -> Outcome:
        """Write to Learnt, and wait for all that it says."""
        return self._settled(who.says(text))

    def presses(self, who: Person, label: str, place: Conversation | None = None) -> Outcome:
        return self._settled(who.presses(label, place))

    def submits(self, who: Person, **answers: str) -> Outcome:
        """Fill the open dialog in, and send it."""
        who.fills(**answers)
        return self._settled(who.submits())

    def _settled(self, outcome: Outcome) -> Outcome:
        assert outcome.status == 200, outcome
        self.office.clock += 10
        self.office.settles()
        return outcome
