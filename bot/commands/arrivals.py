"""Who is speaking, and which programme they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.commands.grammar import as_is
from bot.commands.people import ensure_member
from bot.commands.setup import suggest_setup
from bot.commands.shape import Fields
from bot.conversations import leaving
from bot.mistake import Mistake
from bot.ports import Arrival, Register
from bot.views.names import listed
from bot.words.ids import NEW, IdentityId, PersonId, Reference
from bot.words.incoming import Incoming, Sender
from bot.words.message import Button
from bot.words.person import Identity, Member, Person, Side
from bot.words.programme import Channel, Programme
from bot.words.release import Release, ReleaseState

_RUNNING: Final = frozenset({ReleaseState.OPEN, ReleaseState.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The speaker, and where they are in a linked channel its programme, their place in it and its release."""

    person: Person
    programme: Programme | None = None
    member: Member | None = None
    channel: Channel | None = None
    release: Release | None = None
    others: tuple[tuple[Member, Programme], ...] = ()  # in a direct message: `leaving.places`
    private: bool = False

    @property
    def knows_programme(self) -> bool:
        return self.programme is not None or bool(self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The programme that is meant, and the release; where several are running, they are in `fits`."""

    programme: Programme
    member: Member
    channel: Channel | None = None
    release: Release | None = None
    fits: tuple[Release, ...] = ()


def meet(register: Register, incoming: Incoming, arrival: Arrival, now: datetime) -> Met:
    """The person behind an event; whoever is met for the first time is added."""
    person = _fresh(register, incoming.sender, arrival.person, now)
    _used(register, incoming.sender, arrival.identity, now)
    if arrival.channel is None or arrival.programme is None:
        others = () if incoming.place else leaving.places(register, person.id, now)
        return Met(person=person, others=others, private=incoming.place is None)
    channel, member = arrival.channel, arrival.member
    if member is None:
        member = ensure_member(register, arrival.programme.id, person)
    if member.left:
        member = replace(member, left=False)
        register.people.save_member(member)
    if not arrival.here:
        register.people.join(channel.id, person.id)
    if not channel.outside and (member.side is Side.OUTSIDE or (incoming.place and incoming.place.outside)):
        channel = replace(channel, outside=True)
        register.programmes.save_channel(channel)
    return Met(person=person, programme=arrival.programme, member=member, channel=channel, release=arrival.release)


def introduce(register: Register, incoming: Incoming, programme: Programme, now: datetime) -> None:
    """Whoever the line of a command names becomes known, and a member, so that it can hand them something."""
    for sender in incoming.mentions:
        arrival = register.people.arrive("", sender, None)
        known = arrival.identity
        if known is not None and sender.handle not in {"", known.handle}:
            register.people.save_identity(replace(known, handle=sender.handle))
        ensure_member(register, programme.id, _fresh(register, sender, arrival.person, now))


def _fresh(register: Register, sender: Sender, person: Person | None, now: datetime) -> Person:
    """The person as now known: what was missing at first, as the platform could not say it then, is added."""
    if person is None:
        return _first_seen(register, sender, now)
    if person.forgotten:
        return person
    email = sender.email if person.email is None and sender.email else None
    if email and register.people.by_email(email) is not None:
        email = None  # joining two people takes a code
    nameless = person.name == sender.account and sender.name
    if email or nameless or (person.zone is None and sender.zone):
        name = sender.name if nameless else person.name
        person = replace(person, email=email or person.email, name=name, zone=person.zone or sender.zone)
        register.people.save(person)
    return person


def _used(register: Register, sender: Sender, identity: Identity | None, now: datetime) -> None:
    """Where somebody was last, and as what they are known there.

    The day is enough to ask them there, costs one statement a day, and ties nobody to the minute of an anonymous line.
    """
    if identity is None:
        return
    handle = sender.handle or identity.handle
    today = identity.last_used is not None and identity.last_used.date() >= now.date()
    if handle != identity.handle or not today:
        register.people.save_identity(replace(identity, handle=handle, last_used=_day(now)))


def _day(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _first_seen(register: Register, sender: Sender, now: datetime) -> Person:
    known = register.people.by_email(sender.email) if sender.email else None
    name = sender.name or sender.handle or (sender.email or "").partition("@")[0] or sender.account
    person = known or register.people.add(Person(id=PersonId(NEW), name=name, email=sender.email, zone=sender.zone))
    register.people.add_identity(
        Identity(
            id=IdentityId(NEW),
            person=person.id,
            platform=sender.platform,
            workspace=sender.workspace,
            account=sender.account,
            handle=sender.handle,
            last_used=_day(now),
        )
    )
    return person


def scope(register: Register, met: Met, parts: tuple[str, str], line: str) -> tuple[Programme | Release | None, str]:
    """What `24.3:` or `DCR:` before a line names, with the rest of it; the whole line where it names nothing."""
    name, rest = parts
    for _, programme in met.others:
        if programme.key == name.upper():
            return programme, rest
    if met.programme is not None and met.programme.key == name.upper():
        return met.programme, rest
    programmes = [met.programme] if met.programme else [programme for _, programme in met.others]
    for programme in programmes:
        if (release := register.releases.named(programme.id, name)) is not None:
            return release, rest
    return None, line


def no_such_release(register: Register, met: Met, parts: tuple[str, str], line: str) -> Mistake | None:
    """What looks like a release before a lesson, `99.9: improve TEXT`, and is none of this programme's."""
    name, rest = parts
    first = rest.split(maxsplit=1)[0].casefold().rstrip(":")
    programme = met.programme or (met.others[0][1] if len(met.others) == 1 else None)
    if programme is None or not any(map(str.isdigit, name)) or first not in {"keep", "improve", "anon"}:
        return None
    known = [r.name for r in register.releases.all(programme.id) if r.state in _RUNNING][-3:]
    have = f" {programme.key} has {listed(known)}." if known else ""
    into = tuple(Button(f"Into {release}", f"{release}: {rest}") for release in known)
    said = f"There is no release called \u201c{name}\u201d.{have} Nothing is stored yet."
    return Mistake(said, (*into, as_is(line)))


def named(met: Met, fields: Fields) -> Programme | None:
    """In a direct message, the programme that a reference such as `DCR:A-7` names."""
    keys = {reference.programme for reference in fields.values.values() if isinstance(reference, Reference)}
    return next((programme for _, programme in met.others if programme.key in keys), None)


def settle(register: Register, met: Met, meant: Programme | Release | None, line: str) -> Settled | Mistake:
    """The programme that is meant: the channel's; else the one named, prompted about last, or the only one."""
    if met.programme is not None and met.member is not None:
        return _settled(register, met.programme, met.member, met)
    if not met.others:
        return suggest_setup(private=met.private)
    wanted = meant.id if isinstance(meant, Programme) else meant.programme if meant else None
    if wanted is None and len(met.others) > 1 and (prompts := register.reviews.last_prompts(met.person.id)):
        wanted = prompts[0].programme
    named = [pair for pair in met.others if pair[1].id == wanted]
    if not named and len(met.others) > 1:
        buttons = tuple(Button(programme.name, f"{programme.key}: {line}") for _, programme in met.others[:5])
        return Mistake("Which programme do you mean?", buttons)
    member, programme = next(iter(named or met.others))
    return _settled(register, programme, member, met)


def _settled(register: Register, programme: Programme, member: Member, met: Met) -> Settled:
    """With the release that is meant: the channel's own, else the one that is running, if just one is."""
    if met.release is not None and met.release.state in _RUNNING:
        return Settled(programme=programme, member=member, channel=met.channel, release=met.release)
    running = [r for r in register.releases.all(programme.id) if r.state in _RUNNING]
    return Settled(
        programme=programme,
        member=member,
        channel=met.channel,
        release=running[0] if len(running) == 1 else None,
        fits=tuple(running) if len(running) > 1 else (),
    )
