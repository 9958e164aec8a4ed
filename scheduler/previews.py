"""The coordinators' preview on the working day before the prompts go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.commands.calendar import working_days
from bot.conversations import preview
from bot.ports import OpenRegister, Register
from bot.rules.deadline import at_nine
from bot.rules.hours import hours_of
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId
from bot.words.review import Review, ReviewState


def plan(open_register: OpenRegister, review: Review, now: datetime) -> int:
    """Put the previews that are due by `now` into the deliveries, and return how many that added."""
    if review.state is not ReviewState.SCHEDULED or review.held:
        return 0
    with open_register() as register:
        added = register.deliveries.put(list(_previews(register, review, now)))
        if added:
            register.commit()
    return added


def _previews(register: Register, review: Review, now: datetime) -> Iterator[Delivery]:
    """One that can't be read before the prompts go out is of no use, and is left out."""
    programme = register.programmes.get(review.programme)
    if programme is None:
        return
    days = working_days(register, programme)
    prompts_at, day = preview.prompts_at(review, programme, days), preview.preview_day(review, programme, days)
    if prompts_at <= now or day > now.date() + timedelta(days=1):
        return
    for member, person in register.people.members(programme.id):
        if not member.coordinator or member.left or person.paused or person.forgotten:
            continue
        hours = hours_of(person, programme, days)
        due = hours.next_moment(now)
        if at_nine(day, hours.zone) > now or due >= prompts_at:
            continue
        yield Delivery(
            id=DeliveryId(NEW),
            key=f"preview:person-{person.id}:{day}",
            programme=programme.id,
            person=person.id,
            body=f"{day}",
            compose="preview",
            due=due,
            unasked=True,
        )
