"""How a lesson looks: when it has been stored, in a list, and by itself."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.dates.show import show_date
from bot.views.fit import shortened
from bot.words.action import Action
from bot.words.lesson import Fate, Kind, Lesson, fate_of
from bot.words.message import Button, Message, Quote, Row, Rows, Section, Text
from bot.words.programme import Programme
from bot.words.release import Release


def readers(lesson: Lesson, programme: Programme) -> str:
    """Who may read it, as a phrase."""
    return f"read by {lesson.audience.words} in {programme.key}"


def heading(lesson: Lesson, release: Release | None, programme: Programme) -> str:
    """ "L-12 · improve · 24.3 · read by everyone in DCR" """
    place = release.name if release else "between releases"
    return " \u00b7 ".join((lesson.reference, lesson.kind.value, place, readers(lesson, programme)))


def kind_buttons(lesson: Lesson) -> tuple[Button, ...]:
    return (
        Button("Keep", f"set {lesson.reference} kind keep"),
        Button("Improve", f"set {lesson.reference} kind improve"),
    )


def stored_buttons(lesson: Lesson) -> tuple[Button, ...]:
    """What can be done with a lesson that has just been stored."""
    more = Button("More", f"more {lesson.reference}")
    if lesson.kind is Kind.UNSORTED:
        return (*kind_buttons(lesson), more)
    return (Button("Add action", f"action {lesson.reference}"), more)


def row(lesson: Lesson, *, buttons: tuple[Button, ...] = ()) -> Row:
    """A lesson in a list."""
    state = {
        Fate.OPEN: f"{lesson.open_actions} open" if lesson.open_actions else "",
        Fate.ACTED_ON: "acted on",
        Fate.ACCEPTED: "accepted as it is",
    }.get(fate_of(lesson), "")
    votes = f"same for {lesson.votes} more" if lesson.votes else ""
    detail = " \u00b7 ".join(part for part in (lesson.kind.value, state, votes) if part)
    return Row(lesson.reference, shortened(lesson.reads, 120), detail, buttons)


def page(title: str, lessons: list[Lesson], more: str = "", see: Button | None = None) -> Message:
    """A list of lessons."""
    rows = Rows(tuple(row(lesson) for lesson in lessons), more, see)
    return Message(title, (rows,))


def whole(
    lesson: Lesson,
    programme: Programme,
    release: Release | None,
    actions: list[tuple[Action, str]],
    *,
    by: str,
    zone: ZoneInfo,
    today: date,
) -> Message:
    """A lesson by itself, with its actions and where it came from. `actions` come with their owner's name."""
    sections: list[Section] = [Quote(lesson.reads)]
    if lesson.wording:
        sections.append(Text(f"As it was typed: \u201c{lesson.text}\u201d"))
    raised = show_date(lesson.raised_at.astimezone(zone).date(), today)
    facts = [f"Raised {by} on {raised}" if by else f"Raised on {raised}"]
    facts += [f"area: {lesson.area}"] if lesson.area else []
    facts += [f"same for {lesson.votes} more"] if lesson.votes else []
    facts += [f"accepted as it is: {lesson.accepted_why}"] if lesson.accepted_why else []
    facts += [lesson.link] if lesson.link else []
    sections.append(Text(" \u00b7 ".join(facts)))
    if lesson.note:
        sections.append(Text(f"Note: {lesson.note}"))
    if actions:
        rows = tuple(
            Row(
                action.reference,
                shortened(action.text, 120),
                " \u00b7 ".join(
                    (
                        action.status.value,
                        owner if action.owner else "no owner yet",
                        f"due {show_date(action.due, today)}" if action.due else "no date yet",
                    )
                ),
            )
            for action, owner in actions
        )
        sections.append(Rows(rows))
    buttons = (Button("Add action", f"action {lesson.reference}"), Button("More", f"more {lesson.reference}"))
    return Message(heading(lesson, release, programme), tuple(sections), buttons)
