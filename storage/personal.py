"""What is held about one person: all of it on request, and gone on request (`learnt person export`, `… forget`)."""

from __future__ import annotations

import secrets
from dataclasses import fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, text, update

from bot.conversations import handover
from bot.words.address import Address
from bot.words.audit import Entry
from bot.words.delivery import DeliveryState
from bot.words.ids import NEW, AuditId, PersonId
from storage import tables as t
from storage import tables_of_work as work
from storage.actions import ACTION, UPDATE
from storage.audit import ENTRY
from storage.chats import CHAT
from storage.deliveries import DELIVERY
from storage.lessons import LESSON
from storage.people import IDENTITY, MEMBER
from storage.register import SqlRegister
from storage.reviews import PROMPT
from storage.shelf import Shelf

FORMER: Final = "A former member"


def export(register: SqlRegister, email: str) -> dict[str, Any] | None:
    """Everything held about the person with this address, as JSON values; None where there is nobody."""
    person = register.people.by_email(email)
    if person is None:
        return None
    key = person.id
    votes = select(t.Lesson.number).join(t.Vote, t.Vote.lesson == t.Lesson.id).where(t.Vote.person == key)
    account = and_(
        t.Quoted.platform == t.Identity.platform,
        t.Quoted.workspace == t.Identity.workspace,
        t.Quoted.account == t.Identity.account,
    )
    reached = and_(work.Chat.platform == t.Identity.platform, work.Chat.account == t.Identity.account)
    chats = select(work.Chat.id).join(t.Identity, reached).where(t.Identity.person == key)
    quoted = select(t.Lesson.number).join(t.Quoted, t.Quoted.lesson == t.Lesson.id).join(t.Identity, account)
    wrote = quoted.where(t.Identity.person == key).order_by(t.Lesson.number)
    attended = select(work.Attendance.review).where(work.Attendance.person == key)
    return {
        "person": _plain(person),
        "accounts": _all(register, IDENTITY, t.Identity.person == key),
        "chats": _all(register, CHAT, work.Chat.id.in_(chats)),
        "memberships": _all(register, MEMBER, t.Member.person == key),
        "lessons": _all(register, LESSON, t.Lesson.raised_by == key),
        "votes": [f"L-{number}" for number in register.connection.execute(votes).scalars()],
        "quoted": [f"L-{number}" for number in register.connection.execute(wrote).scalars()],
        "actions": _all(register, ACTION, or_(work.Action.owner == key, work.Action.offered_to == key)),
        "updates": _all(register, UPDATE, work.ActionUpdate.by == key),
        "reviews attended": _reviews(register, work.Review.id.in_(attended)),
        "reviews run": _reviews(register, work.Review.run_by == key),
        "prompts": _all(register, PROMPT, work.Prompt.person == key),
        "messages": _all(register, DELIVERY, work.Delivery.person == key),
        "log": _all(register, ENTRY, work.Audit.person == key),
    }


def forget(register: SqlRegister, email: str, now: datetime) -> PersonId | None:
    """Erase who this was; None where there is nobody.

    What they did stays, under a key that leads to nobody; what they held waits for an owner. The programmes whose last
    coordinator they are (`leaving.coordinates_alone`) would be left without one, so ask that first.
    """
    person = register.people.by_email(email)
    if person is None:
        return None
    key = person.id
    for member, programme in register.people.memberships(key):
        handover.give_all_back(register, programme, member, now)
    run = register.connection.execute
    for account in register.people.identities(key):
        theirs = and_(t.Quoted.platform == account.platform, t.Quoted.workspace == account.workspace)
        run(delete(t.Quoted).where(theirs, t.Quoted.account == account.account))
        chat = and_(work.Chat.platform == account.platform, work.Chat.account == account.account)
        run(delete(work.Chat).where(chat))
        # Not a hash of the account: those can be guessed, one account after the other.
        gone = replace(account, workspace="", account=f"forgotten-{secrets.token_hex(16)}", handle="", last_used=None)
        register.people.save_identity(gone)
    run(update(work.ActionUpdate).where(work.ActionUpdate.by == key).values(words=None))
    held = work.Delivery.person == key
    waiting = and_(held, text(t.WAITING))
    run(update(work.Delivery).where(waiting).values(state=DeliveryState.CANCELLED, leased_until=None))
    run(update(work.Delivery).where(held).values(body="", remote=None, address=None))
    for table in (work.Prompt, work.Attendance, work.Draft, work.Undo, work.Code, t.ChannelMember):
        run(delete(table).where(table.person == key))
    run(update(t.Member).where(t.Member.person == key).values(left=True, coordinator=False))
    register.people.save(
        replace(person, name=FORMER, email=None, zone=None, region=None, paused=True, away_until=None, forgotten=True)
    )
    register.audit.add(
        Entry(id=AuditId(NEW), at=now, programme=None, person=None, what="person forget", about=f"person {key}")
    )
    return key


def _reviews(register: SqlRegister, which: ColumnElement[bool]) -> list[str]:
    """ "DCR: review 5" """
    query = select(t.Programme.key, work.Review.number).join(work.Review, work.Review.programme == t.Programme.id)
    found = register.connection.execute(query.where(which).order_by(work.Review.id))
    return [f"{programme}: review {number}" for programme, number in found]


def _all(register: SqlRegister, shelf: Shelf[Any], which: ColumnElement[bool]) -> list[dict[str, Any]]:
    query = shelf.select(which).order_by(shelf.table.c.id)
    return [_plain(word) for word in shelf.many(register.connection, query)]


def _plain(word: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(word, field.name)) for field in fields(word)}


def _value(value: Any) -> Any:
    """As JSON has it; a tuple of numbers is a list there without our doing."""
    match value:
        case Enum():
            return value.name.lower()
        case datetime() | date():
            return value.isoformat()
        case Address():
            return _plain(value)
        case _:
            return value
