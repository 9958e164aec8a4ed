"""The two platforms as a storm has them: people, bad weather, and what has arrived."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import count

from adapters.slack.app import SlackWay
from adapters.slack.credentials import Credentials as SlackCredentials
from adapters.teams.app import TeamsWay
from adapters.teams.cloud import read_cloud
from adapters.teams.credentials import Credentials as TeamsCredentials
from adapters.web.server import Way
from bot.ports import Register
from bot.words.chat import Chat
from bot.words.ids import NEW, ChatId, IdentityId, PersonId
from bot.words.person import Identity, Platform
from scheduler.outbox import Writer
from storage.engine import Store
from tests import slack, teams
from tests.slack.faults import Fault, Faults


class Front(ABC):
    """`faults` are the emulator's, whose operation `posts` takes a message."""

    platform: Platform
    faults: Faults
    its: dict[str, str]
    posts: str
    looks_back: bool
    """Whether a sender can look for what it may have sent."""

    def __init__(self) -> None:
        self.lost: list[Fault] = []

    @abstractmethod
    def add(self, register: Register, name: str, person: PersonId) -> str:
        """An account for them; the key by which `arrived` counts."""

    @abstractmethod
    def arrived(self) -> Counter[str]:
        """How many messages each account has."""

    @abstractmethod
    def taken(self) -> int:
        """How many messages were taken, roughly."""

    @abstractmethod
    def block(self, key: str, *, blocked: bool) -> None:
        """They take no messages, or do again."""

    def loses(self, times: int) -> None:
        """Answers get lost after the message was taken: the connection drops, or stays silent."""
        self.lost.append(self.faults.loses_answers(self.posts, times=times))
        self.lost.append(self.faults.loses_answers(self.posts, times=max(1, times // 4), hangs=True))

    def limits(self, times: int) -> None:
        """Too fast, says the platform: 30 seconds."""
        self.faults.limits(self.posts, 30, times=times, chance=0.7)

    def outage(self) -> list[Fault]:
        """It answers nothing of use; to be stopped."""
        return [self.faults.fails("*", 503, chance=0.5), self.faults.drops("*")]

    @abstractmethod
    def way(self, store: Store, clock: Callable[[], datetime], writer: Writer) -> Way:
        """The product's way there, without a pace. To be made inside a running event loop."""

    @property
    def lost_answers(self) -> int:
        return sum(fault.hits for fault in self.lost)

    @abstractmethod
    def close(self) -> None: ...


class SlackFront(Front):
    platform, posts, looks_back = Platform.SLACK, "chat.postMessage", True

    def __init__(self) -> None:
        super().__init__()
        self.slack = slack.Slack(running=True)
        self.faults, self.its = self.slack.faults, self.slack.environment()

    def add(self, register: Register, name: str, person: PersonId) -> str:
        user = self.slack.person(name).user
        account = Identity(
            id=IdentityId(NEW),
            person=person,
            platform=self.platform,
            workspace=user.team,
            account=user.id,
            handle=user.name,
        )
        register.people.add_identity(account)
        return user.id

    def arrived(self) -> Counter[str]:
        places = list(self.slack.state.channels.values())
        return Counter({place.with_: len(place.messages) for place in places if place.with_ and place.messages})

    def taken(self) -> int:
        return self.slack.api.counts[self.posts]

    def block(self, key: str, *, blocked: bool) -> None:
        self.slack.state.users[key].deleted = blocked

    def way(self, store: Store, clock: Callable[[], datetime], writer: Writer) -> Way:
        credentials = SlackCredentials(
            bot_token=self.its["SLACK_BOT_TOKEN"],
            signing_secret=self.its["SLACK_SIGNING_SECRET"],
            api_url=self.its["SLACK_API_URL"],
        )
        hours = count(0, 3600)  # one passes at each look
        return SlackWay(
            credentials, frozenset(), store.open, clock, writer, lambda: None, monotonic=lambda: float(next(hours))
        )

    def close(self) -> None:
        self.slack.close()


class TeamsFront(Front):
    platform, posts, looks_back = Platform.TEAMS, "send", False

    def __init__(self) -> None:
        super().__init__()
        self.teams = teams.Teams(running=True)
        self.faults, self.its = self.teams.faults, self.teams.environment()
        self._people: dict[str, teams.Person] = {}

    def add(self, register: Register, name: str, person: PersonId) -> str:
        someone = self.teams.person(name, email=f"{person}@x.example")
        account = Identity(
            id=IdentityId(NEW),
            person=person,
            platform=self.platform,
            workspace=self.teams.tenant,
            account=someone.aad,
            handle=name,
        )
        register.people.add_identity(account)
        chat = Chat(
            id=ChatId(NEW),
            platform=self.platform,
            workspace=self.teams.tenant,
            account=someone.aad,
            conversation=someone.chat.id,
            member=someone.id,
            service_url=self.teams.service,
        )
        register.chats.put(chat)
        self._people[someone.aad] = someone
        return someone.aad

    def arrived(self) -> Counter[str]:
        chats = ((key, len(someone.chat.messages)) for key, someone in self._people.items())
        return Counter({key: many for key, many in chats if many})

    def taken(self) -> int:
        return self.teams.connector.taken

    def block(self, key: str, *, blocked: bool) -> None:
        self._people[key].blocks = blocked

    def way(self, store: Store, clock: Callable[[], datetime], writer: Writer) -> Way:
        cloud = read_cloud(self.its["MICROSOFT_CLOUD"])
        assert cloud is not None
        credentials = TeamsCredentials(
            app_id=self.its["MICROSOFT_APP_ID"],
            password=self.its["MICROSOFT_APP_PASSWORD"],
            tenant=self.its["MICROSOFT_APP_TENANT_ID"],
            cloud=cloud,
        )
        return TeamsWay(credentials, frozenset(), store.open, clock, writer, lambda: None, paced=False)

    def close(self) -> None:
        self.teams.close()
