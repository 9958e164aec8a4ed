"""Commands about people: coordinators, codes that link, leaving, and being left in peace."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.commands.ask import Ask, Newcomer
from bot.commands.reading import one_person
from bot.conversations.handover import tell
from bot.mistake import Mistake
from bot.ports import LessonFilter, Register
from bot.views.names import counted
from bot.words.action import Update
from bot.words.audit import Code, CodeKind
from bot.words.ids import NEW, ChannelId, CodeId, MemberId, ProgrammeId, UpdateId
from bot.words.message import Button, Reply, Text, To, reply
from bot.words.person import Audience, Member, Person, Side, Viewer
from bot.words.programme import Channel

_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0, 1, I and O, which are misread aloud
LIVES: Final = timedelta(minutes=15)
TRIES: Final = 5
"""Wrong codes an hour from one account."""


def coordinator(ask: Ask, register: Register) -> Reply | Mistake:
    """`coordinator add|remove @x`"""
    adding = ask.fields.text("choice") == "add"
    found = one_person(ask, register, ask.fields.text("person"), f"coordinator {ask.fields.text('choice')} @{{}}")
    if isinstance(found, Mistake):
        return found
    member = register.people.member(ask.programme.id, found.id)
    if member is None or member.coordinator is adding:
        return Mistake(f"{found.name} is {'already' if adding else 'not'} a coordinator of {ask.programme.key}.")
    others = [
        m for m, _ in register.people.members(ask.programme.id) if m.coordinator and not m.left and m.person != found.id
    ]
    if not adding and not others:
        return Mistake(f"{found.name} is the last coordinator of {ask.programme.key}. Add another one first.")
    if adding and member.side is Side.OUTSIDE:
        return Mistake(f"{found.name} is from outside. Coordinators come from the programme's own organisations.")
    register.people.save_member(replace(member, coordinator=adding))
    said = "now coordinates" if adding else "no longer coordinates"
    verb = "remove" if adding else "add"
    return reply(
        f"{found.name} {said} {ask.programme.key}.",
        about=f"person {found.id}",
        undo=f"coordinator {verb} {found.email or found.name}",
    )


def left(ask: Ask, register: Register) -> Reply | Mistake:
    """`left @priya [to @tom]`: somebody has left; their open actions go to Tom, or wait for an owner."""
    line = ask.fields.text("line")
    who, _, to = line.partition(" to ")
    gone = one_person(ask, register, who, "left @{}")
    heir = one_person(ask, register, to, f"left {who} to @{{}}") if to.strip() else None
    if isinstance(gone, Mistake) or isinstance(heir, Mistake):
        return gone if isinstance(gone, Mistake) else heir if isinstance(heir, Mistake) else Mistake("")
    if heir is not None and heir.id == gone.id:
        return Mistake("Name somebody else to take over, or nobody: left @priya")
    member = register.people.member(ask.programme.id, gone.id)
    if member is None:
        return Mistake(f"{gone.name} is not in {ask.programme.key}.")
    if member.coordinator:
        others = [
            m
            for m, _ in register.people.members(ask.programme.id)
            if m.coordinator and not m.left and m.person != gone.id
        ]
        if not others:
            return Mistake(f"{gone.name} is the last coordinator of {ask.programme.key}. Add another one first.")
    register.people.save_member(replace(member, left=True, coordinator=False))
    actions = register.actions.open_of(ask.programme.id, gone.id)
    for action in actions if heir else ():
        if heir:
            register.actions.save(replace(action, offered_to=heir.id, offered_at=ask.now))
            title = f"{gone.first_name} has left. Would you take over {action.reference}?"
            buttons = (Button("Fine", f"fine {action.reference}"), Button("Not mine", f"notmine {action.reference}"))
            tell(register, ask, heir.id, f"heir:{action.reference}:{heir.id}", title, action.text, buttons)
    said = (
        f"{counted(len(actions), 'open action')} offered to {heir.name}"
        if heir
        else (f"{counted(len(actions), 'open action')} of theirs: actions @{gone.first_name} lists them")
    )
    return reply(f"{gone.name} has left {ask.programme.key}. {said}.", about=f"person {gone.id}")


def pause(ask: Ask, register: Register) -> Reply | Mistake:
    """`pause`: no unasked-for messages; `pause` again ends it. The coordinators are told."""
    person = replace(ask.person, paused=not ask.person.paused)
    register.people.save(person)
    for member, other in register.people.members(ask.programme.id):
        if member.coordinator and not member.left and other.id != person.id:
            said = "asked for no reminders" if person.paused else "takes reminders again"
            key = f"pause:{person.id}:{ask.now.isoformat()}:{other.id}"
            tell(register, ask, other.id, key, f"{person.name} {said}.", "")
    if person.paused:
        return reply("I won't write to you unasked any more. Type pause again when I may.", about=f"person {person.id}")
    return reply("Thank you. I will remind you again before each review.", about=f"person {person.id}")


# --- codes ------------------------------------------------------------------------------------------------------------


def code_hash(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.upper().replace("-", "").encode()).hexdigest()


def _make(register: Register, ask: Ask | Newcomer, kind: CodeKind) -> str:
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    register.audit.add_code(
        Code(
            id=CodeId(NEW),
            kind=kind,
            hash=code_hash(code),
            programme=ask.programme.id if isinstance(ask, Ask) else None,
            person=ask.person.id,
            expires=ask.now + LIVES,
        )
    )
    return f"{code[:4]}-{code[4:]}"


def make_channel_code(ask: Ask, register: Register) -> Reply | Mistake:
    """`link`: a code that joins another channel to this programme."""
    code = _make(register, ask, CodeKind.CHANNEL)
    return reply(
        f"In the channel that is to join {ask.programme.key}, type: link {code}",
        Text("The code works once, within 15 minutes."),
        about=f"programme {ask.programme.key}",
    )


def make_person_code(ask: Newcomer, register: Register) -> Reply | Mistake:
    """`me`: a code that joins another account of yours to this one."""
    code = _make(register, ask, CodeKind.PERSON)
    return reply(
        f"From your other account, type: link {code}",
        Text("The code works once, within 15 minutes. I will ask you here to confirm."),
        about=f"person {ask.person.id}",
    )


def use_code(ask: Newcomer, register: Register) -> Reply | Mistake:
    """`link CODE`: joins this channel, or asks the first account whether this one is theirs too."""
    sender = ask.incoming.sender
    account = f"{sender.platform.value}:{sender.workspace}:{sender.account}"
    if register.audit.wrong_codes(account, ask.now - timedelta(hours=1)) >= TRIES:
        return Mistake("I take no more codes from you for an hour, as five were wrong. Ask for a new one then.")
    code = register.audit.code(code_hash(ask.fields.text("code")))
    if code is None or code.used or code.expires < ask.now:
        register.audit.wrong_code(account, ask.now)
        return reply("That code is not, or no longer, valid. Codes work once, within 15 minutes. Ask for a new one.")
    if code.kind is CodeKind.CHANNEL:
        return _join_channel(ask, register, code)
    if code.person == ask.person.id:
        return Mistake("Type the code from your other account; this is the one that it came from.")
    register.audit.save_code(replace(code, used=True, taken_by=ask.person.id))
    return reply(
        "Thank you. Now confirm it from your first account: type me yes there.", about=f"person {ask.person.id}"
    )


def _join_channel(ask: Newcomer, register: Register, code: Code) -> Reply | Mistake:
    place, sender = ask.incoming.place, ask.incoming.sender
    programme = register.programmes.get(code.programme) if code.programme else None
    if place is None or programme is None:
        return Mistake("Type the code in the channel that is to join.")
    if ask.channel is not None:
        return Mistake(f"#{place.name} is linked to a programme already, so it can't join {programme.name} as well.")
    register.audit.save_code(replace(code, used=True))
    channel = register.programmes.add_channel(
        Channel(
            id=ChannelId(NEW),
            programme=programme.id,
            platform=sender.platform,
            workspace=sender.workspace,
            account=place.account,
            name=place.name,
            outside=place.outside,
        )
    )
    ensure_member(register, programme.id, ask.person)
    register.people.join(channel.id, ask.person.id)
    return reply(
        f"#{place.name} is now a channel of {programme.name} ({programme.key}).",
        to=To.HERE,
        about=f"programme {programme.key}",
    )


def confirm_person(ask: Newcomer, register: Register) -> Reply | Mistake:
    """`me yes`: the account that typed the code is this person's too."""
    code = next(
        (c for c in register.audit.codes_of(ask.person.id) if c.taken_by is not None and c.expires >= ask.now), None
    )
    if code is None or code.taken_by is None:
        return Mistake(
            "There is nothing to confirm. Type me for a code, then link and the code from your other account."
        )
    for identity in register.people.identities(code.taken_by):
        register.people.save_identity(replace(identity, person=ask.person.id))
    for member, programme in register.people.memberships(code.taken_by):
        mine = register.people.member(programme.id, ask.person.id)
        if mine is None:
            register.people.add_member(replace(member, id=MemberId(NEW), person=ask.person.id))
        elif member.coordinator and not mine.coordinator:
            register.people.save_member(replace(mine, coordinator=True))
        register.people.save_member(replace(member, coordinator=False, left=True))
        _bring_along(register, ask, member)
    register.audit.save_code(replace(code, taken_by=None))
    return reply("Both accounts are now you.", about=f"person {ask.person.id}")


