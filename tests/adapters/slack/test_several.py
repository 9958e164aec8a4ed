"""Several workspaces, each let in by its own administrator."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.words.person import Platform
from storage.engine import Store
from tests.adapters.cli.conftest import terminal
from tests.adapters.cli.terminal import Terminal
from tests.adapters.slack.browser import Browser
from tests.adapters.slack.office import PUBLIC, Office
from tests.registers import KEY, sqlite_store
from tests.slack import App, Slack
from tests.slack.channels import Channel
from tests.slack.people import Person
from tests.slack.workspace import Workspace

__all__ = ["terminal"]
REDIRECT = f"{PUBLIC}/slack/oauth_redirect"


class Street:
    """Two organisations with a workspace each, neither of which has let Learnt in yet; the third is not named."""

    def __init__(self, *, rotation: bool = False, folder: Path | None = None) -> None:
        self.slack = Slack(App(redirects=(REDIRECT,), rotation=rotation))
        self.trust, self.supplier, self.stranger = (
            self.slack.add_workspace(name, installed=False) for name in ("Northgate Trust", "Supplier", "Stranger")
        )
        self.sam, self.tom, self.eve = (
            self.slack.person(name, email=email, workspace=home)
            for name, email, home in (
                ("Sam Field", "sam@trust.example", self.trust),
                ("Tom Ray", "tom@supplier.example", self.supplier),
                ("Eve Low", "sam@trust.example", self.stranger),
            )
        )
        store = sqlite_store(folder) if folder else None
        self.office = Office(self.slack, store, allowed=[self.trust.id, self.supplier.id], trusted=[self.trust.id])

    def installs(self, who: Person, home: Workspace, browser: Browser | None = None) -> Browser:
        """Somebody follows the link, presses Allow, and comes back."""
        browser = browser or Browser(self.office.url)
        browser.goes("/slack/install")
        back = self.slack.allows(who, browser.location, home)
        browser.goes(back.removeprefix(PUBLIC))
        return browser

    def room(self, who: Person, home: Workspace) -> Channel:
        """A channel with Learnt in it, where it is installed."""
        return self.slack.channel(f"room-of-{who.user}".lower(), [who], workspace=home)

    def token(self, home: Workspace) -> str | None:
        with self.office.store.open() as register:
            found = register.installations.at(Platform.SLACK, home.id)
            return found.token if found else None

    def close(self) -> None:
        self.office.close()
        self.slack.close()


@pytest.fixture
def street() -> Iterator[Street]:
    made = Street()
    yield made
    made.close()


def test_an_administrator_lets_learnt_in(street: Street) -> None:
    """From the link to the first lesson, in a workspace that the operator has named."""
    browser = street.installs(street.sam, street.trust)
    assert browser.status == 200
    assert "<h1>Learnt is in Northgate Trust</h1>" in browser.text
    assert "/lesson setup" in browser.text
    assert browser.cookies == {}
    team = street.room(street.sam, street.trust)
    assert "is set up as DCR" in street.sam.types("/lesson setup Data Centre Release", team).shows
    assert "Stored L-1" in street.sam.types("/lesson improve Release notes were late", team).shows


def test_workspaces_are_apart(street: Street) -> None:
    """Each is answered by its own app, and sees nothing of the other's programme."""
    street.installs(street.sam, street.trust)
    street.installs(street.tom, street.supplier)
    ours = street.room(street.sam, street.trust)
    theirs = street.room(street.tom, street.supplier)
    street.sam.types("/lesson setup Data Centre Release", ours)
    street.sam.types("/lesson improve Release notes were late", ours)
    assert "belongs to no programme yet" in street.tom.types("/lesson list", theirs).shows
    street.tom.mentions_bot("list", theirs)
    street.office.settles()
    assert "Release notes" not in " ".join(street.tom.reads(theirs))


