from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.slack.manifest import manifest
from tests.adapters.slack.office import Office
from tests.slack import Slack
from tests.slack.app import App
from tests.slack.channels import Channel
from tests.slack.people import Person


class Team:
    """A programme with a channel and two people in it."""

    def __init__(self, slack: Slack) -> None:
        self.slack, self.office = slack, Office(slack)
        self.priya = slack.person("Priya Shah", email="priya@pmo.example")
        self.tom = slack.person("Tom Ray", email="tom@pmo.example")
        self.channel: Channel = slack.channel("release-team", [self.priya, self.tom])
        assert "is set up as DCR" in self.types(self.priya, "setup Data Centre Release")

    def types(self, who: Person, line: str) -> str:
        shown = who.types(f"/lesson {line}", self.channel).shows
        self.office.settles()
        return shown

    def private(self, who: Person) -> list[str]:
        """What one person alone sees in the channel."""
        return [one.shows for one in who.sees(self.channel) if one.only == who.id]


@pytest.fixture(params=["http", "socket mode"])
def team(request: pytest.FixtureRequest) -> Iterator[Team]:
    app = App.from_manifest(manifest(socket_mode=request.param == "socket mode"))  # with its scopes, and no others
    with Slack(app) as slack:
        made = Team(slack)
        yield made
        made.office.close()


def test_capture(team: Team) -> None:
    """A lesson is confirmed in the acknowledgement, to the one who typed it alone, and the loop is woken."""
    woken = team.office.woken
    assert team.types(team.tom, "keep R&D <3").startswith("Stored L-1 · keep")
    assert team.private(team.priya) == []
    assert team.office.lessons() == ["R&D <3"]
    assert team.office.woken == woken + 1


def test_repeated(team: Team) -> None:
    """The same request once more has one effect, and gets the same answer."""
    outcome = team.tom.types("/lesson keep the stand-up", team.channel)
    assert team.slack.again(outcome).shows == outcome.shows
    assert team.office.lessons() == ["the stand-up"]


def test_two_messages(team: Team) -> None:
    """Of two messages the first is the acknowledgement; what is for everyone is seen by everyone."""
    assert team.types(team.priya, "release open 24.3 live 12 Jan").startswith("Release 24.3 is open")
    assert any(said.startswith("Learnt keeps the lessons of 24.3.") for said in team.tom.reads(team.channel))


def test_mistake(team: Team) -> None:
    """A mistake is told to the one who made it, and stores nothing."""
    assert "Did you mean" in team.types(team.tom, "listt improve")
    assert team.office.lessons() == []


def test_mention(team: Team) -> None:
    """A mention works in a thread: the answer is seen there by one person, and says that the line was visible."""
    thread = team.tom.says("It broke", team.channel).message
    team.tom.mentions_bot(f"improve thank {team.priya.mention} & <co>", team.channel, thread=thread)
    team.office.settles()
    assert team.office.lessons() == [f"thank @{team.priya.user.name} & <co>"]
    assert team.tom.last.shows.startswith("Stored L-1 · improve")
    assert (team.tom.last.only, team.tom.last.thread) == (team.tom.id, thread.ts if thread else "")
    assert team.private(team.priya) == []


def test_own_name(team: Team) -> None:
    """Only the mention that calls Learnt is cut out of the text."""
    bot = f"<@{team.slack.state.installations[team.slack.workspace.id].bot_user}>"
    team.tom.mentions_bot(f"improve {bot} was late", team.channel)
    team.office.settles()
    (text,) = team.office.lessons()
    assert text.endswith("was late")
    assert text.startswith("@")


def test_mention_form(team: Team) -> None:
    """Where no form can be opened, one button opens it, and its answer comes back to the channel."""
    team.tom.mentions_bot("improve", team.channel)
    team.office.settles()
    assert team.office.lessons() == []
    team.tom.presses("Open the form")
    team.office.settles()
    team.tom.fills({"What happened?": "By form"})
    team.tom.submits()
    team.office.settles()
    assert team.tom.form is None
    assert team.tom.last.shows.startswith("Stored L-1 · improve")
    assert team.tom.last.only == team.tom.id
    assert team.office.lessons() == ["By form"]


def test_direct(team: Team) -> None:
    """A direct message is answered in it, and so are its buttons."""
    team.priya.says_directly("the weather is nice")
    team.office.settles()
    assert "Is that a lesson?" in team.priya.reads()[-1]
    team.priya.presses("Save as lesson")
    team.office.settles()
    assert team.priya.reads()[-1].startswith("Stored L-1 · unsorted")
    assert not team.priya.last.only
    assert team.office.lessons() == ["the weather is nice"]


def test_form(team: Team) -> None:
    """`/lesson` alone opens the form, whose answer only its author sees."""
    assert team.types(team.tom, "") == ""
    team.tom.fills({"Something to keep, or to improve?": "Keep", "What happened?": "<@U1> &amp; *so* on"})
    team.tom.submits()
    team.office.settles()
    assert team.private(team.tom)[-1].startswith("Stored L-1 · keep")
    assert team.office.lessons() == ["<@U1> &amp; *so* on"]


def test_form_mistake(team: Team) -> None:
    """What is wrong in a form is said in it, and nothing filled in is lost."""
    team.types(team.priya, "set zone")
    team.priya.fills({"Which?": "Mars"})
    team.priya.submits()
    team.office.settles()
    view = team.priya.opens_form()
    assert "Mars" in "".join(view.errors.values())
    team.priya.fills({"Which?": "Europe/Paris"})
    team.priya.submits()
    team.office.settles()
    assert team.priya.form is None
    assert "Europe/Paris" in team.priya.last.shows


