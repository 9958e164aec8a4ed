"""Commands about releases, and about what earlier lessons came to in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.commands.ask import Ask, room_reads
from bot.commands.dates import show_date
from bot.commands.lessons import no_release
from bot.mistake import Mistake
from bot.ports import LessonFilter, Register
from bot.views.fit import shortened
from bot.views.names import counted
from bot.words.ids import NEW, CheckId, ReleaseId
from bot.words.lesson import Kind, Lesson
from bot.words.message import Button, Message, Reply, Row, Rows, Said, Section, Text, To, reply
from bot.words.release import Check, Release, ReleaseState

OPEN_STATES: Final = frozenset({ReleaseState.OPEN, ReleaseState.DELIVERED})
BRIEF: Final = 5
"""Lessons of each sort in a kick-off brief: what a team reads before it starts."""


def current(register: Register, ask: Ask) -> Release | None:
    """The release that is meant where none is named: the channel's, else the newest that is open or delivered."""
    if ask.release is not None and ask.release.state in OPEN_STATES:
        return ask.release
    running = [r for r in register.releases.all(ask.programme.id) if r.state in OPEN_STATES]
    return running[-1] if running else None


def meant(register: Register, ask: Ask) -> Release | Mistake:
    """The release that was named, or the current one."""
    name = ask.fields.text("release")
    found = register.releases.named(ask.programme.id, name) if name else current(register, ask)
    if found is None:
        return (
            no_release(register, ask, name)
            if name
            else Mistake("No release is open. Type: release open 24.4 live 12 Jan")
        )
    return found


def open_(ask: Ask, register: Register) -> Reply | Mistake:
    """`release open 24.3 [live DATE]`: opens it, binds this channel to it, and brings the kick-off brief."""
    name = ask.fields.text("release")
    known = register.releases.named(ask.programme.id, name)
    if known is not None and known.state is not ReleaseState.PLANNED:
        return Mistake(f"There is a release {known.name} already; it is {known.state.value}.")
    release = register.releases.add(
        Release(
            id=ReleaseId(NEW),
            programme=ask.programme.id,
            name=name,
            state=ReleaseState.OPEN,
            live=ask.fields.day(),
            opened_at=ask.now,
        )
    )
    if ask.channel is not None:
        register.programmes.save_channel(replace(ask.channel, release=release.id))
    title = f"Release {name} is open, {_live(release, ask.today)}."
    return Reply(
        (
            Said(_brief(ask, register, release, title), To.HERE if ask.channel else To.YOU),
            *([Said(_to_pin(ask, release), To.HERE)] if ask.channel else []),
        ),
        about=f"release {name}",
    )


def _live(release: Release, today: date) -> str:
    return f"live on {show_date(release.live, today)}" if release.live else "with no live date yet"


def _brief(ask: Ask, register: Register, release: Release, title: str) -> Message:
    """What the team should know before it starts; asks a check for each lesson that it names."""
    viewer = room_reads(ask) if ask.channel else ask.viewer
    carried = list(register.lessons.page(viewer, LessonFilter(carried=True), limit=BRIEF + 1))
    keeps = list(register.lessons.page(viewer, LessonFilter(kind=Kind.KEEP), limit=3))
    back = [lesson for lesson in register.lessons.page(viewer, LessonFilter(), limit=200) if lesson.again_confirmed]
    for lesson in {lesson.id: lesson for lesson in (*carried[:BRIEF], *back[:BRIEF], *keeps)}.values():
        register.releases.add_check(
            Check(id=CheckId(NEW), programme=ask.programme.id, release=release.id, lesson=lesson.id, at=ask.now)
        )
    sections: list[Section] = []
    if carried:
        total = register.lessons.count(viewer, LessonFilter(carried=True), up_to=200)
        sections.append(Text(f"{counted(total, 'lesson is', 'lessons are')} carried over with unfinished actions:"))
        sections.append(Rows(tuple(_row(lesson) for lesson in carried[:BRIEF])))
    if back:
        sections.append(Text(f"{counted(len(back), 'lesson has', 'lessons have')} come back:"))
        sections.append(Rows(tuple(_row(lesson) for lesson in back[:BRIEF])))
    if keeps:
        sections.append(Text("Worth repeating:"))
        sections.append(Rows(tuple(_row(lesson) for lesson in keeps)))
    if not sections:
        sections.append(Text("There are no earlier lessons to carry over. This release writes the first ones."))
        return Message(title, tuple(sections))
    return Message(
        f"{title} Before you start:", tuple(sections), (Button("Go through them", f"checks {release.name}"),)
    )


