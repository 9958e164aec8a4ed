from __future__ import annotations

from dataclasses import replace

from bot.ports import Arrival, Register
from bot.words.ids import NEW, IdentityId, MemberId, PersonId
from bot.words.incoming import Place, Sender
from bot.words.person import Identity, Member, Person, Platform
from tests.contract.rows import NOW, World, at, day

SENDER = Sender(platform=Platform.SLACK, workspace="T1", account="U1", name="Owner Jones")
HERE = Place(account="C1", name="dcr-team")


def account(person: PersonId, **fields: str) -> Identity:
    base = {"workspace": "T1", "account": "U1", "handle": "owner.j"} | fields
    return Identity(id=IdentityId(NEW), person=person, platform=Platform.SLACK, **base)


def test_arrive_unknown(register: Register, world: World) -> None:
    """Of an unknown sender in an unlinked channel nothing is known; in a linked one, the channel is."""
    assert register.people.arrive("e1", SENDER, Place(account="C9", name="random")) == Arrival()
    assert register.people.arrive("e1", SENDER, None) == Arrival()
    assert register.people.arrive("e1", replace(SENDER, platform=Platform.TEAMS), HERE) == Arrival()
    expected = Arrival(channel=world.channel, programme=world.dcr, release=world.release)
    assert register.people.arrive("e1", SENDER, HERE) == expected
    register.people.add_identity(account(world.person("owner")))
    assert register.people.arrive("e1", replace(SENDER, workspace="T2"), HERE) == expected  # a shared channel


def test_several(register: Register, world: World) -> None:
    """Several people are found at once by their keys; whoever there is not is left out."""
    owner, author = world.person("owner"), world.person("author")
    found = register.people.several([author, owner, PersonId(999_999)])
    assert found == {owner: register.people.get(owner), author: register.people.get(author)}
    assert register.people.several([]) == {}


def test_arrive_known(register: Register, world: World) -> None:
    """A known sender comes with their place in the channel's programme; in a direct message there is none."""
    owner = world.people["owner"]
    identity = register.people.add_identity(account(owner.id))
    expected = Arrival(
        person=owner,
        identity=identity,
        member=world.members["owner"],
        channel=world.channel,
        programme=world.dcr,
        release=world.release,
    )
    assert register.people.arrive("e1", SENDER, HERE) == expected
    register.people.join(world.channel.id, owner.id)
    assert register.people.arrive("e1", SENDER, HERE) == replace(expected, here=True)
    assert register.people.arrive("e1", SENDER, None) == Arrival(person=owner, identity=identity)
    register.programmes.save_channel(replace(world.channel, release=None))
    assert register.people.arrive("e1", SENDER, HERE).release is None


def test_arrive_from_another_programme(register: Register, world: World) -> None:
    """Somebody who is known but not a member of the channel's programme arrives without a place in it."""
    register.people.add_identity(account(world.person("stranger")))
    arrival = register.people.arrive("e1", SENDER, HERE)
    assert (arrival.person, arrival.member, arrival.programme) == (world.people["stranger"], None, world.dcr)


def test_arrive_again(register: Register, world: World) -> None:
    """An event that was seen before brings its stored answer, until it is pruned."""
    register.people.add_identity(account(world.person("owner")))
    register.seen.add("e1", "Saved as L-1", NOW)
    register.seen.add("e2", "", at(5))
    assert register.people.arrive("e1", SENDER, HERE).answer == "Saved as L-1"
    assert register.people.arrive("e2", SENDER, None).answer == ""
    assert register.people.arrive("e3", SENDER, None).answer is None
    assert register.seen.prune(at(5), limit=9) == 1
    assert register.people.arrive("e1", SENDER, HERE).answer is None
    assert register.people.arrive("e2", SENDER, HERE).answer == ""


