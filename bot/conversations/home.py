"""What somebody finds when they open the bot: what is theirs, what comes next, and what needs a coordinator."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.conversations import leaving
from bot.dates.show import show_date, show_time
from bot.ports import ActionFilter, LessonFilter, Register
from bot.views import action as action_view
from bot.views import lesson as lesson_view
from bot.views.fit import MANY, ROWS, more_than
from bot.views.names import counted
from bot.words.lesson import Kind
from bot.words.message import Button, Message, Row, Rows, Section, Text, scoped
from bot.words.person import Person, Viewer, viewer_of, zone_of
from bot.words.programme import Programme

RAISED: Final = 5
"""Of one's own lessons, the newest that are shown at once."""


def home(register: Register, person: Person, now: datetime) -> tuple[Message, ...]:
    """One message a part, programme by programme. `now` is a UTC instant."""
    places = leaving.places(register, person.id, now)
    if not places:
        return (
            Message(
                "Learnt",
                (Text("You are in no programme yet. In your team's channel, type: /lesson setup and its name."),),
            ),
        )
    parts: list[Message] = []
    for member, programme in places:
        viewer = viewer_of(member)
        today = now.astimezone(zone_of(person, programme.zone)).date()
        found = [_mine(register, viewer, programme, person, today)]
        found += [_needed(register, viewer, programme, person, now)] if member.coordinator else []
        found += [_next_review(register, programme, person, today)]
        found += [] if member.left else [_raised(register, viewer, programme, person)]
        parts += [scoped(part, programme.key) for part in found]
    return tuple(parts)


def _mine(register: Register, viewer: Viewer, programme: Programme, person: Person, today: date) -> Message:
    which = ActionFilter(owner=person.id)
    shown = register.actions.page(viewer, which, limit=ROWS)
    if not shown:
        return Message(f"{programme.name}: your actions", (Text("Nothing open. That is how it should be."),))
    rows = tuple(action_view.row(a, today, buttons=action_view.answer_buttons(a, today)) for a in shown)
    more = more_than(register.actions.count(viewer, which, up_to=MANY), len(rows))
    see = Button("Show all", "actions mine") if more else None
    return Message(f"{programme.name}: your actions", (Rows(rows, more, see),))


def _needed(register: Register, viewer: Viewer, programme: Programme, person: Person, now: datetime) -> Message:
    """What a coordinator has to see to, each with the button that leads there."""
    unsorted = register.lessons.count(viewer, LessonFilter(kind=Kind.UNSORTED), up_to=MANY)
    incomplete = register.actions.count(viewer, ActionFilter(incomplete=True), up_to=MANY)
    dead = len(register.deliveries.dead(programme.id, limit=MANY))
    rows = tuple(
        Row(counted(number, one, many), "", "", (button,))
        for number, one, many, button in (
            (unsorted, "lesson to sort", "lessons to sort", Button("Sort them", "list unsorted")),
            (incomplete, "action without owner or date", "actions without owner or date", Button("See", "actions")),
            (dead, "message not delivered", "messages not delivered", Button("See why", "undelivered")),
        )
        if number
    )
    review = register.reviews.current(programme.id)
    if review is not None and review.held:
        held = f"The prompts for the review on {show_date(review.day, now.date())} are held back"
        rows = (*rows, Row(held, "", "", (Button("Go on", "prompts go"),)))
    first: tuple[Section, ...] = (Rows(rows),) if rows else (Text("Nothing needs you now."),)
    return Message("What needs you as a coordinator", (*first, Text(_runs(register, programme, person, now))))


def _runs(register: Register, programme: Programme, person: Person, now: datetime) -> str:
    """When reminders last ran: one that stops is noticed by nothing else."""
    beat, zone = register.heart.last(), zone_of(person, programme.zone)
    if beat is None:
        return "Reminders have not run yet: they do once learnt serve is started, or learnt run-due by cron."

    def shown(at: datetime) -> str:
        local = at.astimezone(zone)
        return f"{show_date(local.date(), now.astimezone(zone).date())} at {show_time(local.time())}"

    sent = f" The last message went out on {shown(beat.sent_at)}." if beat.sent_at else ""
    if beat.is_late(now):
        return f"Reminders have not run since {shown(beat.ticked_at)}. Whoever runs Learnt can start it again.{sent}"
    return f"Reminders last ran on {shown(beat.ticked_at)}.{sent}"


def _next_review(register: Register, programme: Programme, person: Person, today: date) -> Message:
    review = register.reviews.current(programme.id)
    if review is None:
        return Message("The next review", (Text("None is planned."),))
    at = review.at.astimezone(zone_of(person, programme.zone))
    return Message("The next review", (Text(f"{show_date(at.date(), today)} at {show_time(at.time())}"),))


def _raised(register: Register, viewer: Viewer, programme: Programme, person: Person) -> Message:
    which = LessonFilter(raised_by=person.id)
    shown = register.lessons.page(viewer, which, limit=RAISED)
    write = (Button("Something went well", "keep"), Button("Something to improve", "improve"))
    if not shown:
        return Message(f"What you raised in {programme.key}", (Text("Nothing yet."),), write)
    more = more_than(register.lessons.count(viewer, which, up_to=MANY), len(shown))
    see = Button("Show all", "list mine") if more else None
    rows = Rows(tuple(lesson_view.row(lesson) for lesson in shown), more, see)
    return Message(f"What you raised in {programme.key}", (rows,), write)