def test_reminders_go_out_by_the_app_of_their_own_workspace(street: Street) -> None:
    """What is told to people of two workspaces is posted with two tokens."""
    street.installs(street.sam, street.trust)
    street.installs(street.tom, street.supplier)
    ours = street.room(street.sam, street.trust)
    theirs = street.room(street.tom, street.supplier)
    street.sam.types("/lesson setup Data Centre Release", ours)
    code = street.sam.types("/lesson link", ours).shows.split("link ")[1].split()[0]
    assert "is now a channel of" in street.tom.types(f"/lesson link {code}", theirs).shows
    street.tom.types("/lesson improve Release notes were late", theirs)
    street.sam.types("/lesson audience L-1 everyone", ours)
    said = street.sam.types("/lesson action L-1 Send them a day before @tom by 4 Dec", ours).shows
    assert "Tom Ray" in said
    street.slack.passes(16 * 60)
    assert street.office.goes_out() >= 1
    assert "Send them a day before" in " ".join(street.tom.reads(street.tom.direct))


def test_an_email_counts_only_from_a_trusted_workspace(street: Street) -> None:
    """Whoever may choose their own address in their own workspace does not become somebody else by it."""
    street.installs(street.sam, street.trust)
    street.installs(street.tom, street.supplier)
    ours = street.room(street.sam, street.trust)
    street.sam.types("/lesson setup Data Centre Release", ours)
    liar = street.slack.person("Lee Lie", email="sam@trust.example", workspace=street.supplier)
    theirs = street.room(liar, street.supplier)
    code = street.sam.types("/lesson link", ours).shows.split("link ")[1].split()[0]
    assert "is now a channel of" in liar.types(f"/lesson link {code}", theirs).shows
    assert "Only Sam Field (PMO) can do that" in liar.types("/lesson release open 24.3", theirs).shows


def test_a_workspace_that_is_not_named_is_refused(street: Street) -> None:
    """Nothing is stored, its token is handed back, and the page says what to send to whom."""
    browser = street.installs(street.eve, street.stranger)
    assert browser.status == 403
    assert street.stranger.id in browser.text
    assert "LEARNT_SLACK_WORKSPACES" in browser.text
    assert street.token(street.stranger) is None
    assert street.slack.installation(street.stranger).tokens[-1].dead == "token_revoked"
    room = street.room(street.eve, street.stranger)
    assert street.eve.types("/lesson help", room).shows == ""


def _state(browser: Browser) -> str:
    return parse_qs(urlsplit(browser.location).query)["state"][0]


def test_an_installation_is_of_one_browser_and_once(street: Street) -> None:
    """Nobody can finish what somebody else began, finish twice, or come too late."""
    browser = Browser(street.office.url)
    browser.goes("/slack/install")
    back = street.slack.allows(street.sam, browser.location, street.trust).removeprefix(PUBLIC)
    other = Browser(street.office.url)
    assert "That installation is over" in other.goes(back)
    assert other.status == 400
    kept = dict(browser.cookies)
    assert "Learnt is in Northgate Trust" in browser.goes(back)
    browser.cookies = kept
    assert "That installation is over" in browser.goes(back)
    late = Browser(street.office.url)
    late.goes("/slack/install")
    slow = street.slack.allows(street.sam, late.location, street.trust).removeprefix(PUBLIC)
    street.slack.passes(601)
    assert "That installation is over" in late.goes(slow)
    assert "That installation is over" in late.goes("/slack/oauth_redirect?code=x&state=nonsense")
    assert "That installation is over" in late.goes("/slack/oauth_redirect")


