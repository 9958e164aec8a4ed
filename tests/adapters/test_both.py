"""One register in Slack and in Teams at once: partners on one, a supplier on the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from aiohttp import web

from adapters.slack.app import SlackWay
from adapters.slack.credentials import Credentials as SlackCredentials
from adapters.teams.app import TeamsWay
from adapters.teams.cloud import read_cloud
from adapters.teams.credentials import Credentials as TeamsCredentials
from adapters.web.server import application
from scheduler.outbox import Outbox, at_once
from scheduler.plan import plan
from tests.adapters.slack.answering import only_answers
from tests.fakes import FakeStore
from tests.slack import Person as SlackPerson
from tests.slack import Slack
from tests.teams import Host, Teams
from tests.teams import Person as TeamsPerson
from tests.teams.login import certificate

T = TypeVar("T")


class Both:
    """Learnt behind both; Sam and Priya are in Slack, Priya and Tom in Teams."""

    def __init__(self, slack: Slack, teams: Teams) -> None:
        self.slack, self.teams, self.clock = slack, teams, 0.0
        self.store = FakeStore(lambda: slack.clock.now)
        self.host = Host(self._make)
        slack.app.url, teams.url = f"{self.host.url}/slack/events", f"{self.host.url}/api/messages"
        self.sam: SlackPerson = slack.person("Sam Green", email="sam@northgate.example")
        self.priya: SlackPerson = slack.person("Priya Shah", email="priya@northgate.example")
        self.in_slack = slack.channel("release-24-3", [self.sam, self.priya])
        self.priya_too: TeamsPerson = teams.person("Priya Shah", email="priya@northgate.example")
        self.tom: TeamsPerson = teams.person("Tom Ray", email="tom@northgate.example")
        self.in_teams = teams.channel(teams.team("Northgate", [self.priya_too, self.tom]), "partners")
        self.types(self.sam, "setup Data Centre Release")
        self.types(self.sam, "release open 24.3 live 12 Jan")
        code = re.search(r"link (\S{4}-\S{4})", self.types(self.sam, "link"))
        assert code is not None
        self.mentions(self.tom, f"link {code[1]}")

    async def _make(self) -> web.Application:
        cloud = read_cloud(self.teams.cloud)
        assert cloud is not None
        environ = self.slack.environment()
        slack = SlackCredentials(
            bot_token=environ["SLACK_BOT_TOKEN"],
            signing_secret=environ["SLACK_SIGNING_SECRET"],
            api_url=environ["SLACK_API_URL"],
        )
        teams = TeamsCredentials(
            app_id=self.teams.app_id, password=self.teams.password, tenant=self.teams.tenant, cloud=cloud
        )
        around = (frozenset[str](), self.store.open, self.now, self._writer, lambda: None)
        self.ways = (
            SlackWay(slack, *around, monotonic=lambda: self.clock, rest=self._rest),
            TeamsWay(teams, *around, monotonic=lambda: self.clock, rest=self._rest),
        )
        app = application(self.store.open, self._writer, self.now, self.ways)
        for way in self.ways:
            app.on_startup.append(lambda _, way=way: way.start())
            app.on_cleanup.append(lambda _, way=way: way.stop())
        return app

    def now(self) -> datetime:
        return self.slack.clock.now

    async def _writer(self, work: Callable[[], T], /) -> T:
        return await at_once(work)

    async def _rest(self, seconds: float) -> None:
        self.clock += seconds

    def types(self, who: SlackPerson, line: str) -> str:
        shown = who.types(f"/lesson {line}", self.in_slack).shows
        self.settles()
        return shown

    def mentions(self, who: TeamsPerson, line: str) -> None:
        assert who.mentions(line, self.in_teams).status == 200
        self.settles()

    def settles(self) -> None:
        """Answers are given, and cards that are not too quick show what there is."""
        self.clock += 10

        async def work() -> None:
            for way in self.ways:
                await way.settle()
            senders = {way.platform: way.sender for way in self.ways}
            soon = self.now() + timedelta(seconds=1)
            await Outbox(only_answers(self.store.open), senders, lambda: soon).until_empty()

        self.host.run(work())

    def goes_out(self, at: datetime) -> None:
        self.slack.clock.set(at)
        self.teams.clock.set(at)
        self.clock += 4_000

        async def work() -> None:
            plan(self.store.open, at)
            await Outbox(self.store.open, {way.platform: way.sender for way in self.ways}, lambda: at).until_empty()

        self.host.run(work())

    def card_in_slack(self, begins: str) -> str:
        return next(one.shows for one in self.slack.messages(self.in_slack) if one.shows.startswith(begins))

    def card_in_teams(self, begins: str) -> str:
        return next(one for one in self.tom.reads(self.in_teams) if one.startswith(begins))


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate()))
    with Slack() as slack, Teams() as teams:
        made = Both(slack, teams)
        yield made
        made.host.close()


def test_a_lesson_of_one_is_read_in_the_other(both: Both) -> None:
    """A channel that was linked by a code is a channel like any other."""
    both.types(both.priya, "improve Feeds were on")
    both.mentions(both.tom, "list")
    assert "Feeds were on" in both.tom.last().shows


def test_a_session_runs_in_both_at_once(both: Both) -> None:
    """Each has its own card, and what is pressed on one shows on the other."""
    both.types(both.priya, "improve Feeds were on")
    said = both.types(both.sam, "session start")
    assert said.startswith("The session about 24.3 has begun in #release-24-3 and #partners.")
    assert "1 to decide" in both.card_in_slack("Session about 24.3")
    assert "1 to decide" in both.card_in_teams("Session about 24.3")
    both.priya_too.presses("Accept as it is", both.in_teams)
    both.priya_too.fills(why="it was a one-off")
    both.priya_too.submits()
    both.settles()
    assert "1 accepted as they are, 0 to decide" in both.card_in_slack("Session about 24.3")
    assert "1 accepted as they are, 0 to decide" in both.card_in_teams("Session about 24.3")
    both.types(both.sam, "session end")
    assert "ended" in both.card_in_teams("Session about 24.3").casefold()


def test_a_review_runs_in_both_at_once(both: Both) -> None:
    """The same for a review, whichever it is started from."""
    both.types(both.priya, "improve Feeds were on")
    both.types(both.sam, "action L-1 Turn them off @priya by 27 Nov")
    both.types(both.sam, "review schedule first Tuesday 10:00")
    both.types(both.sam, "review start")
    assert "1 open action" in both.card_in_slack("Lessons-learnt review")
    assert "1 open action" in both.card_in_teams("Lessons-learnt review")
    both.types(both.priya, "done A-1")
    assert "A-1" not in both.card_in_teams("Lessons-learnt review")


def test_who_is_on_both_is_one_person(both: Both) -> None:
    """Both accounts have the same address, which both workspaces are believed for."""
    both.types(both.priya, "improve Feeds were on")
    both.types(both.sam, "action L-1 Turn them off @priya by 27 Nov")
    both.priya_too.says("done A-1")
    both.settles()
    with both.store.open() as register:
        person = register.people.by_email("priya@northgate.example")
        assert person is not None
        assert len(register.people.identities(person.id)) == 2
    assert "A-1" in both.priya_too.last().shows


@pytest.mark.parametrize("there", ["slack", "teams"])
def test_a_prompt_goes_where_somebody_was_last(both: Both, there: str) -> None:
    """It goes to one of their accounts, not to both."""
    both.types(both.priya, "improve Feeds were on")
    both.priya_too.says("help")
    both.settles()
    both.types(both.sam, "action L-1 Turn them off @priya by 11 Jan")
    both.types(both.sam, "review schedule first Tuesday 10:00")
    both.goes_out(datetime(2026, 11, 25, 9, tzinfo=UTC))
    if there == "slack":
        both.types(both.priya, "fine A-1")
    else:
        both.priya_too.says("fine A-1")
        both.settles()
    in_slack, in_teams = len(both.priya.sees()), len(both.priya_too.sees())
    for day in (datetime(2026, 12, 4, 9, 1, tzinfo=UTC), datetime(2026, 12, 29, 9, 1, tzinfo=UTC)):
        both.goes_out(day)
        both.goes_out(day + timedelta(minutes=1))
    prompts_in_slack = sum("before Tue 5 Jan" in one.text for one in both.priya.sees()[in_slack:])
    prompts_in_teams = sum("before Tue 5 Jan" in str(one.activity) for one in both.priya_too.sees()[in_teams:])
    assert (prompts_in_slack, prompts_in_teams) == ((1, 0) if there == "slack" else (0, 1))
