"""How a session looks: its count line, and the card that shows how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import LessonFilter, Register
from bot.views.fit import ROWS, shortened
from bot.words.lesson import Kind, Lesson
from bot.words.message import Button, Message, Row, Rows
from bot.words.person import Viewer
from bot.words.release import Release

MOST = 1_000
"""Lessons of one release that are looked through."""


def of_release(register: Register, viewer: Viewer, release: Release) -> list[Lesson]:
    """The lessons that this viewer may read of it, newest first."""
    return list(register.lessons.page(viewer, LessonFilter(release=release.id), limit=MOST))


def tally(lessons: Sequence[Lesson]) -> str:
    """ "12 to improve: 8 have an action, 3 accepted as they are, 1 to decide" """
    improve = [lesson for lesson in lessons if lesson.kind is not Kind.KEEP]
    having = sum(1 for lesson in improve if lesson.actions)
    accepted = sum(1 for lesson in improve if lesson.accepted_why is not None and not lesson.actions)
    left = len(improve) - having - accepted
    has = "has" if having == 1 else "have"
    return (
        f"{len(improve)} to improve: {having} {has} an action, {accepted} accepted as they are, {left} to decide"
        f" \u00b7 {len(lessons) - len(improve)} to keep"
    )


def card(register: Register, viewer: Viewer, release: Release, *, ended: bool = False) -> Message:
    """The session as it stands: counts, and the lessons that still need a decision. One that has ended has no buttons.

    Nothing that `viewer` may not read is shown or counted.
    """
    lessons = of_release(register, viewer, release)
    undecided = [
        lesson
        for lesson in reversed(lessons)
        if lesson.kind is not Kind.KEEP and not lesson.actions and lesson.accepted_why is None
    ]
    rows = tuple(
        Row(
            lesson.reference,
            shortened(lesson.reads, 140),
            f"same for {lesson.votes} more" if lesson.votes else "",
            () if ended else _decisions(lesson),
        )
        for lesson in undecided[:ROWS]
    )
    more = f"and {len(undecided) - ROWS} more" if len(undecided) > ROWS else ""
    see = Button("Show all", f"list {release.name}") if more and not ended else None
    buttons = (Button("Add a lesson", "improve"), Button("End the session", "session end"))
    return Message(
        f"Session about {release.name}{' (ended)' if ended else ''} \u00b7 {tally(lessons)}",
        (Rows(rows, more, see),) if rows else (),
        () if ended else buttons,
    )


def _decisions(lesson: Lesson) -> tuple[Button, ...]:
    return (
        Button("Add action", f"action {lesson.reference}"),
        Button("Accept as it is", f"accept {lesson.reference}"),
    )
