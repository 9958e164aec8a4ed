"""Who is who in Teams: what is believed of whom, and what happens to channels and the people in them."""

from __future__ import annotations

from bot.words.person import Person as Somebody
from bot.words.programme import Channel
from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.teams import Teams


def _by(room: Room, email: str) -> Somebody | None:
    with room.office.store.open() as register:
        return register.people.by_email(email)


def _channel(room: Room) -> Channel:
    with room.office.store.open() as register:
        (programme,) = register.programmes.all()
        return register.programmes.channels(programme.id)[0]


def test_a_person_is_known_by_their_address(room: Room) -> None:
    """With the name and the time zone that Teams says."""
    room.priya.zone = "Europe/Paris"
    room.mentions(room.priya, "help")
    person = _by(room, "priya@northgate.example")
    assert person is not None
    assert (person.name, person.zone) == ("Priya Shah", "Europe/Paris")


def test_a_guests_address_is_not_believed(room: Room) -> None:
    """Another organisation answers for it; and where a guest is, outside people read."""
    eve = room.teams.person("Eve Stone", email="ceo@northgate.example", guest=True)
    room.team.members.append(eve)
    room.office.clock += 4_000
    room.mentions(eve, "improve We were told too late")
    assert _by(room, "ceo@northgate.example") is None
    assert _channel(room).outside
    assert room.office.lessons() == ["We were told too late"]


def test_an_untrusted_tenants_address_is_not_believed(teams: Teams) -> None:
    """Only the tenants of LEARNT_TRUSTED answer for their people."""
    office = Office(teams, trusted=frozenset({"another-tenant"}))
    room = Room(teams, office)
    room.mentions(room.priya, "help")
    assert _by(room, "priya@northgate.example") is None
    assert "Stored" in _says(room)
    office.close()


def _says(room: Room) -> str:
    room.mentions(room.priya, "improve Feeds were on")
    return room.priya.last().shows


def test_a_shared_channels_other_tenant_is_outside(room: Room) -> None:
    """Somebody of another tenant reads there as well."""
    room.team.members.append(room.teams.person("Max Roe", email="max@supplier.example", tenant="supplier-tenant"))
    room.office.clock += 4_000
    room.mentions(room.priya, "improve Feeds were on")
    assert _channel(room).outside


def test_a_long_roster_is_read_page_by_page(room: Room) -> None:
    """The guest may stand on the last page."""
    room.teams.page = 2
    room.team.members.append(room.teams.person("Eve Stone", email="eve@supplier.example", guest=True))
    room.office.clock += 4_000
    room.mentions(room.priya, "improve Feeds were on")
    assert _channel(room).outside
    assert [call[0] for call in room.teams.connector.calls].count("members") >= 3


def test_people_are_asked_for_once(room: Room) -> None:
    """What is known of somebody is not asked again with each message."""
    room.mentions(room.priya, "help")
    before = len(room.teams.connector.calls)
    for _ in range(3):
        room.mentions(room.priya, "help")
    asked = [call[0] for call in room.teams.connector.calls[before:]]
    assert "member" not in asked
    assert "members" not in asked


def test_a_teams_that_does_not_say_who_it_is_loses_nothing(room: Room) -> None:
    """The account alone is enough to store a lesson."""
    room.teams.faults.fails("member", 503)
    room.teams.faults.fails("members", 503)
    room.mentions(room.priya, "improve Feeds were on")
    assert room.office.lessons() == ["Feeds were on"]


def test_a_channel_is_followed(room: Room) -> None:
    """Its new name is known; when it is deleted, the coordinators hear what to do."""
    assert room.teams.renames(room.channel, "release-24-4", room.sam).status == 200
    assert _channel(room).name == "release-24-4"
    assert room.teams.removes(room.channel, room.sam).status == 200
    room.office.goes_out()
    assert "#release-24-4" in room.sam.last().shows


def test_being_removed_is_told_to_the_coordinator(room: Room, teams: Teams) -> None:
    """Where the app is taken out of a linked chat, nothing that is posted there arrives any more."""
    chat = teams.group_chat("The four of us", [room.sam, room.priya])
    room.mentions(room.sam, "setup Other Programme", chat)
    teams.uninstalls(chat, room.priya)
    room.office.goes_out()
    assert "I was removed from #The four of us" in room.sam.last().shows


def test_who_leaves_the_team_leaves_its_channels(room: Room, teams: Teams) -> None:
    """Teams tells of it in the team's general channel, which need not be the one that is linked."""
    room.mentions(room.tom, "improve Rooms are booked twice")
    teams.leaves(room.team, room.tom)
    room.says(room.tom, "list")
    assert "Rooms" not in room.tom.last().shows
    teams.joins(room.team, room.tom)
    room.says(room.tom, "DCR: list")
    assert "Rooms" in room.tom.last().shows


def test_who_leaves_a_chat_loses_its_register(room: Room, teams: Teams) -> None:
    """And whoever joins again has it back."""
    chat = teams.group_chat("The four of us", [room.sam, room.tom])
    room.mentions(room.sam, "setup Other Programme", chat)
    room.mentions(room.tom, "improve Rooms are booked twice", chat)
    teams.leaves(chat, room.tom)
    room.says(room.tom, "list")
    assert "Rooms" not in room.tom.last().shows
    teams.joins(chat, room.tom)
    room.says(room.tom, "OP: list")
    assert "Rooms" in room.tom.last().shows