def test_what_goes_wrong_on_the_way_is_said(street: Street) -> None:
    """A refusal, a code that Slack doesn't know, and a Slack that is away each have a page that leads on."""
    browser = Browser(street.office.url)
    browser.goes("/slack/install")
    assert "was not allowed" in browser.goes(f"/slack/oauth_redirect?error=access_denied&state={_state(browser)}")
    assert 'href="/slack/install"' in browser.text
    browser.goes("/slack/install")
    assert "invalid_code" in browser.goes(f"/slack/oauth_redirect?code=x&state={_state(browser)}")
    assert browser.status == 502
    browser.goes("/slack/install")
    back = street.slack.allows(street.sam, browser.location, street.trust).removeprefix(PUBLIC)
    street.slack.faults.drops("oauth.v2.access", times=1)
    assert browser.goes(back)
    assert browser.status == 502
    assert street.token(street.trust) is None


def test_pages_can_be_read_aloud_and_say_nothing_they_were_told_to(street: Street) -> None:
    """A page has a language, a title and one heading; a name with markup in it stays a name."""
    evil = street.slack.add_workspace("<script>alert(1)</script>", installed=False)
    who = street.slack.person("Ann Fox", workspace=evil)
    browser = street.installs(who, evil)
    assert browser.text.count("<h1>") == 1
    assert '<html lang="en">' in browser.text
    assert "<script>" not in browser.text
    assert browser.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert browser.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("how", ["uninstall", "revoke"])
def test_a_workspace_that_removes_learnt_is_forgotten(street: Street, how: str) -> None:
    """Its tokens are erased, nothing more is answered or sent there, and it can let Learnt in again."""
    street.installs(street.sam, street.trust)
    team = street.room(street.sam, street.trust)
    street.sam.types("/lesson setup Data Centre Release", team)
    getattr(street.slack.happens, how)(street.trust.id)
    assert street.token(street.trust) is None
    with street.office.store.open() as register:
        installation = register.installations.at(Platform.SLACK, street.trust.id)
        assert installation is not None
        assert installation.revoked_at == street.office.now()
    assert "Learnt is in Northgate Trust" in street.installs(street.sam, street.trust).text
    assert "Stored L-1" in street.sam.types("/lesson improve Release notes were late", team).shows


def test_what_can_not_be_sent_any_more_is_shown_to_the_coordinator(street: Street) -> None:
    """A message to a workspace that has removed Learnt is given up, with what mends it."""
    street.installs(street.sam, street.trust)
    street.installs(street.tom, street.supplier)
    ours = street.room(street.sam, street.trust)
    theirs = street.room(street.tom, street.supplier)
    street.sam.types("/lesson setup Data Centre Release", ours)
    code = street.sam.types("/lesson link", ours).shows.split("link ")[1].split()[0]
    street.tom.types(f"/lesson link {code}", theirs)
    street.tom.types("/lesson improve Release notes were late", theirs)
    street.sam.types("/lesson audience L-1 everyone", ours)
    street.sam.types("/lesson action L-1 Send them a day before @tom by 4 Dec", ours)
    street.slack.happens.uninstall(street.supplier.id)
    street.slack.passes(16 * 60)
    street.office.goes_out()
    assert "not installed in that workspace" in street.sam.types("/lesson undelivered", ours).shows


def test_nobody_is_asked_who_we_are_at_every_request(street: Street) -> None:
    """auth.test is called once a workspace, however much is typed."""
    street.installs(street.sam, street.trust)
    team = street.room(street.sam, street.trust)
    street.sam.types("/lesson setup Data Centre Release", team)
    for number in range(5):
        street.sam.types(f"/lesson improve Thing {number}", team)
    assert [call.method for call in street.slack.api.calls].count("auth.test") == 1