def test_people(register: Register, world: World) -> None:
    """A person is found by key and by e-mail, whatever its case, and changes when saved."""
    owner = world.people["owner"]
    assert register.people.get(owner.id) == owner
    assert register.people.get(PersonId(999_999)) is None
    assert register.people.by_email("OWNER@Northgate.example") == owner
    assert register.people.by_email("nobody@northgate.example") is None
    changed = replace(owner, zone="Europe/Paris", region="Scotland", paused=True, email=None, away_until=day(3))
    register.people.save(changed)
    assert register.people.get(owner.id) == changed
    assert register.people.by_email("owner@northgate.example") is None


def test_identities(register: Register, world: World) -> None:
    """A person's accounts are listed as added and change when saved, even to another person."""
    owner, author = world.person("owner"), world.person("author")
    first = register.people.add_identity(account(owner))
    second = register.people.add_identity(account(owner, account="U2", workspace="T2"))
    assert list(register.people.identities(owner)) == [first, second]
    moved = replace(second, person=author, last_used=NOW, handle="aj")
    register.people.save_identity(moved)
    assert list(register.people.identities(owner)) == [first]
    assert list(register.people.identities(author)) == [moved]


def test_members(register: Register, world: World) -> None:
    """Members are listed with their person, memberships with their programme."""
    owner = world.members["owner"]
    assert register.people.member(world.dcr.id, owner.person) == owner
    assert register.people.member(world.other.id, owner.person) is None
    stranger = (world.members["stranger"], world.people["stranger"])
    assert list(register.people.members(world.other.id)) == [stranger]
    second = register.people.add_member(Member(id=MemberId(NEW), programme=world.other.id, person=owner.person))
    assert list(register.people.memberships(owner.person)) == [(owner, world.dcr), (second, world.other)]
    changed = replace(owner, coordinator=True, noticed=True, left=True)
    register.people.save_member(changed)
    assert register.people.member(world.dcr.id, owner.person) == changed


def test_channels_people_are_in(register: Register, world: World) -> None:
    """Joining and leaving a channel count once, however often they are heard of."""
    channel, owner, author = world.channel.id, world.person("owner"), world.person("author")
    for person in (owner, author, owner):
        register.people.join(channel, person)
    assert sorted(register.people.in_channel(channel)) == sorted([owner, author])
    register.people.leave(channel, owner)
    register.people.leave(channel, owner)
    assert list(register.people.in_channel(channel)) == [author]


def test_named(register: Register, world: World) -> None:
    """People are called by handle, e-mail, whole name or first name; a whole one beats a first name."""
    owner = world.people["owner"]
    register.people.add_identity(account(owner.id, handle="partner.o"))
    register.people.add_identity(account(owner.id, account="U5", handle="Jonesy"))
    for words in ("@jonesy", "JONESY", "owner@NORTHGATE.example", "owner jones", "owner", "@partner.o"):
        assert list(register.people.named(world.dcr.id, words)) == [owner], words
    for words in ("jones", "own", "", "%", "stranger", "stranger@northgate.example"):
        assert list(register.people.named(world.dcr.id, words)) == [], words
    namesake = register.people.add(Person(id=PersonId(NEW), name="Owner Smith"))
    place = register.people.add_member(Member(id=MemberId(NEW), programme=world.dcr.id, person=namesake.id))
    assert {p.id for p in register.people.named(world.dcr.id, "OWNER")} == {owner.id, namesake.id}
    assert list(register.people.named(world.dcr.id, "Owner Jones")) == [owner]
    register.people.add_identity(account(namesake.id, account="U6", handle="owner"))
    assert list(register.people.named(world.dcr.id, "owner")) == [namesake]
    register.people.save_member(replace(place, left=True))
    assert list(register.people.named(world.dcr.id, "owner")) == [owner]
    assert list(register.people.named(world.dcr.id, "owner", left=True)) == [namesake]
    assert {p.id for p in register.people.named(world.dcr.id, "OWNER JONES", left=True)} == {owner.id}
    register.people.save(replace(owner, forgotten=True))
    assert list(register.people.named(world.dcr.id, "owner")) == []
