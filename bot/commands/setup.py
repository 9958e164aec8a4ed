"""Commands that set a programme up and change how it works."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from bot.commands import channels
from bot.commands.ask import Ask, Newcomer
from bot.dates.reading import read_date
from bot.dates.reckoning import NotADay
from bot.dates.show import show_date
from bot.mistake import Mistake
from bot.ports import Register
from bot.rules.working_days import known_region
from bot.words.ids import NEW, ChannelId, MemberId, OrganisationId, ProgrammeId, QuietPeriodId
from bot.words.message import Reply, Row, Rows, Text, To, reply
from bot.words.person import Audience, Member, Organisation, Platform, Side
from bot.words.programme import Channel, Names, Programme, QuietPeriod


def setup(ask: Newcomer, register: Register) -> Reply | Mistake:
    """`setup NAME`: a new programme with sensible defaults; this channel is the team's, the speaker coordinates."""
    name, place = ask.fields.text("name"), ask.incoming.place
    if place is None:
        return Mistake("Type this in the team's channel, so that I know which one it is: setup Data Centre Release")
    sender = ask.incoming.sender
    known = [member for member, _ in register.people.memberships(ask.person.id)]
    if known and not any(member.coordinator for member in known):
        return Mistake("Another programme is set up by somebody who coordinates one already. Please ask them.")
    key = _free_key(register, name)
    programme = register.programmes.add(
        Programme(id=ProgrammeId(NEW), key=key, name=name, zone=ask.person.zone or "Europe/London")
    )
    organisation = None
    sign = (ask.person.email or "").partition("@")[2].casefold() or sender.workspace
    if sign:
        organisation = register.programmes.add_organisation(
            Organisation(id=OrganisationId(NEW), programme=programme.id, name=sign, side=Side.INSIDE, sign=sign)
        )
    register.people.add_member(
        Member(
            id=MemberId(NEW),
            programme=programme.id,
            person=ask.person.id,
            coordinator=True,
            organisation=organisation.id if organisation else None,
            side=Side.INSIDE,
            noticed=True,
        )
    )
    channel = register.programmes.add_channel(
        Channel(
            id=ChannelId(NEW),
            programme=programme.id,
            platform=sender.platform,
            workspace=place.workspace or sender.workspace,
            account=place.account,
            name=place.name,
            outside=place.outside,
        )
    )
    register.people.join(channel.id, ask.person.id)
    return reply(
        f"{name} is set up as {key}, and #{place.name} is its team channel. You are its coordinator.",
        Text(
            f"Times are {programme.zone}, bank holidays those of {programme.region}. To change one, type for example:"
        ),
        Rows(
            (
                Row("set zone Europe/Paris", "the time zone"),
                Row("set region Scotland", "whose bank holidays count"),
                Row("review schedule first Tuesday 10:00", "when the review is"),
                Row("organisation Northgate inside northgate.example", "who your partners are"),
                Row("release open 24.3 live 12 Jan", "start a release"),
            )
        ),
        to=To.HERE,
        about=f"programme {key}",
    )


