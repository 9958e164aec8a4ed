"""The nudges after a prompt that was not answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.commands.calendar import working_days
from bot.ports import OpenRegister, Register
from bot.rules.deadline import at_nine, nudge_days
from bot.rules.hours import hours_of
from bot.words.delivery import Delivery
from bot.words.review import Review, ReviewState
from scheduler.prompts import delivery_of


def plan(open_register: OpenRegister, review: Review, now: datetime) -> int:
    """Put today's nudges for whoever has not answered into the deliveries, and return how many that added.

    A quarter of an hour is looked at once, by whichever replica comes first: no zone has its 09:00 at another minute,
    and to look at ten thousand people takes more than a moment.
    """
    if review.state is not ReviewState.PROMPTED or review.held:
        return 0
    with open_register() as register:
        if not register.seen.once(f"nudges:{review.id}:{review.day}:{now:%Y-%m-%dT%H}:{now.minute // 15}", now):
            return 0
        added = register.deliveries.put(list(_nudges(register, review, now)))
        register.commit()
    return added


def _nudges(register: Register, review: Review, now: datetime) -> Iterator[Delivery]:
    """One whose day has passed is skipped."""
    programme = register.programmes.get(review.programme)
    if programme is None:
        return
    days = working_days(register, programme)
    for prompt in register.reviews.prompts(review.id):
        if prompt.sent_at is None or prompt.answered_at is not None:
            continue
        person = register.people.get(prompt.person)
        if person is None or person.paused or person.forgotten:
            continue
        hours = hours_of(person, programme, days)
        today = hours.today(now)
        if at_nine(today, hours.zone) > now or hours.today(prompt.sent_at) == today or hours.is_away(now):
            continue
        if today in nudge_days(review.day, hours.days, ask_again=prompt.ask_again, away_until=person.away_until):
            yield delivery_of(programme, review, prompt.person, "nudge", f"person-{prompt.person}:{today}", now)
