"""Plays a written conversation in Teams' shape: the same lines as the terminal's, typed and read in the emulator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from storage.engine import Store
from tests.adapters.teams.office import Office
from tests.teams import CannotDo, Person, Teams
from tests.teams.places import Conversation, Message

TYPED = re.compile(r"(?P<email>\S+@\S+?)(?: in #(?P<channel>\S+))?: (?P<text>.*)")


class InTeams:
    """One tenant and everybody who types in it. What is for one person is in their own chat, wherever it was typed."""

    def __init__(self, teams: Teams, store: Store) -> None:
        self.teams, self.office = teams, Office(teams, store)
        self.team = teams.team("Northgate", [])
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Conversation] = {}
        self.shown: dict[int, str] = {}
        self.said: list[str] = []

    def play(self, lines: Iterable[str]) -> None:
        """Play the lines; an AssertionError at the first that is not answered as it says."""
        for line in lines:
            if line.startswith("→ "):
                self.expect(line.removeprefix("→ "))
            elif line.startswith("it is "):
                self.teams.clock.set(datetime.fromisoformat(line.removeprefix("it is ")).replace(tzinfo=UTC))
            elif line == "whatever is due goes out":
                self.office.clock += 4_000  # so that no message waits for the pace of its conversation
                self.office.goes_out()
                self.hear(None, None)
            elif found := TYPED.fullmatch(line):
                self.acts(found["email"], found["channel"], found["text"])
            else:
                assert not line.strip() or line.startswith(("## ", "> ")), f"what is {line!r}?"

    def acts(self, email: str, channel: str | None, text: str) -> None:
        who = self.person(email)
        place = self.place(channel) if channel else None
        if text.startswith("["):
            self.presses(who, text[1:-1], place)
        elif place is not None:
            who.mentions(text.removeprefix("/lesson").strip(), place)
        else:
            who.says(text)
        self.office.clock += 4_000
        self.office.settles()
        self.hear(who, place)

    def presses(self, who: Person, label: str, place: Conversation | None) -> None:
        """The newest button of that label, in the channel or where its answers went: the person's own chat."""
        try:
            who.presses(label)
        except CannotDo:
            assert place is not None
            who.presses(label, place)

    def person(self, email: str) -> Person:
        if email not in self.people:
            name = email.partition("@")[0].title()
            self.people[email] = self.teams.person(name, email=email)
            self.team.members.append(self.people[email])
        return self.people[email]

    def place(self, name: str) -> Conversation:
        if name not in self.channels:
            self.channels[name] = self.teams.channel(self.team, name)
        return self.channels[name]

    def hear(self, speaker: Person | None, place: Conversation | None) -> None:
        """What Learnt has said or changed since, with who can see it, as the terminal shows it."""
        self.said.clear()
        for message in self.teams.messages():
            if self.shown.get(message.order) == message.spoken:
                continue
            self.shown[message.order] = message.spoken
            lines = [" ".join(line.split()) for line in message.spoken.split("\n")]
            mark = self.seen_by(message, speaker, place)
            self.said += [*lines, *(mark + line for line in lines if mark)]

    def seen_by(self, message: Message, speaker: Person | None, place: Conversation | None) -> str:
        where = message.conversation
        if speaker is None:
            return f"(to {where.name}, directly) " if where.kind == "personal" else f"(to #{where.name}) "
        if where.kind == "personal":
            assert speaker.chat is where, "an answer went to somebody else"
            return "(only you) " if place is not None else ""
        return ""

    def expect(self, line: str) -> None:
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        assert any(re.fullmatch(pattern, said) for said in self.said), f"{line!r} was not said; it was {self.said}"
