"""The words between reviews: whoever has an action that is about to fall due, or overdue, is looked at once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final

from bot.commands.calendar import working_days
from bot.conversations import between
from bot.ports import ActionFilter, OpenRegister, Register
from bot.rules.allowance import monday
from bot.rules.deadline import at_nine, quarter
from bot.rules.hours import hours_of
from bot.rules.recurrence import instant
from bot.rules.working_days import WorkingDays
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme

_ABROAD: Final = timedelta(days=7)
"""By how much two working days may be longer for an owner than for the programme: their bank holidays are others."""
_PAGE: Final = 500


def planning(open_register: OpenRegister, now: datetime, *, batch: int) -> Iterator[int]:
    """Put today's words into the deliveries, `batch` owners a transaction; yields how many each added.

    A quarter of an hour is looked at once, by whichever replica comes first: no zone has its 09:00 at another minute.
    """
    with open_register() as register:
        programmes = register.programmes.all()
    for programme in programmes:
        with open_register() as register:
            if not register.seen.once(f"words:{programme.id}:{quarter(now)}", now):
                continue
            days = working_days(register, programme)
            owners = _owners(register, programme, days, now)
            register.commit()
        queue = iter(owners)
        while some := list(islice(queue, batch)):
            with open_register() as register:
                added = sum(_look(register, programme, days, owner, now) for owner in some)
                register.commit()
            yield added


def _owners(register: Register, programme: Programme, days: WorkingDays, now: datetime) -> list[PersonId]:
    """Whoever owns something that is overdue or will soon be due, and was not prompted about it."""
    everything = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
    which = ActionFilter(due_before=days.add(now.date(), 2) + _ABROAD)
    week = instant(monday(now.date()) + timedelta(days=1), time(0), programme.zoneinfo)  # whatever the owner's zone
    owners: set[PersonId] = set()
    page = register.actions.page(everything, which, limit=_PAGE)
    while page:
        owners |= {action.owner for action in page if action.owner is not None and action.updated_at < week}
        page = register.actions.page(everything, which, limit=_PAGE, after=page[-1])
    review = register.reviews.current(programme.id)
    asked = {prompt.person for prompt in register.reviews.prompts(review.id)} if review else set[PersonId]()
    return sorted(owners - asked)


def _look(register: Register, programme: Programme, days: WorkingDays, owner: PersonId, now: datetime) -> int:
    person = register.people.get(owner)
    if person is None or person.paused or person.forgotten:
        return 0
    hours = hours_of(person, programme, days)
    today = hours.today(now)
    due = hours.next_moment(now)
    if at_nine(today, hours.zone) > now or hours.today(due) != today:
        return 0
    if not register.seen.once(f"word:person-{owner}:{today}", now) or not between.to_say(register, person, now):
        return 0
    row = Delivery(
        id=DeliveryId(NEW),
        key=f"word:person-{owner}:{today}",
        programme=programme.id,
        person=owner,
        compose="word",
        due=due,
        unasked=True,
    )
    return register.deliveries.put([row])
