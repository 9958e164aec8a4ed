"""What a coordinator is told on the working day before the prompts go out, and can still stop or change.

One message holds the reviews of all the programmes that somebody coordinates whose prompts go out next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.commands.calendar import working_days
from bot.conversations.answering import to_ask
from bot.conversations.unreached import Platforms, Unreached, unreached
from bot.dates.show import show_date
from bot.ports import Register
from bot.rules.deadline import prompt_at
from bot.rules.hours import hours_of
from bot.rules.working_days import WorkingDays
from bot.views.fit import ROWS, more_than
from bot.views.names import counted
from bot.words.ids import PersonId
from bot.words.message import Button, Message, Row, Rows, Section, Text, scoped
from bot.words.person import Person
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState


@dataclass(frozen=True, slots=True)
class Preview:
    """Before one review: how many people are asked about how many actions, whom that won't reach, and who has left."""

    people: int
    actions: int
    unreached: list[tuple[Person, Unreached]]
    left: list[tuple[Person, Button]]


def prompts_at(review: Review, programme: Programme, days: WorkingDays) -> datetime:
    """When most owners are asked, as a UTC instant: 09:00 in the programme's zone."""
    at = prompt_at(review.day, programme.zoneinfo, days)
    return max(at, review.ask_from or at)


def preview_day(review: Review, programme: Programme, days: WorkingDays) -> date:
    """The working day before the prompts go out."""
    return days.add(prompts_at(review, programme, days).astimezone(programme.zoneinfo).date(), -1)


def compose(register: Register, person: PersonId, day: date, now: datetime, platforms: Platforms) -> Message | None:
    """The preview of that day for this coordinator; None where no prompts are to come (any more)."""
    found: list[Message] = []
    for member, programme in register.people.memberships(person):
        review = register.reviews.current(programme.id)
        if review is None or review.state is not ReviewState.SCHEDULED or not member.coordinator or member.left:
            continue
        days = working_days(register, programme)
        if preview_day(review, programme, days) == day and prompts_at(review, programme, days) > now:
            message = of_review(register, programme, review, now, platforms)
            found += [scoped(message, programme.key)] if message else []
    if len(found) < 2:
        return found[0] if found else None
    sections: list[Section] = []
    for one in found:
        sections += [Rows((Row("", one.title, "", one.buttons),)), *one.sections]
    return Message(f"Prompts for {len(found)} reviews go out next.", tuple(sections))


def of_review(
    register: Register, programme: Programme, review: Review, now: datetime, platforms: Platforms
) -> Message | None:
    """The preview of one review; None where nobody is to be asked."""
    days = working_days(register, programme)
    seen = _look(register, programme, review, days, now, platforms)
    if not seen.people:
        return None
    zone = programme.zoneinfo
    today, at = now.astimezone(zone).date(), max(prompts_at(review, programme, days), now).astimezone(zone).date()
    when = "Today" if at == today else "Tomorrow" if (at - today).days == 1 else f"On {show_date(at, today)}"
    title = f"{when} I will ask {counted(seen.people, 'person', 'people')} about {counted(seen.actions, 'action')} "
    title += f"before the review of {programme.key} on {show_date(review.day, today)}"
    if review.held:
        title = f"{title.replace('I will ask', 'I would ask')}, but that is held back"
    if seen.unreached:
        title += (
            "; I can't reach them"
            if len(seen.unreached) == seen.people
            else (f"; I can't reach {len(seen.unreached)} of them")
        )
    sections: list[Section] = []
    if seen.unreached:
        rows = tuple(Row(who.name, why.why, "", (why.mends,)) for who, why in seen.unreached[:ROWS])
        sections.append(Rows(rows, more_than(len(seen.unreached), len(rows))))
    if seen.left:
        rows = tuple(Row(who.name, "", "", (button,)) for who, button in seen.left[:ROWS])
        sections += [
            Text(f"Left {programme.key}, and still asked about what is theirs:"),
            Rows(rows, more_than(len(seen.left), len(rows))),
        ]
    hold = Button("Go on", "prompts go") if review.held else Button("Hold", "prompts hold")
    buttons = (Button("Fine", "prompts fine"), hold, Button("Change", "prompts change"))
    return Message(f"{title}{':' if seen.unreached else '.'}", tuple(sections), buttons[1:] if review.held else buttons)


def _look(
    register: Register, programme: Programme, review: Review, days: WorkingDays, now: datetime, platforms: Platforms
) -> Preview:
    at = max(prompts_at(review, programme, days), now)
    seen = Preview(0, 0, [], [])
    people = actions = 0
    for owner in list(register.actions.owners(programme.id, unasked_in=review.id)):
        person = register.people.get(owner)
        asked, _ = to_ask(register, programme, owner, at) if person and not person.forgotten else ([], [])
        if person is None or not asked:
            continue
        people, actions = people + 1, actions + len(asked)
        if (why := unreached(register, review, hours_of(person, programme, days), asked, platforms)) is not None:
            seen.unreached.append((person, why))
        elif (member := register.people.member(programme.id, owner)) is None or member.left:
            seen.left.append((person, Button("Give it to somebody", f"give {asked[0].reference}")))
    return Preview(people, actions, seen.unreached, seen.left)
