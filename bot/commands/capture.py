"""Capturing a lesson: stored at once, and said how to change it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

from bot.commands import actions
from bot.commands.ask import Ask, room_reads
from bot.commands.shape import Fields
from bot.mistake import Mistake
from bot.ports import Register
from bot.rules.nhs_number import nhs_number
from bot.views.lesson import heading, stored_buttons
from bot.words.ids import NEW, LessonId
from bot.words.lesson import Kind, Lesson, Quoted
from bot.words.message import Button, Message, Quote, Reply, Said, Section, Text, To, reply
from bot.words.person import Audience, read_audience
from bot.words.release import Release

NOTICE: Final = (
    "What you write here is a record of {key} and could be disclosed. No personal or patient details, please."
)


def store(
    ask: Ask, register: Register, text: str, kind: Kind, *, anonymous: bool = False, release: Release | None = None
) -> Reply | Mistake:
    """Store a lesson and say what was stored and how to change it."""
    if (number := nhs_number(text)) and not ask.fields.text("sure"):
        return Mistake(
            f"{number} looks like an NHS number, so nothing is stored. Please write it without patient details.",
        )
    release = release or ask.release
    token = secrets.token_hex(4) if anonymous else None
    lesson = register.lessons.add(
        Lesson(
            id=LessonId(NEW),
            programme=ask.programme.id,
            number=NEW,
            kind=kind,
            text=text,
            area=ask.fields.text("area") or None,
            audience=_audience(ask),
            raised_by=None if anonymous else ask.person.id,
            raised_at=day_of(ask.now, ask) if anonymous else ask.now,
            anonymous=anonymous,
            release=release.id if release else None,
            link=None if anonymous else ask.incoming.link,
            token=token_hash(token) if token else None,
        )
    )
    if (author := ask.incoming.quoted) is not None and not anonymous:
        register.lessons.quote(
            Quoted(lesson=lesson.id, platform=author.platform, workspace=author.workspace, account=author.account)
        )
    stored = _stored_anonymously(ask, lesson, token) if token else _stored(ask, register, lesson, release)
    echoed = _echoed(ask, lesson, stored)
    return _with_action(ask, register, lesson, echoed) if ask.fields.text("action") else echoed


def _with_action(ask: Ask, register: Register, lesson: Lesson, stored: Reply) -> Reply | Mistake:
    """The action that the form brought along; where it can't be added, nothing is stored."""
    given = {name: value for name, value in ask.fields.values.items() if name in {"person", "date"}}
    fields = Fields({**given, "text": ask.fields.text("action")})
    added = actions.add(replace(ask, lesson=lesson, fields=fields), register)
    if isinstance(added, Mistake):
        return Mistake(f"{added.sentence} Nothing is stored yet.")
    return replace(stored, said=(*stored.said, *added.said), about=f"{stored.about} {added.about}", undo="")


def _audience(ask: Ask) -> Audience:
    chosen = read_audience(ask.fields.text("audience"))
    return ask.default_audience() if chosen is None else chosen


def _echoed(ask: Ask, lesson: Lesson, stored: Reply) -> Reply:
    """Where the channel echoes captures, everyone in it who may read the lesson sees it, without a name."""
    if ask.channel is None or not ask.channel.echo or lesson.audience > room_reads(ask).clearance:
        return stored
    seen = Message(f"New lesson {lesson.reference} \u00b7 {lesson.kind.value}", (Quote(lesson.text),))
    return replace(stored, said=(*stored.said, Said(seen, To.HERE)))


def _stored(ask: Ask, register: Register, lesson: Lesson, release: Release | None) -> Reply:
    sections: list[Section] = [Quote(lesson.text)]
    if lesson.kind is Kind.UNSORTED:
        sections.append(Text("Is that something to keep, or something to improve?"))
    if not ask.member.noticed:
        register.people.save_member(replace(ask.member, noticed=True))
        sections.append(Text(NOTICE.format(key=ask.programme.key)))
    buttons = stored_buttons(lesson)
    if lesson.release is None and ask.fits:
        sections.append(Text("Which release is it about?"))
        which = tuple(Button(r.name, f"set {lesson.reference} release {r.name}") for r in ask.fits[-2:])
        buttons = (*which, *buttons)
    return reply(
        f"Stored {heading(lesson, release, ask.programme)}",
        *sections,
        buttons=buttons,
        about=lesson.reference,
        undo=f"delete {lesson.reference}",
    )


def _stored_anonymously(ask: Ask, lesson: Lesson, token: str) -> Reply:
    said = f"Stored {lesson.reference} without your name. I can't show it as yours."
    where = (
        " Others here saw you type it." if ask.incoming.visible else ""
    ) + " Your organisation's own chat records may still hold it."
    buttons = (
        Button("Edit", f"edit {lesson.reference} ~{token}"),
        Button("Undo", f"undo {lesson.reference} {token}"),
    )
    return reply(said + where, Quote(lesson.text), buttons=buttons, about=lesson.reference)


def day_of(now: datetime, ask: Ask) -> datetime:
    """Noon UTC of the programme's day: all that is kept of when an anonymous lesson came."""
    day = now.astimezone(ask.programme.zoneinfo).date()
    return datetime.combine(day, time(12), tzinfo=UTC)


def token_hash(token: str) -> str:
    """What is kept of an anonymous author's key."""
    return hashlib.sha256(token.encode()).hexdigest()
