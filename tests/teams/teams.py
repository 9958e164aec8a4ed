"""The emulator itself: tenants, people, teams and chats, and the app that they have installed."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Self

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from tests.slack.clock import Clock
from tests.slack.faults import Faults
from tests.slack.loop import Listener, Loop
from tests.teams.connector import Connector
from tests.teams.control import Control
from tests.teams.happenings import Happenings
from tests.teams.login import Login, certificate, secure
from tests.teams.outcome import NotAnswered, Outcome
from tests.teams.people import Person
from tests.teams.places import Conversation, Message, Team

TENANT = "0f6a1c7e-7c43-4a7e-9c77-1d7e6f1f0a01"


class Teams(Happenings):
    """Microsoft Teams on loopback. Use as a context manager; `url` of the app is set by whoever serves it."""

    def __init__(
        self,
        *,
        within: float = 5.0,
        port: int = 0,
        authenticated: bool = True,
        running: bool = False,
        fast: bool = False,
    ) -> None:
        self.within, self.authenticated, self.fast = within, authenticated, fast
        self.app_id, self.password, self.url = str(uuid.uuid4()), "correct-horse-battery-staple", ""
        self.bot = f"28:{self.app_id if authenticated else ''}"
        self.tenant = TENANT
        self.clock, self.faults = Clock(running=running), Faults()
        self.login = Login(self.app_id, self.password, TENANT)
        self.connector = Connector(self)
        self.people: list[Person] = []
        self.teams: list[Team] = []
        self.conversations: dict[str, Conversation] = {}
        self.old_client = False  # knows no Action.Execute
        self.no_dialogs = False  # a button that fetches one is sent like any other
        self.page = 500
        self._order = 0
        self._loop = Loop("teams")
        self._listeners: list[Listener] = []
        self._session: ClientSession | None = None
        self.port, login = self._loop.run(self._start(port))
        self.service = f"http://127.0.0.1:{self.port}/emea/"
        self.login.url = f"https://127.0.0.1:{login}"

    def environment(self) -> dict[str, str]:
        """The settings of an app that is to speak with this Teams."""
        return {
            "MICROSOFT_APP_ID": self.app_id,
            "MICROSOFT_APP_PASSWORD": self.password,
            "MICROSOFT_APP_TYPE": "SingleTenant",
            "MICROSOFT_APP_TENANT_ID": TENANT,
            "MICROSOFT_CLOUD": self.cloud,
            "REQUESTS_CA_BUNDLE": str(certificate()),
        }

    @property
    def cloud(self) -> str:
        openid = f"http://127.0.0.1:{self.port}/v1/.well-known/openidconfiguration"
        return f"login={self.login.url} openid={openid}"

    # --- who and where -----------------------------------------------------------------------------------------------

    def person(
        self,
        name: str,
        *,
        email: str = "",
        guest: bool = False,
        tenant: str = "",
        zone: str = "Europe/London",
        installed: bool = True,
    ) -> Person:
        """Somebody, with the app installed for them, whom it has not greeted."""
        address = email or f"{name.partition(' ')[0].casefold()}@northgate.example"
        found = Person(self, name, address, guest, tenant or TENANT)
        found.zone = zone
        found.chat = self._place(f"a:{uuid.uuid4().hex}", "personal", name, [found])
        found.chat.tenant = found.tenant
        found.chat.installed = installed
        self.people.append(found)
        return found

    def team(self, name: str, members: Sequence[Person], *, installed: bool = True) -> Team:
        """A team, with the app in it unless it is not `installed`; its general channel has its id."""
        team = Team(f"19:{uuid.uuid4().hex}@thread.tacv2", name, TENANT, list(members), installed)
        self.teams.append(team)
        general = self._place(team.id, "channel", "General", [])
        general.team = team
        return team

    def channel(self, team: Team, name: str) -> Conversation:
        found = self._place(f"19:{uuid.uuid4().hex}@thread.tacv2", "channel", name, [])
        found.team = team
        return found

    def group_chat(self, name: str, members: Sequence[Person], *, installed: bool = True) -> Conversation:
        found = self._place(f"19:{uuid.uuid4().hex}@thread.v2", "groupChat", name, list(members))
        found.installed = installed
        return found

    def find(self, account: str) -> Person | None:
        """Whoever has that id: the one that this bot knows them by, or their own."""
        return next((one for one in self.people if account in {one.id, one.aad}), None)

    def _place(self, conversation: str, kind: str, name: str, members: list[Person]) -> Conversation:
        found = self.conversations[conversation] = Conversation(conversation, kind, TENANT, name, members)
        return found

    def passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    # --- messages ----------------------------------------------------------------------------------------------------

    def keep(self, conversation: Conversation, activity: dict[str, Any], *, by_bot: bool, root: str = "") -> Message:
        self._order += 1
        at = f"{int(self.clock.seconds() * 1000)}{self._order:06d}"
        message = Message(at, self._order, conversation, activity, by_bot, root)
        conversation.messages.append(message)
        return message

    def messages(self, place: Conversation | None = None) -> list[Message]:
        """What the bot has said, oldest first."""
        places = [place] if place else list(self.conversations.values())
        return sorted((m for one in places for m in one.messages if m.by_bot), key=lambda m: m.order)

    # --- to the app --------------------------------------------------------------------------------------------------

    def send(self, activity: dict[str, Any], **claims: Any) -> Outcome:
        """An activity, signed by Teams unless `claims` change what the token says."""
        header = {"Authorization": f"Bearer {self.login.token(activity['serviceUrl'], **claims)}"}
        return self.raw(activity, header if self.authenticated else {})

    def raw(self, body: Any, headers: dict[str, str]) -> Outcome:
        """Anything at all, as it is."""
        return self._loop.run(self._post(body, headers), self.within + 5)

    def together(self, activities: Sequence[dict[str, Any]]) -> list[Outcome]:
        """All of them at once."""

        async def work() -> list[Outcome]:
            return await asyncio.gather(
                *(
                    self._post(one, {"Authorization": f"Bearer {self.login.token(one['serviceUrl'])}"})
                    for one in activities
                )
            )

        return self._loop.run(work(), self.within + 30)

    async def _post(self, body: Any, headers: dict[str, str]) -> Outcome:
        assert self._session is not None
        kind: dict[str, Any] = {"data": io.BytesIO(body)} if isinstance(body, bytes) else {"json": body}
        plain = {"Content-Type": "application/json"} if isinstance(body, bytes) else {}
        try:
            async with self._session.post(self.url, headers={**plain, **headers}, **kind) as answer:
                text = await answer.text()
                return Outcome(answer.status, text, body if isinstance(body, dict) else {})
        except TimeoutError:
            raise NotAnswered(f"no answer within {self.within:g} s") from None

    # --- running -----------------------------------------------------------------------------------------------------

    async def _start(self, port: int) -> tuple[int, int]:
        self._session = ClientSession(
            timeout=ClientTimeout(total=self.within), connector=TCPConnector(force_close=True)
        )
        app = web.Application(client_max_size=4_000_000)
        app.add_routes([*self.connector.routes(), *self.login.openid_routes(), *Control(self).routes()])
        app.router.add_put("/upload/{name}", self._upload)
        login = web.Application()
        login.add_routes(self.login.routes())
        self._listeners = [Listener(app), Listener(login)]
        self.uploads: dict[str, bytes] = {}
        return await self._listeners[0].start(port), await self._listeners[1].start(0, secure())

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["name"]] = await request.read()
        return web.json_response({}, status=201)

    def runs(self, work: Callable[[], Any]) -> Any:
        async def inside() -> Any:
            return work()

        return self._loop.run(inside())

    def close(self) -> None:
        async def stop() -> None:
            assert self._session is not None
            await self._session.close()
            for listener in self._listeners:
                await listener.stop()

        if not self._loop.loop.is_closed():
            self._loop.run(stop())
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
