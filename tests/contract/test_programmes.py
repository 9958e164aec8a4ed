from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.ids import NEW, ChannelId, OrganisationId, ProgrammeId, QuietPeriodId
from bot.words.person import Organisation, Platform, Side
from bot.words.programme import Channel, Names, Purpose, QuietPeriod
from tests.contract.rows import World, day


def test_programmes(register: Register, world: World) -> None:
    """A programme is found by its number and by its key, and keeps its settings."""
    assert register.programmes.get(world.dcr.id) == world.dcr
    assert register.programmes.get(ProgrammeId(999_999)) is None
    assert register.programmes.by_key("LIMS") == world.other
    assert register.programmes.by_key("NONE") is None
    changed = replace(
        world.dcr, name="Care", names=Names.ORGANISATION, review_rule="first Tuesday 10:00", region="Wales"
    )
    register.programmes.save(changed)
    assert list(register.programmes.all()) == [changed, world.other]


def test_organisations(register: Register, world: World) -> None:
    """Organisations belong to one programme and change when saved."""
    dcr = world.dcr.id
    trust = register.programmes.add_organisation(
        Organisation(id=OrganisationId(NEW), programme=dcr, name="Trust", side=Side.INSIDE, sign="trust.example")
    )
    assert list(register.programmes.organisations(dcr)) == [trust]
    assert list(register.programmes.organisations(world.other.id)) == []
    register.programmes.save_organisation(replace(trust, side=Side.OUTSIDE))
    assert list(register.programmes.organisations(dcr)) == [replace(trust, side=Side.OUTSIDE)]


def test_channels(register: Register, world: World) -> None:
    """Channels are listed by programme, found by their key, and change when saved."""
    board = register.programmes.add_channel(
        Channel(
            id=ChannelId(NEW),
            programme=world.dcr.id,
            platform=Platform.TEAMS,
            workspace="tenant",
            account="19:x",
            name="Board",
            purpose=Purpose.BOARD,
            outside=True,
        )
    )
    assert list(register.programmes.channels(world.dcr.id)) == [world.channel, board]
    assert list(register.programmes.channels(world.other.id)) == []
    changed = replace(board, programme=world.other.id, echo=True, purpose=Purpose.WORKING_GROUP)
    register.programmes.save_channel(changed)
    assert register.programmes.channel(board.id) == changed
    assert register.programmes.channel(ChannelId(999_999)) is None
    assert register.programmes.channel_at(Platform.TEAMS, "19:x") == changed
    assert register.programmes.channel_at(Platform.SLACK, "19:x") is None


def test_quiet(register: Register, world: World) -> None:
    """Quiet periods are listed by their first day until they are removed."""
    dcr = world.dcr.id
    periods = [
        register.programmes.add_quiet(QuietPeriod(id=QuietPeriodId(NEW), programme=dcr, first=day(n), last=day(n + 3)))
        for n in (30, 10)
    ]
    assert list(register.programmes.quiet(dcr)) == periods[::-1]
    register.programmes.remove_quiet(periods[0])
    assert list(register.programmes.quiet(dcr)) == [periods[1]]
    assert list(register.programmes.quiet(world.other.id)) == []
