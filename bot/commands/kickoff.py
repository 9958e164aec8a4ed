"""What a team is told when a release opens: what was learnt before it starts, and how to write down more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.commands.ask import Ask, room_reads
from bot.ports import LessonFilter, Register
from bot.views import action as action_view
from bot.views.fit import MANY, more_than, shortened
from bot.views.names import counted
from bot.words.ids import NEW, CheckId
from bot.words.lesson import Kind, Lesson
from bot.words.message import Button, Message, Row, Rows, Section, Text
from bot.words.person import Viewer
from bot.words.release import Check, Release

BRIEF: Final = 5
"""Lessons of each sort in a kick-off brief: what a team reads before it starts."""


def brief(ask: Ask, register: Register, release: Release, title: str) -> Message:
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
        total = register.lessons.count(viewer, LessonFilter(carried=True), up_to=MANY)
        sections.append(Text(f"{counted(total, 'lesson is', 'lessons are')} carried over with unfinished actions:"))
        rows = tuple(_unfinished(register, viewer, lesson, ask.today) for lesson in carried[:BRIEF])
        more = more_than(total, len(rows))
        sections.append(Rows(rows, more, Button("Show all actions", "actions") if more else None))
    if back:
        sections.append(Text(f"{counted(len(back), 'lesson has', 'lessons have')} come back:"))
        sections.append(Rows(tuple(_row(lesson) for lesson in back[:BRIEF])))
    if keeps:
        sections.append(Text("Worth repeating:"))
        sections.append(Rows(tuple(_row(lesson) for lesson in keeps)))
    sections += _between(register, viewer, release)
    if not sections:
        sections.append(Text("There are no earlier lessons to carry over. This release writes the first ones."))
        return Message(title, tuple(sections))
    return Message(
        f"{title} Before you start:", tuple(sections), (Button("Go through them", f"checks {release.name}"),)
    )


def _between(register: Register, viewer: Viewer, release: Release) -> list[Section]:
    """Lessons written while no release was open, each of which may belong to this one."""
    loose = list(register.lessons.page(viewer, LessonFilter(between=True), limit=BRIEF))
    if not loose:
        return []
    total = register.lessons.count(viewer, LessonFilter(between=True), up_to=MANY)
    rows = tuple(
        replace(
            _row(lesson),
            buttons=(Button(f"Put it into {release.name}", f"set {lesson.reference} release {release.name}"),),
        )
        for lesson in loose
    )
    return [Text("Written between releases, so in none of them:"), Rows(rows, more_than(total, len(rows)))]


def _unfinished(register: Register, viewer: Viewer, lesson: Lesson, today: date) -> Row:
    """A lesson with how the first of its open actions stands."""
    actions = [action for action in register.actions.of_lesson(viewer, lesson.id) if action.is_open]
    more = f", and {len(actions) - 1} more" if len(actions) > 1 else ""
    detail = f"{actions[0].reference} {action_view.stands(actions[0], today)}{more}" if actions else ""
    return Row(lesson.reference, shortened(lesson.reads, 100), detail)


def _row(lesson: Lesson) -> Row:
    detail = counted(lesson.open_actions, "open action") if lesson.open_actions else ""
    return Row(lesson.reference, shortened(lesson.reads, 100), detail)


def to_pin(ask: Ask, release: Release) -> Message:
    """How anybody writes a lesson in this channel, guests too."""
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
