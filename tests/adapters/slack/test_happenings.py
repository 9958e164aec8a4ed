"""What happens in Slack without anybody saying anything reaches the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.manifest import manifest
from bot.words.person import Identity, Member
from bot.words.programme import Channel as Linked
from tests.adapters.slack.office import Office
from tests.fakes import FakeStore
from tests.slack import Slack
from tests.slack.app import App
from tests.slack.people import Person


class House:
    """A programme with a channel, its coordinator Priya, and Tom."""

    def __init__(self, slack: Slack) -> None:
        self.slack, self.office = slack, Office(slack, FakeStore(lambda: slack.clock.now))
        self.priya: Person = slack.person("Priya Shah", email="priya@pmo.example")
        self.tom: Person = slack.person("Tom Ray", email="tom@pmo.example")
        self.channel = slack.channel("release-team", [self.priya, self.tom])
        self.priya.types("/lesson setup Data Centre Release", self.channel)
        self.tom.types("/lesson improve the feeds", self.channel)
        self.bot = slack.state.installations[slack.workspace.id].bot_user

    @property
    def linked(self) -> list[Linked]:
        with self.office.store.open() as register:
            (programme,) = register.programmes.all()
            return list(register.programmes.channels(programme.id))

    def of(self, who: Person) -> tuple[Member, Identity, bool]:
        """Their place in the programme, their account, and whether they are known to be in its first channel."""
        with self.office.store.open() as register:
            person = register.people.by_email(who.user.email)
            assert person is not None
            ((member, _),) = register.people.memberships(person.id)
            (identity,) = register.people.identities(person.id)
            (channel, *_) = register.programmes.channels(member.programme)
            return member, identity, person.id in register.people.in_channel(channel.id)

    def told(self) -> list[str]:
        self.office.goes_out()
        return self.priya.reads()


@pytest.fixture
def house() -> Iterator[House]:
    with Slack(App.from_manifest(manifest())) as slack:
        made = House(slack)
        yield made
        made.office.close()


def test_renamed(house: House) -> None:
    """A channel is called what Slack calls it."""
    house.slack.happens.rename(house.channel, "release-24-4")
    assert [one.name for one in house.linked] == ["release-24-4"]


def test_another_id(house: House) -> None:
    """A channel that Slack gives another id stays linked, and so does its session's card."""
    secret = house.slack.channel("secret", [house.priya], private=True)
    code = house.priya.types("/lesson link", house.channel).shows.split("link ")[1].split()[0].strip(".")
    house.priya.types(f"/lesson link {code}", secret)
    supplier = house.slack.add_workspace("Supplier", installed=False)
    house.slack.happens.share(secret, supplier.id)
    assert [one.account for one in house.linked] == [house.channel.id, secret.id]
    assert "the feeds" in house.priya.types("/lesson list", secret).shows


def test_shared(house: House) -> None:
    """What is captured in a channel that was shared a moment ago is read by everyone."""
    assert "read by partners" in house.priya.types("/lesson improve the drop", house.channel).shows
    house.slack.happens.share(house.channel, house.slack.add_workspace("Supplier", installed=False).id)
    assert [one.outside for one in house.linked] == [True]
    assert "read by everyone" in house.priya.types("/lesson improve the drop again", house.channel).shows


def test_archived(house: House) -> None:
    """The coordinator hears that a channel was archived, and what mends it; once."""
    house.slack.happens.archive(house.channel)
    assert house.told()[-1].startswith("#release-team was archived, so nothing that I post there for DCR arrives.")
    before = len(house.told())
    house.slack.happens.unarchive(house.channel)
    assert len(house.told()) == before


def test_removed(house: House) -> None:
    """Removed from a channel, Learnt tells the coordinator how to bring it back."""
    house.slack.happens.leave(house.channel, house.bot)
    said = house.told()[-1]
    assert said.startswith("I was removed from #release-team")
    assert "/invite @Learnt" in said


def test_left_and_joined(house: House) -> None:
    """Who leaves the last channel loses the register at once, and has it again when they are back."""
    house.slack.happens.leave(house.channel, house.tom.id)
    member, _, here = house.of(house.tom)
    assert (member.left, here) == (True, False)
    house.tom.says_directly("/lesson list")
    house.office.settles()
    assert "the feeds" not in house.tom.reads()[-1]
    house.slack.happens.join(house.channel, house.tom.id)
    member, _, here = house.of(house.tom)
    assert (member.left, here) == (False, True)