def _bring_along(register: Register, ask: Newcomer, member: Member) -> None:
    """What was held or raised from the other account is this person's now."""
    for action in register.actions.open_of(member.programme, member.person):
        register.actions.add_update(
            Update(
                id=UpdateId(NEW),
                action=action.id,
                at=ask.now,
                by=ask.person.id,
                how=ask.incoming.how,
                owner=ask.person.id,
            )
        )
    viewer, below = Viewer(programme=member.programme, person=member.person, clearance=Audience.PMO), None
    while page := register.lessons.page(viewer, LessonFilter(raised_by=member.person), limit=100, below=below):
        for lesson in page:
            register.lessons.save(replace(lesson, raised_by=ask.person.id))
        below = page[-1].number


def ensure_member(register: Register, programme: ProgrammeId, person: Person) -> Member:
    """The person's place in a programme; made, on the side that their mail domain says, where there is none yet."""
    known = register.people.member(programme, person.id)
    if known is not None:
        return known
    sign = (person.email or "").partition("@")[2].casefold()
    organisation = next((o for o in register.programmes.organisations(programme) if o.sign == sign), None)
    return register.people.add_member(
        Member(
            id=MemberId(NEW),
            programme=programme,
            person=person.id,
            organisation=organisation.id if organisation else None,
            side=organisation.side if organisation else Side.OUTSIDE,
        )
    )
