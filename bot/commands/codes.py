"""Commands about codes: they link another channel to a programme, and another account to a person."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.commands.ask import Ask, Newcomer
from bot.commands.people import ensure_member
from bot.mistake import Mistake
from bot.ports import LessonFilter, Register
from bot.words.action import Update
from bot.words.audit import Code, CodeKind
from bot.words.ids import NEW, ChannelId, CodeId, MemberId, UpdateId
from bot.words.message import Reply, Text, To, reply
from bot.words.person import Audience, Member, Viewer
from bot.words.programme import Channel

_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0, 1, I and O, which are misread aloud
LIVES: Final = timedelta(minutes=15)
TRIES: Final = 5
"""Wrong codes an hour from one account."""


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
    """`link`: a code that joins another channel to this programme, for a coordinator."""
    if not ask.member.coordinator:
        return Mistake(f"Only a coordinator of {ask.programme.key} can link another channel to it.")
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
            workspace=place.workspace or sender.workspace,
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
        elif not member.left:
            coordinates = mine.coordinator or member.coordinator
            register.people.save_member(replace(mine, coordinator=coordinates, left=False))
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