def test_no_token_is_logged(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """Neither the log of a whole installation, nor the register's file, holds a token or a secret."""
    street = Street(rotation=True, folder=tmp_path)
    with caplog.at_level(logging.DEBUG):
        street.installs(street.sam, street.trust)
        street.installs(street.eve, street.stranger)
        team = street.room(street.sam, street.trust)
        street.sam.types("/lesson setup Data Centre Release", team)
        street.slack.passes(11 * 3600)
        street.sam.types("/lesson list", team)
    secrets = [street.slack.app.client_secret, street.slack.installation(street.trust).refresh_token]
    secrets += [token.value for token in street.slack.installation(street.trust).tokens]
    street.close()
    for secret in secrets:
        assert secret not in caplog.text
        for file in tmp_path.iterdir():
            assert secret.encode() not in file.read_bytes()


@pytest.fixture
def turning() -> Iterator[Street]:
    """As above, in an app whose tokens live for twelve hours."""
    made = Street(rotation=True)
    made.installs(made.sam, made.trust)
    yield made
    made.close()


def test_a_token_is_renewed_before_it_ends(turning: Street) -> None:
    """Two hours before its end the next one is fetched once, stored, and used; the old one is of no more use."""
    team = turning.room(turning.sam, turning.trust)
    turning.sam.types("/lesson setup Data Centre Release", team)
    first = turning.token(turning.trust)
    turning.slack.passes(9 * 3600)
    turning.sam.types("/lesson list", team)
    assert turning.token(turning.trust) == first
    turning.slack.passes(2 * 3600)
    for _ in range(3):
        turning.sam.types("/lesson improve Release notes were late", team)
    second = turning.token(turning.trust)
    assert second == turning.slack.installation(turning.trust).token != first
    turning.slack.passes(11 * 3600)
    turning.sam.mentions_bot("list", team)
    turning.office.settles()
    assert "Release notes were late" in " ".join(turning.sam.reads(team))


def test_a_token_that_can_not_be_renewed_now_is_used_until_it_ends(turning: Street) -> None:
    """While Slack is away nothing is lost: the present token still works, and the next event tries again."""
    team = turning.room(turning.sam, turning.trust)
    turning.sam.types("/lesson setup Data Centre Release", team)
    first = turning.token(turning.trust)
    turning.slack.passes(11 * 3600)
    turning.slack.faults.drops("oauth.v2.access", times=1)
    assert "Stored L-1" in turning.sam.types("/lesson improve Release notes were late", team).shows
    assert turning.token(turning.trust) == first
    assert "Stored L-2" in turning.sam.types("/lesson improve Nobody had the chair", team).shows
    assert turning.token(turning.trust) != first


def test_nobody_waits_for_a_slow_renewal(turning: Street) -> None:
    """While the present token is good, a Slack that takes its time over the next one holds up no capture."""
    team = turning.room(turning.sam, turning.trust)
    turning.sam.types("/lesson setup Data Centre Release", team)
    turning.slack.passes(11 * 3600)
    turning.slack.faults.slows("oauth.v2.access", 5, times=1)
    assert "Stored L-1" in turning.sam.types("/lesson improve Release notes were late", team).shows


def test_another_replica_may_have_been_faster(turning: Street) -> None:
    """A refresh token that was used meanwhile is no fault: the newer token is in the register."""
    team = turning.room(turning.sam, turning.trust)
    turning.sam.types("/lesson setup Data Centre Release", team)
    other = Office(turning.slack, turning.office.store, allowed=[turning.trust.id], trusted=[turning.trust.id])
    turning.slack.app.url = f"{turning.office.url}/slack/events"
    turning.sam.types("/lesson list", team)
    turning.slack.app.url = f"{other.url}/slack/events"
    turning.sam.types("/lesson list", team)
    turning.slack.passes(11 * 3600)
    turning.slack.app.url = f"{turning.office.url}/slack/events"
    turning.sam.types("/lesson improve Release notes were late", team)
    turning.slack.app.url = f"{other.url}/slack/events"
    assert "Stored L-2" in turning.sam.types("/lesson improve Nobody had the chair", team).shows
    turning.sam.mentions_bot("list", team)
    other.settles()
    assert "Nobody had the chair" in " ".join(turning.sam.reads(team))
    other.close()


def test_somebody_of_a_third_organisation_in_a_shared_channel(street: Street) -> None:
    """They are answered by the app of the workspace that they share a channel with, and reminded by it."""
    street.installs(street.sam, street.trust)
    shared = street.slack.channel(
        "with-stranger", [street.sam, street.eve], workspace=street.trust, shared_with=[street.stranger]
    )
    street.sam.types("/lesson setup Data Centre Release", shared)
    street.eve.mentions_bot("improve Release notes were late", shared)
    street.office.settles()
    assert "Stored L-1" in " ".join(street.eve.reads(shared))
    assert "Eve" in street.sam.types("/lesson action L-1 Send them earlier @eve by 4 Dec", shared).shows
    street.slack.passes(16 * 60)
    assert street.office.goes_out() >= 1


def test_a_key_that_was_lost_is_said_at_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Tokens that can't be read leave Learnt running, and name the workspaces that have to let it in again."""
    street = Street(folder=tmp_path)
    street.installs(street.sam, street.trust)
    street.office.close()
    other = Store(f"sqlite:///{tmp_path / 'learnt.db'}", secret_keys=["another key, long enough but another one"])
    office = Office(street.slack, other, allowed=[street.trust.id], trusted=[street.trust.id])
    assert "The token of Northgate Trust" in caplog.text
    assert "install Learnt there again" in caplog.text
    office.close()
    street.slack.close()


def test_check_looks_at_each_workspace(tmp_path: Path, terminal: Terminal) -> None:
    """Check says of each workspace whether Learnt can speak there, and what mends it where it can't."""
    street = Street(folder=tmp_path)
    street.installs(street.sam, street.trust)
    street.installs(street.tom, street.supplier)
    terminal.environ |= {
        "LEARNT_DATABASE_URL": f"sqlite:///{tmp_path / 'learnt.db'}",
        "LEARNT_SECRET_KEY": KEY,
        "LEARNT_PUBLIC_URL": PUBLIC,
        "LEARNT_SLACK_WORKSPACES": f"{street.trust.id} {street.supplier.id}",
        "SLACK_CLIENT_ID": street.slack.app.client_id,
        "SLACK_CLIENT_SECRET": street.slack.app.client_secret,
        "SLACK_SIGNING_SECRET": street.slack.app.signing_secret,
        "SLACK_API_URL": street.slack.url,
    }
    street.slack.installation(street.supplier).tokens[-1].dead = "token_revoked"
    _, out, err = terminal.run("check")
    assert f"2 workspaces may install Learnt at {PUBLIC}/slack/install." in out
    assert f"Learnt is in Northgate Trust ({street.trust.id})." in out
    assert f"The token of Supplier ({street.supplier.id}) is not taken (token_revoked): install Learnt there" in err
    assert "LEARNT_TRUSTED is empty" in err
    terminal.environ["LEARNT_SECRET_KEY"] = KEY[::-1]
    assert f"The token of Northgate Trust ({street.trust.id}) can't be read" in terminal.run("check")[2]
    street.office.close()
    street.slack.close()


def test_a_workspace_that_is_named_no_more_gets_nothing(tmp_path: Path) -> None:
    """Taken off the list, a workspace is not answered from the next start on, whatever it installed before."""
    street = Street(folder=tmp_path)
    street.installs(street.tom, street.supplier)
    room = street.room(street.tom, street.supplier)
    assert "is set up as" in street.tom.types("/lesson setup Data Centre Release", room).shows
    street.office.close()
    office = Office(street.slack, street.office.store, allowed=[street.trust.id], trusted=[street.trust.id])
    assert street.tom.types("/lesson list", room).shows == ""
    office.close()
    street.slack.close()


def test_slack_finds_the_address_before_anybody_has_let_learnt_in(street: Street) -> None:
    """What Slack asks of the address itself comes from no workspace, and is answered all the same."""
    ack = street.slack.happens.verify_url()
    assert (ack.status, ack.error) == (200, "")
    assert "challenge" in ack.text
    assert street.slack.happens.check_ssl().status == 200