def test_left_with_actions(house: House) -> None:
    """The coordinator hears of somebody who left with open actions, and how to hand them over."""
    house.priya.types(f"/lesson action L-1 mend it {house.tom.mention} by 4 Dec", house.channel)
    house.slack.happens.leave(house.channel, house.tom.id)
    said = house.told()[-1]
    assert said.startswith("Tom Ray has left #release-team, their last channel of DCR. 1 open action stays theirs.")
    house.priya.presses("Give it to somebody")
    house.priya.fills({"Who?": house.priya})
    house.priya.submits()
    house.office.settles()
    assert "A-1 is yours" in house.priya.reads()[-1]


def test_mentioned_under_another_handle(house: House) -> None:
    """Whoever is mentioned is found, though their handle changed while nobody listened."""
    house.tom.user.name = "tray"
    with house.office.store.open() as register:
        person = register.people.by_email("tom@pmo.example")
        assert person is not None
        (identity,) = register.people.identities(person.id)
        register.people.save_identity(replace(identity, handle="tomr"))
        register.commit()
    store = house.office.store
    house.office.close()
    house.office = Office(house.slack, store)
    shown = house.priya.types(f"/lesson action L-1 mend it {house.tom.mention} by 4 Dec", house.channel).shows
    assert "Tom Ray" in shown
    assert house.of(house.tom)[1].handle == "tray"


def test_left_one_of_two(house: House) -> None:
    """Who is still in another channel of the programme keeps it."""
    other = house.slack.channel("working-group", [house.priya, house.tom])
    code = house.priya.types("/lesson link", house.channel).shows.split("link ")[1].split()[0].strip(".")
    house.priya.types(f"/lesson link {code}", other)
    house.slack.happens.join(other, house.tom.id)
    house.slack.happens.leave(house.channel, house.tom.id)
    assert not house.of(house.tom)[0].left


def test_last_coordinator(house: House) -> None:
    """A programme never loses its last coordinator by their leaving a channel."""
    house.slack.happens.leave(house.channel, house.priya.id)
    member, _, here = house.of(house.priya)
    assert (member.left, member.coordinator, here) == (False, True, False)


def test_stranger_joins(house: House) -> None:
    """Nobody is made of somebody who only joins; but a guest makes it a channel that outside people read."""
    una = house.slack.person("Una New", email="una@pmo.example")
    house.slack.happens.join(house.channel, una.id)
    assert [one.outside for one in house.linked] == [False]
    gus = house.slack.person("Gus Guest", email="gus@else.example", is_restricted=True)
    house.slack.happens.join(house.channel, gus.id)
    assert [one.outside for one in house.linked] == [True]
    with house.office.store.open() as register:
        assert register.people.by_email("una@pmo.example") is None


def test_profile(house: House) -> None:
    """Another name, handle or time zone is known at once."""
    house.slack.happens.user_change(house.tom.user, name="tray", real_name="Thomas Ray", zone="Europe/Paris")
    _, identity, _ = house.of(house.tom)
    assert identity.handle == "tray"
    with house.office.store.open() as register:
        person = register.people.by_email("tom@pmo.example")
    assert person is not None
    assert (person.name, person.zone) == ("Thomas Ray", "Europe/Paris")


def test_deactivated(house: House) -> None:
    """An account that was closed is not the first to be written to any more."""
    assert house.of(house.tom)[1].last_used is not None
    house.slack.happens.user_change(house.tom.user, deleted=True)
    assert house.of(house.tom)[1].last_used is None


def test_last_used(house: House) -> None:
    """The day on which an account was last used is kept, and no finer moment."""
    first = house.of(house.tom)[1].last_used
    house.slack.passes(timedelta(days=2, hours=3))
    house.tom.types("/lesson list", house.channel)
    second = house.of(house.tom)[1].last_used
    assert first is not None
    assert second is not None
    assert ((second - first).days, second.hour, second.minute) == (2, 0, 0)


def test_malformed(house: House) -> None:
    """An event that lacks what Slack's have is acknowledged, and nothing comes of it."""
    before, team = house.linked, house.slack.workspace.id
    for sent in (
        house.slack.happens._in_channel("rename", house.channel, channel={}),
        house.slack.happens._in_channel("archive", house.channel),
        house.slack.happens._happens("user_change", {"type": "user_change", "user": {"id": "U", "name": 5}}, team),
    ):
        assert sent is not None
        assert sent.acknowledged
    assert house.linked == before
