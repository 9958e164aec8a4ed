"""Plays a written conversation in Slack's shape: the same lines as the terminal's, typed and read in the emulator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from storage.engine import Store
from tests.adapters.slack.office import Office
from tests.slack import Slack
from tests.slack.channels import Channel
from tests.slack.messages import Message, unescape
from tests.slack.people import Person

TYPED = re.compile(r"(?P<email>\S+@\S+?)(?: in #(?P<channel>\S+))?: (?P<text>.*)")


class InSlack:
    """One workspace and everybody who types in it."""

    def __init__(self, slack: Slack, store: Store) -> None:
        self.slack, self.office = slack, Office(slack, store)
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.known: set[object] = set()
        self.said: list[str] = []

    def play(self, lines: Iterable[str]) -> None:
        """Play the lines; an AssertionError at the first that is not answered as it says."""
        for line in lines:
            if line.startswith("→ "):
                self.expect(line.removeprefix("→ "))
            elif line.startswith("it is "):
                self.slack.clock.set(datetime.fromisoformat(line.removeprefix("it is ")).replace(tzinfo=UTC))
            elif line == "whatever is due goes out":
                self.office.clock += 10  # so that no message waits for the pace of its channel
                self.office.goes_out()
                self.hear(None)
            elif found := TYPED.fullmatch(line):
                self.acts(found["email"], found["channel"], found["text"])
            else:
                assert not line.strip() or line.startswith(("## ", "> ")), f"what is {line!r}?"

    def acts(self, email: str, channel: str | None, text: str) -> None:
        who = self.person(email)
        place = self.place(channel) if channel else None
        if place is not None and who.id not in place.members:
            place.members.append(who.id)
        if text.startswith("["):
            who.presses(text[1:-1])
        elif place is not None:
            who.types(text, place)
        else:
            who.says_directly(text)
        self.office.settles()
        self.hear(who)

    def person(self, email: str) -> Person:
        if email not in self.people:
            self.people[email] = self.slack.person(email.partition("@")[0].title(), email=email)
        return self.people[email]

    def place(self, name: str) -> Channel:
        if name not in self.channels:
            self.channels[name] = self.slack.channel(name)
        return self.channels[name]

    def hear(self, speaker: Person | None) -> None:
        """What Learnt has said since, with who can see it, as the terminal shows it."""
        self.said.clear()
        for message in self.slack.messages():
            if message.order in self.known:
                continue
            self.known.add(message.order)
            lines = [" ".join(line.split()) for line in unescape(message.text).replace("\u200b", "").split("\n")]
            mark = self.seen_by(message, speaker)
            # A prompt's own first line is its summary, which Slack shows as the notification.
            self.said += [*lines, *(mark + line for line in lines if mark)]

    def seen_by(self, message: Message, speaker: Person | None) -> str:
        channel = self.slack.state.channels[message.channel]
        if speaker is None:
            names = [one.user.real_name for one in self.people.values() if one.direct is channel]
            return f"(to {names[0]}, directly) " if names else f"(to #{channel.name}) "
        if channel.is_im:
            assert speaker.direct is channel, "an answer went to somebody else"
            return ""
        assert message.only in {"", speaker.id}, "an answer went to somebody else"
        return "(only you) " if message.only else ""

    def expect(self, line: str) -> None:
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        assert any(re.fullmatch(pattern, said) for said in self.said), f"{line!r} was not said; it was {self.said}"