def _row(lesson: Lesson) -> Row:
    detail = counted(lesson.open_actions, "open action") if lesson.open_actions else ""
    return Row(lesson.reference, shortened(lesson.reads, 100), detail)


def _to_pin(ask: Ask, release: Release) -> Message:
    who = "everyone in this channel" if ask.channel and ask.channel.outside else f"{ask.programme.key}'s partners"
    return Message(
        f"Learnt keeps the lessons of {release.name}.",
        (Text(f"Write @Learnt improve or @Learnt keep, and what happened. Read by {who}."),),
        (
            Button("Something went well", "keep"),
            Button("Something to improve", "improve"),
            Button("See the list", f"list {release.name}"),
        ),
    )


def move(ask: Ask, register: Register) -> Reply | Mistake:
    """`release move DATE WHY`: the live date moves, and with it the dates of actions that follow it."""
    release, day = meant(register, ask), ask.fields.day()
    if isinstance(release, Mistake) or day is None:
        return release if isinstance(release, Mistake) else Mistake("To which date? Type: release move 19 Jan WHY")
    if release.state is ReleaseState.DELIVERED:
        return Mistake(f"{release.name} is live already, so its date stays.")
    register.releases.save(replace(release, live=day))
    return reply(
        f"{release.name} is now planned to go live on {show_date(day, ask.today)}: {ask.fields.text('why')}",
        to=To.HERE if ask.channel else To.YOU,
        about=f"release {release.name}",
        why=ask.fields.text("why"),
    )


def delivered(ask: Ask, register: Register) -> Reply | Mistake:
    """`release delivered [RELEASE]`: it is live; the session comes next."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    if release.state is not ReleaseState.OPEN:
        return Mistake(f"{release.name} is {release.state.value}, so it can't become live now.")
    register.releases.save(replace(release, state=ReleaseState.DELIVERED, live=ask.today, delivered_at=ask.now))
    total = register.lessons.count(ask.viewer, LessonFilter(release=release.id), up_to=200)
    return reply(
        f"{release.name} is live. {counted(total, 'lesson')} so far.",
        Text("Next comes the session with everyone who took part. Type: session schedule 3 Dec 14:00"),
        buttons=(Button("See the lessons", f"list {release.name}"),),
        to=To.HERE if ask.channel else To.YOU,
        about=f"release {release.name}",
    )


def close(ask: Ask, register: Register) -> Reply | Mistake:
    """`release close [RELEASE]`: the session was held and the report issued."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    if release.state is not ReleaseState.DELIVERED:
        return Mistake(f"{release.name} is {release.state.value}. Only a live release is closed: release delivered")
    register.releases.save(replace(release, state=ReleaseState.CLOSED, closed_at=ask.now))
    _unbind(register, release)
    return reply(f"{release.name} is closed.", about=f"release {release.name}")


def cancel(ask: Ask, register: Register) -> Reply | Mistake:
    """`release cancel [RELEASE]`: its lessons stay."""
    release = meant(register, ask)
    if isinstance(release, Mistake):
        return release
    if release.state not in {ReleaseState.OPEN, ReleaseState.PLANNED}:
        return Mistake(f"{release.name} is {release.state.value}, so it can't be cancelled.")
    register.releases.save(replace(release, state=ReleaseState.CANCELLED, closed_at=ask.now))
    _unbind(register, release)
    return reply(f"{release.name} is cancelled. Its lessons stay.", about=f"release {release.name}")


def _unbind(register: Register, release: Release) -> None:
    for channel in register.programmes.channels(release.programme):
        if channel.release == release.id:
            register.programmes.save_channel(replace(channel, release=None))


def list_(ask: Ask, register: Register) -> Reply | Mistake:
    """`release list`"""
    rows = tuple(
        Row(r.name, r.state.value, f"live {show_date(r.live, ask.today)}" if r.live else "")
        for r in reversed(register.releases.all(ask.programme.id))
    )
    if not rows:
        return reply("There is no release yet. Type: release open 24.4 live 12 Jan")
    return reply(f"Releases of {ask.programme.key}", Rows(rows[:20]))


def rename(ask: Ask, register: Register) -> Reply | Mistake:
    """`release rename 24.3 NAME`"""
    release, name = meant(register, ask), ask.fields.text("name")
    if isinstance(release, Mistake):
        return release
    if " " in name or register.releases.named(ask.programme.id, name):
        return Mistake("A release's name is one word that no other release has, such as 24.3.1")
    register.releases.save(replace(release, name=name))
    return reply(f"{release.name} is now called {name}.", about=f"release {name}")
