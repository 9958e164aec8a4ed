"""Between reviews: one word to an owner when an action is about to fall due, with what is overdue folded in.

It goes out two working days before a due date, if nothing was said of the action that week. In a week without one,
what is overdue is asked about once, on its first working day. Whoever was prompted for a review to come is asked by
that alone. One message holds what there is to say of all the programmes that somebody is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.commands.calendar import working_days
from bot.conversations import chasing
from bot.dates.show import show_date
from bot.ports import Register
from bot.rules.allowance import monday
from bot.rules.deadline import word_day
from bot.rules.hours import Hours, hours_of
from bot.rules.recurrence import instant
from bot.views import action as action_view
from bot.views.fit import ROWS
from bot.views.names import counted
from bot.words.action import Action
from bot.words.ids import PersonId
from bot.words.message import Button, Message, Rows, Section, Text, scoped
from bot.words.person import Person
from bot.words.programme import Programme


@dataclass(frozen=True, slots=True)
class _Of:
    """What is to be said of one programme's actions. `waits`: some of them will have a day of their own this week."""

    programme: Programme
    hours: Hours
    soon: list[Action]
    overdue: list[Action]
    waits: bool


def compose(register: Register, person: PersonId, now: datetime) -> Message | None:
    """What is to be said today, or None."""
    known = register.people.get(person)
    found = to_say(register, known, now) if known else []
    if not found:
        return None
    soon = [action for one in found for action in one.soon]
    overdue = [action for one in found for action in one.overdue]
    today = found[0].hours.today(now)
    sections: list[Section] = []
    for one in found:
        part = Message("", tuple(_rows(register, one, now)))
        named = (Text(f"{one.programme.name}:"),) if len(found) > 1 else ()
        sections += [*named, *scoped(part, one.programme.key).sections]
    if len(soon) == 1 and soon[0].due is not None:
        title = f"{soon[0].reference} is due on {show_date(soon[0].due, today)}."
    elif soon:
        title = f"{counted(len(soon), 'action')} of yours will be due soon."
    elif len(overdue) == 1 and overdue[0].due is not None:
        title = f"{overdue[0].reference} was due on {show_date(overdue[0].due, today)}. How does it stand?"
    else:
        title = f"{counted(len(overdue), 'action')} of yours are overdue. How do they stand?"
    return Message(title, tuple(sections))


def to_say(register: Register, person: Person, now: datetime) -> list[_Of]:
    """What there is to say to somebody today, programme by programme; empty where it is not the day for it."""
    found = [
        _of(register, programme, hours_of(person, programme, working_days(register, programme)), now)
        for _, programme in register.people.memberships(person.id)
    ]
    if any(one.soon for one in found):
        return [one for one in found if one.soon or one.overdue]
    if any(one.waits for one in found):
        return []
    return [one for one in found if one.overdue and one.hours.today(now) == _first_day(one.hours, now)]


def _of(register: Register, programme: Programme, hours: Hours, now: datetime) -> _Of:
    today = hours.today(now)
    review = register.reviews.current(programme.id)
    asked = review is not None and register.reviews.prompt(review.id, hours.person.id) is not None
    if asked or hours.is_away(now) or not hours.days.is_working(today):
        return _Of(programme, hours, [], [], waits=False)
    week = instant(monday(today), time(0), hours.zone)
    theirs = register.actions.open_of(programme.id, hours.person.id)
    silent = [(action, action.due) for action in theirs if action.due is not None and action.updated_at < week]
    days = {a.id: word_day(due, hours.days, away_until=hours.person.away_until) for a, due in silent if due >= today}
    sunday = monday(today) + timedelta(days=6)
    return _Of(
        programme,
        hours,
        soon=[action for action, _ in silent if days.get(action.id) == today],
        overdue=[action for action, due in silent if due < today],
        waits=any(today < day <= sunday for day in days.values()),
    )


def _first_day(hours: Hours, now: datetime) -> date:
    """The first working day of this week on which they are there."""
    first = hours.days.on_or_after(monday(hours.today(now)))
    away = hours.person.away_until
    return first if away is None or away < first else hours.days.add(away, 1)


def _rows(register: Register, one: _Of, now: datetime) -> list[Section]:
    today = one.hours.today(now)
    sections: list[Section] = []
    for title, actions in (("", one.soon), ("Overdue:" if one.soon else "", one.overdue)):
        if actions:
            rows = tuple(
                action_view.row(action, today, buttons=_buttons(register, action, one)) for action in actions[:ROWS]
            )
            left = len(actions) - len(rows)
            see = Button("Show all", "actions mine") if left > 0 else None
            sections += [*([Text(title)] if title else []), Rows(rows, f"and {left} more" if left > 0 else "", see)]
    return sections


def _buttons(register: Register, action: Action, one: _Of) -> tuple[Button, ...]:
    """An overdue action is not on track; where it waits for somebody else, they may be asked instead."""
    ref = action.reference
    done, new = Button("Done", f"done {ref}"), Button("New date", f"due {ref}")
    if action in one.soon:
        return done, *(chasing.offer(register, action) or (Button("On track", f"ontrack {ref}"),)), new
    return done, new, *(chasing.offer(register, action) or (Button("More", f"more {ref}"),))
