"""What is made of what happens without anybody saying anything. Each may be heard of twice, and counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.commands.people import ensure_member
from bot.conversations import leaving, unreached
from bot.ports import Arrival, OpenRegister, Register
from bot.views.names import counted
from bot.words.happening import Changed, Closed, Deactivated, Happening, Joined, Left, Moved, Renamed, Shared
from bot.words.incoming import Sender
from bot.words.message import Message, Text
from bot.words.person import Side
from bot.words.programme import Channel


def happened(happening: Happening, now: datetime, open_register: OpenRegister) -> None:
    """Keep the register true to the platform. `now` is a UTC instant."""
    with open_register() as register:
        match happening:
            case Renamed(platform, place):
                channel = register.programmes.channel_at(platform, place.account)
                if channel is not None and channel.name != place.name:
                    register.programmes.save_channel(replace(channel, name=place.name))
            case Moved(platform, old, new):
                channel = register.programmes.channel_at(platform, old)
                if channel is not None and register.programmes.channel_at(platform, new) is None:
                    register.programmes.save_channel(replace(channel, account=new))
            case Shared(platform, account):
                _read_outside(register, register.programmes.channel_at(platform, account))
            case Closed(platform, account, archived):
                _closed(register, register.programmes.channel_at(platform, account), archived, now)
            case Joined(sender, place):
                _joined(register, register.people.arrive("", sender, place), outside=place.outside)
            case Left(sender, place):
                _left(register, register.people.arrive("", sender, place), now)
            case Deactivated(sender):
                arrival = register.people.arrive("", sender, None)
                if arrival.person is not None and arrival.identity is not None and not arrival.person.forgotten:
                    unreached.tell_deactivated(register, arrival.person, arrival.identity, now)
            case Changed(sender):
                _changed(register, register.people.arrive("", sender, None), sender)
            case _:
                assert_never(happening)
        register.commit()


def _read_outside(register: Register, channel: Channel | None) -> None:
    if channel is not None and not channel.outside:
        register.programmes.save_channel(replace(channel, outside=True))


def _closed(register: Register, channel: Channel | None, archived: bool, now: datetime) -> None:
    """Its programme's coordinators hear of it, and what mends it."""
    programme = register.programmes.get(channel.programme) if channel else None
    if channel is None or programme is None:
        return
    what = f"#{channel.name} was archived" if archived else f"I was removed from #{channel.name}"
    again = "Unarchive it" if archived else "Add me again (in Slack: /invite @Learnt in the channel)"
    message = Message(
        f"{what}, so nothing that I post there for {programme.key} arrives.",
        (Text(f"{again}, or link another channel: type link there. Then type undelivered again."),),
    )
    # An hour: it may be told by two events, and happen again some day.
    leaving.tell_coordinators(register, programme, f"closed:channel-{channel.id}:{now:%Y-%m-%dT%H}", message, now)


def _joined(register: Register, arrival: Arrival, *, outside: bool) -> None:
    """Whoever is known already is a member from now on; the others are met when they first say something."""
    channel, programme, person = arrival.channel, arrival.programme, arrival.person
    if channel is None or programme is None:
        return
    if person is not None:
        member = arrival.member or ensure_member(register, programme.id, person)
        if member.left:
            register.people.save_member(replace(member, left=False))
        if not arrival.here:
            register.people.join(channel.id, person.id)
        outside = outside or member.side is Side.OUTSIDE
    if outside:
        _read_outside(register, channel)


def _left(register: Register, arrival: Arrival, now: datetime) -> None:
    """Who leaves the last linked channel loses the register, unless they were added by name.

    Their open actions stay theirs, and they are asked about them, until a coordinator gives them to somebody else: the
    coordinators hear of it.
    """
    channel, programme, person, member = arrival.channel, arrival.programme, arrival.person, arrival.member
    if channel is None or programme is None or person is None:
        return
    register.people.leave(channel.id, person.id)
    if member is None or member.left or member.added:
        return
    if member.coordinator and leaving.coordinates_alone(register, programme, person.id):
        return
    channels = register.programmes.channels(programme.id)
    if any(person.id in register.people.in_channel(one.id) for one in channels if one.id != channel.id):
        return
    register.people.save_member(replace(member, left=True, coordinator=False))
    actions = register.actions.open_of(programme.id, person.id)
    if member.coordinator or actions:
        lost = [f"{person.name} has left #{channel.name}, their last channel of {programme.key}."]
        lost += ["They don't coordinate it any more."] if member.coordinator else []
        lost += [f"{counted(len(actions), 'open action stays', 'open actions stay')} theirs."] if actions else []
        message = Message(" ".join(lost), leaving.to_give(actions))
        leaving.tell_coordinators(register, programme, f"gone:person-{person.id}:{now:%Y-%m-%dT%H}", message, now)


def _changed(register: Register, arrival: Arrival, sender: Sender) -> None:
    person, identity = arrival.person, arrival.identity
    if person is None or person.forgotten:
        return
    after = replace(person, name=sender.name or person.name, zone=sender.zone or person.zone)
    if after != person:
        register.people.save(after)
    if identity is not None and sender.handle not in {"", identity.handle}:
        register.people.save_identity(replace(identity, handle=sender.handle))