def _free_key(register: Register, name: str) -> str:
    """A key from the initials, or the first letters of a single word; numbered where it is taken."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    capital = next((w for w in words if len(words) == 1 and w.isupper()), "")
    initials = "".join(word[0] for word in words)
    base = (capital or (initials if len(words) > 1 else (words or ["PRG"])[0][:3])).upper()[:6]
    base = base if len(base) > 1 and base[0].isalpha() else f"P{base}"
    key, number = base, 2
    while register.programmes.by_key(key) is not None:
        key, number = f"{base}{number}", number + 1
    return key


def show_setup(ask: Ask, register: Register) -> Reply | Mistake:
    """`setup`: what is set."""
    p = ask.programme
    coordinators = [person.name for member, person in register.people.members(p.id) if member.coordinator]
    quiet = register.programmes.quiet(p.id)
    periods = ", ".join(f"{show_date(q.first, ask.today)} to {show_date(q.last, ask.today)}" for q in quiet)
    rows = (
        Row("coordinators", ", ".join(coordinators), "coordinator add @name"),
        Row("time zone", p.zone, "set zone"),
        Row("bank holidays", p.region, "set region"),
        Row("reviews", p.review_rule or "not scheduled yet", "review schedule"),
        Row("names", p.names.value if p.names else "names, organisations where outsiders read", "set names"),
        Row("quiet periods", periods or "none", "set quiet 21 Dec to 1 Jan"),
        Row(
            "channels", ", ".join(f"#{c.name} ({c.purpose.value})" for c in register.programmes.channels(p.id)), "link"
        ),
        Row(
            "organisations",
            ", ".join(f"{o.name} ({o.side.value})" for o in register.programmes.organisations(p.id)),
            "organisation NAME inside|outside DOMAIN",
        ),
    )
    if ask.viewer.clearance < Audience.PARTNERS:
        rows = rows[1:4]  # to whoever is from outside neither people nor channels are named
    return reply(f"{p.name} ({p.key})", Rows(rows))


def set_(ask: Ask, register: Register) -> Reply | Mistake:
    """`set zone|region|quiet|names|echo|purpose VALUE`"""
    what, value = ask.fields.text("choice"), ask.fields.text("value").strip()
    match what:
        case "zone":
            return _set_zone(ask, register, value)
        case "region":
            region = known_region(value)
            if region is None:
                return Mistake("Which region? England, Scotland, Wales, Northern Ireland, or a country such as IE.")
            register.programmes.save(replace(ask.programme, region=region))
            return _is_set(ask, f"Bank holidays are now those of {region}.", f"set region {ask.programme.region}")
        case "names":
            beginning = len(value) > 2  # "set names s" names nothing, "org" does
            chosen = next((n for n in Names if beginning and n.value.startswith(value.casefold().rstrip("s"))), None)
            if chosen is None:
                return Mistake("People are shown as one of: names, organisations, numbers.")
            register.programmes.save(replace(ask.programme, names=chosen))
            return _is_set(ask, f"Lists and summaries now show {chosen.value}.", "")
        case "echo" | "purpose":
            return channels.set_channel(ask, register, what, value)
        case _:
            return _set_quiet(ask, register, value)


def _is_set(ask: Ask, sentence: str, undo: str) -> Reply:
    return reply(sentence, about=f"programme {ask.programme.key}", undo=undo)


def _set_zone(ask: Ask, register: Register, value: str) -> Reply | Mistake:
    zones = {zone.casefold(): zone for zone in available_timezones()}
    wanted = value.casefold().replace(" ", "_")
    zone = zones.get(wanted) or next((z for low, z in sorted(zones.items()) if low.endswith(f"/{wanted}")), None)
    if zone is None:
        return Mistake(
            f"I don't know the time zone \u201c{value}\u201d. Try one such as Europe/London or America/New_York."
        )
    register.programmes.save(replace(ask.programme, zone=ZoneInfo(zone).key))
    return _is_set(
        ask, f"Times are now {zone}. Reviews already planned keep their moment.", f"set zone {ask.programme.zone}"
    )


def _set_quiet(ask: Ask, register: Register, value: str) -> Reply | Mistake:
    if value.casefold() in {"none", "off"}:
        for period in register.programmes.quiet(ask.programme.id):
            register.programmes.remove_quiet(period)
        return _is_set(ask, "There is no quiet period any more.", "")
    ends = re.split(r"\s+(?:to|until|till|-|\u2013)\s+", value, maxsplit=1)
    first = read_date(ends[0], ask.today, past_ok=True)
    last = read_date(ends[-1], ask.today, past_ok=True)
    for read in (first, last):
        if isinstance(read, NotADay):
            return Mistake(read.sentence)
    if not isinstance(first, date) or not isinstance(last, date) or last < first:
        return Mistake("Type the first and the last day, such as: set quiet 21 Dec to 1 Jan")
    register.programmes.add_quiet(
        QuietPeriod(id=QuietPeriodId(NEW), programme=ask.programme.id, first=first, last=last)
    )
    said = f"{show_date(first, ask.today)} to {show_date(last, ask.today)}"
    return _is_set(ask, f"Quiet from {said}: nobody is sent anything unasked.", "")


def organisation(ask: Ask, register: Register) -> Reply | Mistake:
    """`organisation NAME inside|outside DOMAIN`: whom people with such mail addresses work for, and on which side."""
    found = re.fullmatch(
        r"(?P<name>.+?)\s+(?P<side>inside|outside)\s+@?(?P<sign>\S+)", ask.fields.text("line"), re.IGNORECASE
    )
    if found is None:
        return Mistake("Type the name, the side and the mail domain: organisation Northgate outside northgate.example")
    side, sign = Side(found["side"].casefold()), found["sign"].casefold()
    known = next((o for o in register.programmes.organisations(ask.programme.id) if o.sign == sign), None)
    if known is not None:
        organisation_ = replace(known, name=found["name"], side=side)
        register.programmes.save_organisation(organisation_)
    else:
        organisation_ = register.programmes.add_organisation(
            Organisation(id=OrganisationId(NEW), programme=ask.programme.id, name=found["name"], side=side, sign=sign)
        )
    moved = 0
    for member, person in register.people.members(ask.programme.id):
        if (person.email or "").casefold().endswith(f"@{sign}"):
            register.people.save_member(replace(member, organisation=organisation_.id, side=side))
            moved += 1
    _mark_outside(ask, register)
    who = "partners" if side is Side.INSIDE else "outside people, who read only what is for everyone"
    return reply(
        f"{found['name']} ({sign}) is {side.value}: its people are {who}. {moved} known so far.",
        about=f"organisation {sign}",
    )


def _mark_outside(ask: Ask, register: Register) -> None:
    """Channels that outside people write in are outside ones, from now on; the console has no other sign of it."""
    outside = {person.id for member, person in register.people.members(ask.programme.id) if member.side is Side.OUTSIDE}
    for channel in register.programmes.channels(ask.programme.id):
        there = not outside.isdisjoint(register.people.in_channel(channel.id))
        if there or channel.platform is Platform.CONSOLE:
            register.programmes.save_channel(replace(channel, outside=there))


def suggest_setup(*, private: bool) -> Mistake:
    """What is said in a channel that belongs to no programme yet, or to whoever is in none."""
    if private:
        return Mistake(
            "You are in no programme yet. Write to me once in a channel of yours, and I know where you belong. "
            "To start a programme, go to its team's channel and type /lesson setup and its name.",
        )
    return Mistake(
        "This channel belongs to no programme yet. To start one here, type setup and its name, such as: "
        "setup Data Centre Release. To join it to one that exists, type link and a code from its coordinator.",
    )
