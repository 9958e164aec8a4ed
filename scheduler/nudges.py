"""The nudges after a prompt that was not answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from bot.commands.calendar import working_days
from bot.ports import OpenRegister, Register
from bot.rules.deadline import at_nine, nudge_days, quarter
from bot.rules.hours import hours_of
from bot.rules.working_days import WorkingDays
from bot.words.delivery import Delivery
from bot.words.programme import Programme
from bot.words.review import Prompt, Review, ReviewState
from scheduler.prompts import delivery_of


def planning(open_register: OpenRegister, review: Review, now: datetime, *, batch: int) -> Iterator[int]:
    """Put today's nudges for whoever has not answered into the deliveries, `batch` a transaction; yields how many.

    A quarter of an hour is looked at once, by whichever replica comes first: no zone has its 09:00 at another minute.
    """
    if review.state is not ReviewState.PROMPTED or review.held:
        return
    with open_register() as register:
        programme = register.programmes.get(review.programme)
        if programme is None or not register.seen.once(f"nudges:review-{review.id}:{quarter(now)}", now):
            return
        days = working_days(register, programme)
        prompts = register.reviews.prompts(review.id)
        queue = iter([one for one in prompts if one.sent_at is not None and one.answered_at is None])
        register.commit()
    while some := list(islice(queue, batch)):
        with open_register() as register:
            found = (_nudge(register, programme, review, days, one, now) for one in some)
            added = register.deliveries.put([nudge for nudge in found if nudge is not None])
            register.commit()
        yield added


def _nudge(
    register: Register, programme: Programme, review: Review, days: WorkingDays, prompt: Prompt, now: datetime
) -> Delivery | None:
    """Today's, if today is a day for it. One whose day has passed is skipped."""
    person = register.people.get(prompt.person)
    if person is None or person.paused or person.forgotten or prompt.sent_at is None:
        return None
    hours = hours_of(person, programme, days)
    today = hours.today(now)
    if at_nine(today, hours.zone) > now or hours.today(prompt.sent_at) == today or hours.is_away(now):
        return None
    if today not in nudge_days(review.day, hours.days, ask_again=prompt.ask_again, away_until=person.away_until):
        return None
    return delivery_of(programme, review, prompt.person, "nudge", f"person-{prompt.person}:{today}", now)
