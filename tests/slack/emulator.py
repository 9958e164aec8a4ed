"""A strict Slack on loopback: `with Slack() as slack: …`. How a test reads is in README.md beside this file."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.slack.acts import Acts, Outcome, Strictness
from tests.slack.app import App, Installation, Token
from tests.slack.channels import Channel
from tests.slack.clock import START, Clock
from tests.slack.echoes import Echoes
from tests.slack.events import Events
from tests.slack.faults import Faults
from tests.slack.forms import CannotDo
from tests.slack.happenings import Happenings
from tests.slack.loop import Loop
from tests.slack.messages import Message
from tests.slack.outbound import Ack, Outbound, Sent
from tests.slack.people import Person
from tests.slack.rates import Rates
from tests.slack.responses import Responses
from tests.slack.server import Server
from tests.slack.socket_mode import Reason, Sockets
from tests.slack.triggers import Triggers
from tests.slack.users import User
from tests.slack.views import Views
from tests.slack.web_api import WebApi
from tests.slack.workspace import Consent, State, Workspace

T = TypeVar("T")


class Slack:
    """One Slack with one app, in a thread of its own; every method here may be called from ordinary code.

    `at` sets its clock, which stands still unless it is `running`. `stamp` gives the seconds that requests are signed
    with: real time by default, since slack-bolt checks against that. `within` is how many real seconds the app has to
    acknowledge.
    """

    def __init__(
        self,
        app: App | None = None,
        *,
        at: datetime = START,
        running: bool = False,
        stamp: Callable[[], float] = time.time,
        port: int = 0,
        within: float = 3.0,
        seed: int = 1,
    ) -> None:
        self.app = app or App()
        self.clock = Clock(at, running=running)
        self.state = State(self.clock, self.app)
        self.faults, self.rates = Faults(seed), Rates(self.clock)
        self.triggers, self.views = Triggers(self.clock), Views()
        self.sockets = Sockets(self.app.id)
        self.api = WebApi(self.state, self.rates, self.faults, self.triggers, self.views, link=self.sockets.link)
        self.outbound = Outbound(self.app, self.clock, self.sockets, stamp, within)
        self.events = Events(self.api, self.outbound)
        self.echoes = Echoes(self.events)
        self.api.tell = self.echoes.tell
        self.responses = Responses(self.api, self.triggers)
        self._loop = Loop("slack")
        self.happens = Happenings(self.state, self.events, self.run)
        self._acts = Acts(self.api, self.events, self.outbound, self.triggers, self.responses)
        self.strictness = Strictness()
        self._people: dict[str, Person] = {}
        self._server = Server(self)
        self.port = self.run(self._server.start(port))
        self.root = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.root}/api/"
        self.api.base = self.triggers.base = self.root
        self.sockets.base = f"ws://127.0.0.1:{self.port}"
        token = self.app.app_token
        self.workspace = self.add_workspace("Partners")
        self.state.tokens[token] = Token(token, "app", self.workspace.id, self.app.app_scopes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.run(self._server.stop())
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something inside the emulator's loop."""
        return self._loop.run(work, 120)

    # Who and where

    def add_workspace(self, name: str, *, installed: bool = True, enterprise: str = "") -> Workspace:
        """Another workspace; the app is installed in it unless told otherwise. `enterprise` is an E… id."""
        made = Workspace(
            self.state.id("T"), name, name.lower().replace(" ", "-"), enterprise, f"{name} Org" if enterprise else ""
        )
        self.state.workspaces[made.id] = made
        if installed:
            self.state.install(made.id)
        return made

    def installation(self, workspace: Workspace | None = None) -> Installation:
        return self.state.installations[(workspace or self.workspace).id]

    @property
    def bot_token(self) -> str:
        """The app's token in the first workspace."""
        return self.installation().token

    def person(self, name: str, *, email: str = "", workspace: Workspace | None = None, **more: Any) -> Person:
        """A user who can act, "Priya Shah". Their address is made up unless given; `more` sets fields of User."""
        home = workspace or self.workspace
        handle = name.lower().replace(" ", ".")
        made = User(
            self.state.id("U"),
            home.id,
            handle.partition(".")[0],
            name,
            email or f"{handle}@{home.domain}.example",
            **more,
        )
        made.enterprise = home.enterprise
        self.state.users[made.id] = made
        return self.acts_as(made)

    def acts_as(self, user: User) -> Person:
        return self._people.setdefault(user.id, Person(self._acts, user, self.run, self.strictness))

    def channel(
        self,
        name: str,
        members: Iterable[Person] = (),
        *,
        bot: bool = True,
        private: bool = False,
        workspace: Workspace | None = None,
        shared_with: Iterable[Workspace] = (),
    ) -> Channel:
        """A channel with these members, and with the app's bot of each installed workspace unless `bot` is False."""
        home = workspace or self.workspace
        people = [one.id for one in members]
        created = int(self.clock.seconds())
        made = Channel(self.state.id("C"), name, [home.id, *(one.id for one in shared_with)], is_private=private)
        made.creator, made.created = people[0] if people else "", created
        made.members = people
        if bot:
            installed = self.state.installations
            made.members = people + [installed[one].bot_user for one in made.teams if one in installed]
        self.state.channels[made.id] = made
        return made

    # Time and delivery

    def passes(self, by: timedelta | float) -> None:
        """Time passes, and what was to be retried by then is retried."""
        self.clock.advance(by)
        self.run(self.outbound.due())

    def settle(self) -> None:
        """Wait until the app has been told of its own messages."""
        self.run(self.echoes.settle())

    @property
    def sent(self) -> list[Sent]:
        """Everything sent to the app, in order."""
        return list(self.outbound.log)

    def raw(self, body: bytes, headers: dict[str, str]) -> Ack:
        """Send just this to the request URL."""
        return self.run(self.outbound.raw(body, headers))

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """All of the app's messages, everywhere or in one channel, ephemeral and deleted ones included."""
        places = [channel] if channel else list(self.state.channels.values())
        found = [one for place in places for one in list(place.messages.values()) if one.app == self.app.id]
        return sorted(found, key=lambda one: one.order)

    # Socket Mode

    def connected(self, number: int = 1, *, after: int = 0) -> None:
        """Wait until the app has `number` sockets open, and has opened more than `after` in all."""
        self.run(self.sockets.connected(number, after=after))

    def disconnects(self, reason: Reason) -> None:
        """Slack asks the sockets to be renewed, or switches Socket Mode off."""
        self.run(self.sockets.disconnect(reason))

    def drops_sockets(self) -> None:
        """The connections break without a word."""
        self.run(self.sockets.drop())

    # Installing

    def allows(self, person: Person, url: str, workspace: Workspace | None = None) -> str:
        """Somebody follows a link to the consent page and presses Allow: the URL that Slack sends their browser to.

        CannotDo where Slack shows an error page instead: another app, scopes or a redirect that it doesn't have.
        """
        asked = dict(parse_qsl(urlsplit(url).query))
        scopes = frozenset(asked.get("scope", "").split(",")) - {""}
        redirect = asked.get("redirect_uri", "")
        if asked.get("client_id") != self.app.client_id:
            raise CannotDo("invalid client_id")
        if not scopes or scopes - self.app.scopes:
            raise CannotDo(f"invalid scopes: {','.join(sorted(scopes - self.app.scopes))}")
        if self.app.redirects and not redirect.startswith(self.app.redirects):
            raise CannotDo(f"redirect_uri {redirect!r} does not match any configured one")
        code = f"{self.workspace.id}.{secrets.token_hex(12)}"
        self.state.codes[code] = Consent((workspace or self.workspace).id, person.id, redirect, scopes)
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def environment(self) -> dict[str, str]:
        """The settings that point an app here."""
        found = {
            "SLACK_API_URL": self.url,
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
        }
        return found | ({"SLACK_APP_TOKEN": self.app.app_token} if self.app.socket_mode else {})

    def again(self, outcome: Outcome) -> Outcome:
        """The very same request arrives once more, as after a lost acknowledgement: same trigger, same event_id."""
        assert outcome.sent is not None, "the app was not told the first time"
        return self.run(self._acts.again(outcome.sent))

    async def typed(self, user: str, line: str, channel: str = "") -> tuple[Ack, str]:
        """A slash command from inside the emulator's loop: its acknowledgement, and what it shows."""
        person = self.state.users[user]
        place = self.state.channels.get(channel) or self.acts_as(person).direct
        outcome = await self._acts.types(person, line, place)
        return outcome.ack, outcome.shows
