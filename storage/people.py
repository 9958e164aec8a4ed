"""People, their accounts, and where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, delete, literal_column, or_, select, text

from bot.ports import Arrival
from bot.words.ids import ChannelId, PersonId, ProgrammeId
from bot.words.incoming import Place, Sender
from bot.words.person import Identity, Member, Person
from bot.words.programme import Programme
from storage import tables as t
from storage.programmes import CHANNEL, PROGRAMME
from storage.releases import RELEASE
from storage.shelf import Shelf, add, insert_for, save
from storage.statement import Prepared
from storage.tables import HELD, RUNNING
from storage.tables_of_work import Delivery, Review, Seen


def _found_by(person: Person) -> Mapping[str, Any]:
    return {
        "name_key": person.name.casefold(),
        "first_key": person.first_name.casefold(),
        "email_key": person.email.casefold() if person.email else None,
    }


def _handle_key(identity: Identity) -> Mapping[str, Any]:
    return {"handle_key": identity.handle.removeprefix("@").casefold()}


PERSON: Final = Shelf(Person, t.Person, _found_by, ["name_key", "first_key", "email_key"])
IDENTITY: Final = Shelf(Identity, t.Identity, _handle_key, ["handle_key"])
MEMBER: Final = Shelf(Member, t.Member)


def _memberships() -> Prepared:
    joined = select(*MEMBER.columns, *PROGRAMME.columns)
    query = joined.join_from(t.Member, t.Programme, t.Member.programme == t.Programme.id)
    theirs = t.Member.person == bindparam("of", type_=t.Member.id.type)
    return Prepared(query.where(theirs).order_by(t.Member.id))


def _arrive() -> Prepared:
    """All that `Arrival` holds, by LEFT JOINs from one row that is always there."""
    start = select(literal_column("1", Integer).label("one")).subquery("start")
    platform = bindparam("platform", type_=t.Identity.platform.type)
    account = bindparam("account", type_=t.Identity.account.type)
    workspace = bindparam("workspace", type_=t.Identity.workspace.type)
    ours = and_(t.Identity.platform == platform, t.Identity.workspace == workspace, t.Identity.account == account)
    here = and_(t.Channel.platform == platform, t.Channel.account == bindparam("place", type_=t.Channel.account.type))
    joined = (
        start.outerjoin(Seen, Seen.key == bindparam("key", type_=Seen.key.type))
        .outerjoin(t.Identity, ours)
        .outerjoin(t.Person, t.Person.id == t.Identity.person)
        .outerjoin(t.Channel, here)
        .outerjoin(t.Programme, t.Programme.id == t.Channel.programme)
        .outerjoin(t.Member, and_(t.Member.programme == t.Channel.programme, t.Member.person == t.Identity.person))
        .outerjoin(t.Release, t.Release.id == t.Channel.release)
        .outerjoin(
            t.ChannelMember,
            and_(t.ChannelMember.channel == t.Channel.id, t.ChannelMember.person == t.Identity.person),
        )
    )
    words = [column for shelf in _ARRIVING for column in shelf.columns]
    card = select(Delivery.id).where(Delivery.programme == t.Channel.programme, text(RUNNING)).limit(1)
    running = card.correlate(t.Channel).scalar_subquery()
    held = select(Review.id).where(Review.programme == t.Channel.programme, text(HELD)).limit(1)
    review = held.correlate(t.Channel).scalar_subquery()
    return Prepared(select(Seen.answer, t.ChannelMember.person, running, review, *words).select_from(joined))


_ARRIVING: Final[Sequence[Shelf[Any]]] = (PERSON, IDENTITY, CHANNEL, PROGRAMME, MEMBER, RELEASE)
_ARRIVE: Final = _arrive()
_MEMBERSHIPS: Final = _memberships()
_IDENTITIES: Final = Prepared(
    IDENTITY.select(t.Identity.person == bindparam("of", type_=t.Identity.person.type)).order_by(t.Identity.id)
)


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def arrive(self, key: str, sender: Sender, place: Place | None) -> Arrival:
        known = {"key": key, "platform": sender.platform, "workspace": sender.workspace, "account": sender.account}
        row = _ARRIVE.run(self._connection, known | {"place": place.account if place else None})[0]
        words: list[Any] = []
        at = 4  # behind the answer, the person in the channel, a running card and the review that is held
        for shelf in _ARRIVING:
            words.append(None if row[at] is None else shelf.word(row[at:]))
            at += len(shelf.columns)
        person, identity, channel, programme, member, release = words
        return Arrival(
            answer=row[0],
            person=person,
            identity=identity,
            channel=channel,
            programme=programme,
            member=member,
            release=release,
            here=row[1] is not None,
            cards=row[2] is not None,
            review=row[3],
        )

    def get(self, person: PersonId) -> Person | None:
        return PERSON.by(self._connection, id=person)

    def several(self, people: Sequence[PersonId]) -> Mapping[PersonId, Person]:
        return {one.id: one for one in PERSON.many(self._connection, PERSON.select(t.Person.id.in_(people)))}

    def by_email(self, email: str) -> Person | None:
        return PERSON.one(self._connection, t.Person.email_key == email.casefold())

    def add(self, person: Person) -> Person:
        return add(self._connection, PERSON, person)

    def save(self, person: Person) -> None:
        save(self._connection, PERSON, person)

    def add_identity(self, identity: Identity) -> Identity:
        return add(self._connection, IDENTITY, identity)

    def save_identity(self, identity: Identity) -> None:
        save(self._connection, IDENTITY, identity)

    def identities(self, person: PersonId) -> Sequence[Identity]:
        return [IDENTITY.word(row) for row in _IDENTITIES.run(self._connection, {"of": person})]

    def member(self, programme: ProgrammeId, person: PersonId) -> Member | None:
        return MEMBER.by(self._connection, programme=programme, person=person)

    def members(self, programme: ProgrammeId) -> Sequence[tuple[Member, Person]]:
        query = select(*MEMBER.columns, *PERSON.columns).join_from(t.Member, t.Person, t.Member.person == t.Person.id)
        return self._pairs(query, t.Member.programme == programme, PERSON)

    def memberships(self, person: PersonId) -> Sequence[tuple[Member, Programme]]:
        rows = _MEMBERSHIPS.run(self._connection, {"of": person})
        return [(MEMBER.word(row), PROGRAMME.word(row[len(MEMBER.columns) :])) for row in rows]

    def add_member(self, member: Member) -> Member:
        return add(self._connection, MEMBER, member)

    def save_member(self, member: Member) -> None:
        save(self._connection, MEMBER, member)

    def join(self, channel: ChannelId, person: PersonId) -> None:
        statement = insert_for(self._connection)(t.ChannelMember).values(channel=channel, person=person)
        self._connection.execute(statement.on_conflict_do_nothing())

    def leave(self, channel: ChannelId, person: PersonId) -> None:
        there = and_(t.ChannelMember.channel == channel, t.ChannelMember.person == person)
        self._connection.execute(delete(t.ChannelMember).where(there))

    def in_channel(self, channel: ChannelId) -> Sequence[PersonId]:
        query = select(t.ChannelMember.person).where(t.ChannelMember.channel == channel)
        found = self._connection.execute(query.order_by(t.ChannelMember.person)).scalars()
        return [PersonId(person) for person in found]

    def named(self, programme: ProgrammeId, words: str, *, left: bool = False) -> Sequence[Person]:
        wanted = words.strip().removeprefix("@").casefold()
        if not wanted:
            return []
        by_handle = select(t.Identity.person).where(t.Identity.handle_key == wanted)
        whole = or_(t.Person.name_key == wanted, t.Person.email_key == wanted, t.Person.id.in_(by_handle))
        exact = self._called(programme, whole, left=left)
        return exact or self._called(programme, t.Person.first_key == wanted, left=left)

    def _called(self, programme: ProgrammeId, called: ColumnElement[bool], *, left: bool) -> list[Person]:
        here = and_(t.Member.person == t.Person.id, t.Member.programme == programme)
        here = here if left else and_(here, t.Member.left.is_(False))
        query = PERSON.select(called, t.Person.forgotten.is_(False)).join_from(t.Person, t.Member, here)
        return PERSON.many(self._connection, query.order_by(t.Person.id))

    def _pairs(self, query: Any, which: ColumnElement[bool], other: Shelf[Any]) -> list[tuple[Member, Any]]:
        rows = self._connection.execute(query.where(which).order_by(t.Member.id))
        return [(MEMBER.word(row), other.word(row[len(MEMBER.columns) :])) for row in rows]
