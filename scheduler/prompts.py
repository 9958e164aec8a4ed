"""The prompts before a review: who is to be asked, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from bot.commands.calendar import working_days
from bot.ports import OpenRegister, Register
from bot.rules.deadline import asked_about, prompt_at, quarter
from bot.rules.hours import Hours, hours_of
from bot.rules.working_days import WorkingDays
from bot.words.action import Action
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId, PromptId
from bot.words.person import Audience, Person, Viewer
from bot.words.programme import Programme
from bot.words.review import Prompt, Review, ReviewState

_LATE: Final = timedelta(hours=1)
"""Whoever is not asked within so long of their time owned nothing then, or nothing ran."""


def planning(open_register: OpenRegister, review: Review, now: datetime, *, batch: int) -> Iterator[int]:
    """Put the prompts that are due by `now` into the deliveries, `batch` owners a transaction; yields how many."""
    if review.held:
        return
    with open_register() as register:
        programme = register.programmes.get(review.programme)
        if programme is None:
            return
        days = working_days(register, programme)
        owners = list(register.actions.owners(review.programme, unasked_in=review.id))
    queue = iter(owners)
    while some := list(islice(queue, batch)):
        with open_register() as register:
            added = _ask(register, programme, review, days, some, now)
            register.commit()
        yield added
    if review.state is ReviewState.PROMPTED:
        with open_register() as register:
            if not register.seen.once(f"again:review-{review.id}:{quarter(now)}", now):
                return  # somebody has looked at all of them in this quarter of an hour
            added = _ask_again(register, programme, review, days, now)
            register.commit()
        yield added


def _ask(
    register: Register,
    programme: Programme,
    review: Review,
    days: WorkingDays,
    owners: Sequence[PersonId],
    now: datetime,
) -> int:
    prompts: list[Prompt] = []
    deliveries: list[Delivery] = []
    people = register.people.several(owners)
    for owner in owners:
        due = _due(register, programme, review, days, people.get(owner), now)
        if due is None:
            continue
        prompts.append(
            Prompt(
                id=PromptId(NEW),
                programme=programme.id,
                review=review.id,
                person=owner,
                promised=review.day,
                at=due,
            )
        )
        deliveries.append(delivery_of(programme, review, owner, "prompt", f"person-{owner}", due))
    register.reviews.add_prompts(prompts)
    return register.deliveries.put(deliveries)


def _due(
    register: Register, programme: Programme, review: Review, days: WorkingDays, person: Person | None, now: datetime
) -> datetime | None:
    """When this owner is to be asked; None where that is not yet, or would be of no use any more."""
    if person is None or person.paused or person.forgotten:
        return None
    hours = hours_of(person, programme, days)
    at = _prompt_at(review, hours)
    if at > now or hours.is_away(now):
        return None
    due = hours.next_moment(now)
    if review.state is ReviewState.PROMPTED and now - at >= _LATE:  # the others were asked before
        asked = _old_enough(register, programme, person.id, asked_about(now, programme.zoneinfo, days))
        if not asked:
            return None  # they were told when it was given to them, and more would be too much
        due = hours.next_nine(now) if all(_given_since(register, action, at) for action in asked) else due
    return due if due < review.at else None  # too late to be of use; the agenda says that there was no answer


def _prompt_at(review: Review, hours: Hours) -> datetime:
    at = prompt_at(review.day, hours.zone, hours.days)
    return max(at, review.ask_from or at)


def _old_enough(register: Register, programme: Programme, owner: PersonId, before: datetime) -> list[Action]:
    return [action for action in register.actions.open_of(programme.id, owner) if action.created_at < before]


def _given_since(register: Register, action: Action, since: datetime) -> bool:
    """Whether it became its owner's at that instant or later."""
    everything = Viewer(programme=action.programme, person=None, clearance=Audience.PMO)
    history = register.actions.updates(everything, action.id) if action.updated_at >= since else ()
    return any(update.owner == action.owner and update.at >= since for update in history)


def _ask_again(register: Register, programme: Programme, review: Review, days: WorkingDays, now: datetime) -> int:
    """After a move, ask again whoever was promised a date that has passed since; the others were told of the move."""
    added = 0
    for prompt in register.reviews.prompts(review.id, promised_before=review.day):
        if prompt.sent_at is None:
            continue
        person = register.people.get(prompt.person)
        if person is None or person.paused or person.forgotten:
            continue
        hours = hours_of(person, programme, days)
        if prompt.ask_again is not None and hours.today(now) < prompt.ask_again:
            continue  # they asked for that day
        if hours.today(now) <= prompt.promised or _prompt_at(review, hours) > now or hours.is_away(now):
            continue
        key = f"person-{prompt.person}:{review.day.isoformat()}"
        due = hours.next_moment(now)
        added += register.deliveries.put([delivery_of(programme, review, prompt.person, "prompt", key, due)])
        register.reviews.save_prompt(replace(prompt, promised=review.day, answered_at=None, ask_again=None))
    return added


def delivery_of(
    programme: Programme, review: Review, person: PersonId, compose: str, key: str, due: datetime
) -> Delivery:
    """What a person is sent about a review, made when it is sent. `key` makes it unique among those of the review."""
    return Delivery(
        id=DeliveryId(NEW),
        key=f"{programme.key}:{compose}:review-{review.number}:{key}",
        programme=programme.id,
        person=person,
        body=f"{review.id}",
        compose=compose,
        due=due,
        unasked=True,
    )
