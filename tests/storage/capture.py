"""What happens in the register when somebody writes down a lesson."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from bot.words.audit import Entry
from bot.words.ids import NEW, AuditId, ChannelId, IdentityId, LessonId, MemberId, PersonId, ProgrammeId
from bot.words.incoming import Place, Sender
from bot.words.lesson import Kind, Lesson
from bot.words.person import Identity, Member, Person, Platform, Side, Viewer, viewer_of
from bot.words.programme import Channel, Programme
from storage.engine import Store
from storage.register import SqlRegister

NOW: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
SENDER: Final = Sender(platform=Platform.CONSOLE, account="priya")
PLACE: Final = Place(account="dcr", name="dcr")


def furnish(store: Store, key: str = "DCR") -> Viewer:
    """A programme with a channel and Priya in it."""
    with store.open() as register:
        people, programmes = register.people, register.programmes
        programme = programmes.add(Programme(id=ProgrammeId(NEW), key=key, name="Data Centre Refresh"))
        person = people.add(Person(id=PersonId(NEW), name="Priya Shah", email=f"priya@{key}.example"))
        account = key if key != "DCR" else "dcr"
        channel = programmes.add_channel(
            Channel(
                id=ChannelId(NEW),
                programme=programme.id,
                platform=Platform.CONSOLE,
                workspace="",
                account=account,
                name=account,
            )
        )
        people.add_identity(
            Identity(
                id=IdentityId(NEW),
                person=person.id,
                platform=Platform.CONSOLE,
                workspace="",
                account="priya" if key == "DCR" else f"priya-{key}",
                handle="priya",
            )
        )
        member = people.add_member(Member(id=MemberId(NEW), programme=programme.id, person=person.id, side=Side.INSIDE))
        people.join(channel.id, person.id)
        register.commit()
    return viewer_of(member)


def lesson(viewer: Viewer, text: str) -> Lesson:
    return Lesson(
        id=LessonId(NEW),
        programme=viewer.programme,
        number=0,
        kind=Kind.IMPROVE,
        text=text,
        raised_by=viewer.person,
        raised_at=NOW,
    )


def capture(register: SqlRegister, viewer: Viewer, key: str, text: str = "The feeds were late") -> Lesson:
    """All that the dispatcher does for one lesson, but for the commit."""
    arrival = register.people.arrive(key, SENDER, PLACE)
    assert arrival.programme is not None
    added = register.lessons.add(lesson(viewer, text))
    register.seen.add(key, "[]", NOW)
    register.audit.add(
        Entry(
            id=AuditId(NEW),
            at=NOW,
            programme=arrival.programme.id,
            person=viewer.person,
            what="lesson",
            about=added.reference,
        )
    )
    return added