def test_save_as_lesson(team: Team) -> None:
    """A message becomes a lesson: its text stands in the form, and its link is kept."""
    message = team.priya.says(f"It broke, {team.tom.mention} & I", team.channel).message
    assert message is not None
    team.tom.uses_shortcut("save_as_lesson", message)
    team.tom.fills({"Something to keep, or to improve?": "Improve"})
    team.tom.submits()
    team.office.settles()
    assert team.office.lessons() == [f"It broke, @{team.tom.user.name} & I"]
    with team.office.store.open() as register:
        (lesson,) = team.office.all(register)
        quoted = register.lessons.quoted(lesson.id)
    assert message.ts.replace(".", "") in (lesson.link or "")
    assert quoted is not None
    assert (quoted.workspace, quoted.account) == (team.slack.workspace.id, team.priya.id)
    assert "Priya" not in team.types(team.tom, "show L-1")
    team.types(team.priya, "redact L-1 personal")
    with team.office.store.open() as register:
        assert register.lessons.quoted(lesson.id) is None


def test_new_lesson(team: Team) -> None:
    """The global shortcut opens the form, and its answer is a direct message."""
    team.tom.types("/lesson list", team.channel)
    team.tom.uses_shortcut("new_lesson")
    team.tom.fills({"Something to keep, or to improve?": "Improve", "What happened?": "Late"})
    team.tom.submits()
    team.office.settles()
    assert team.tom.reads()[-1].startswith("Stored L-1 · improve")


def test_owner(team: Team) -> None:
    """An action goes to whoever is mentioned, even if they never said a word to Learnt."""
    team.types(team.priya, "improve it broke")
    shown = team.types(team.priya, f"action L-1 mend it {team.tom.mention} by 4 Dec")
    assert "A-1" in shown
    assert "Tom Ray" in team.types(team.priya, "show A-1")


def test_mentioned_only(team: Team) -> None:
    """Whoever is only mentioned in a lesson does not become a member by it."""
    stranger = team.slack.person("Una Else", email="una@elsewhere.example")
    team.types(team.priya, f"improve ask {stranger.mention} first")
    with team.office.store.open() as register:
        assert register.people.by_email("una@elsewhere.example") is None


def test_guest(team: Team) -> None:
    """A guest's e-mail is not believed, and their channel is one that outside people read."""
    guest = team.slack.person("Gus Guest", email="gus@pmo.example", is_restricted=True)
    team.channel.members.append(guest.id)
    assert "read by everyone" in guest.types("/lesson keep the tea", team.channel).shows
    with team.office.store.open() as register:
        assert register.people.by_email("gus@pmo.example") is None


def test_home(team: Team) -> None:
    """App Home shows somebody's own actions with their buttons, and is up to date after one was pressed."""
    team.types(team.priya, "improve it broke")
    team.types(team.priya, f"action L-1 mend it {team.tom.mention} by 4 Dec")
    view = team.tom.opens_home()
    assert view is not None
    assert "mend it" in str(view.blocks)
    team.tom.presses("Done", view)
    team.office.settles()
    team.office.settles()
    home = team.tom.home
    assert home is not None
    assert "mend it" not in str(home.blocks)
    assert "A-1" in team.tom.reads()[-1]


def test_empty_home(team: Team) -> None:
    """Whoever is in no programme yet reads on App Home how to begin."""
    una = team.slack.person("Una New", email="una@pmo.example")
    view = una.opens_home()
    assert view is not None
    assert "setup" in str(view.blocks)


def test_not_known_yet(team: Team) -> None:
    """Nobody is made of a name that Slack can't tell just now; whoever is known already is served all the same."""
    una = team.slack.person("Una New", email="una@pmo.example")
    team.channel.members.append(una.id)
    team.slack.faults.refuses("users.info", "ratelimited")
    assert "who you are, so nothing is stored" in una.types("/lesson keep the tea", team.channel).shows
    assert team.types(team.priya, "keep the cake").startswith("Stored L-1")
    team.slack.faults.clear()
    assert una.types("/lesson keep the tea", team.channel).shows.startswith("Stored L-2")


def test_connected(team: Team) -> None:
    """Somebody of another organisation in a shared channel mentions and presses; their e-mail is not believed."""
    supplier = team.slack.add_workspace("Supplier", installed=False)
    olga = team.slack.person("Olga Out", workspace=supplier, email="olga@supplier.example")
    shared = team.slack.channel("shared", [team.priya, olga], shared_with=[supplier])
    team.priya.types("/lesson setup Shared Things", shared)
    olga.mentions_bot("improve the interface", shared)
    team.office.settles()
    assert "read by everyone in ST" in olga.last.shows
    olga.presses("More")
    team.office.settles()
    assert olga.last.shows.startswith("What about L-1?")
    assert olga.last.only == olga.id


def test_bots(team: Team) -> None:
    """A bot is never answered."""
    before = len(team.slack.messages())
    team.slack.happens.bot_message(team.priya.direct, "improve a loop")
    assert len(team.slack.messages()) == before
    assert team.office.lessons() == []


def test_fault(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    """What goes wrong at our end is a reference to the user and a trace in the log."""
    team.office.breaks = True
    shown = team.types(team.tom, "keep the stand-up")
    assert shown.startswith("That went wrong at our end. Please quote ")
    assert "division" not in shown
    assert shown[-9:-1] in caplog.text
    assert "ZeroDivisionError" in caplog.text
