"""What falls due goes into the deliveries. Planning twice adds nothing: the deliveries' unique keys decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.commands.calendar import working_days
from bot.conversations import agenda, cards, handover, review_cycle
from bot.ports import OpenRegister, Register
from bot.rules.deadline import at_nine, next_sending_moment, nudge_days, prompt_at
from bot.rules.working_days import WorkingDays
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId, PromptId
from bot.words.person import Person, zone_of
from bot.words.programme import Programme
from bot.words.review import Prompt, Review, ReviewState

SILENCE = 3
"""Working days that somebody has to say whether an action is theirs."""
BATCH = 500
"""Owners a transaction: long enough to be quick, short enough that nobody waits for the writer."""


def plan(open_register: OpenRegister, now: datetime) -> int:
    """Plan whatever is due by `now` (a UTC instant) and return how many messages that added."""
    return sum(planning(open_register, now))


def planning(open_register: OpenRegister, now: datetime) -> Iterator[int]:
    """The same in steps, each a transaction that takes no longer than others can wait; yields what each added."""
    with open_register() as register:
        due = [review for review in register.reviews.waiting() if review.at <= now]
        held = [_close_unheld(register, one, now) or agenda.post_when_due(register, one, now) for one in due]
        if _give_back(register, now) or any(held):
            register.commit()
        waiting = [review for review in register.reviews.waiting() if review.at > now]
    yield 0
    for review in waiting:
        yield from _plan_review(open_register, review, now)


def _close_unheld(register: Register, review: Review, now: datetime) -> bool:
    """Whether its time was over long ago, and it is closed now."""
    programme = register.programmes.get(review.programme)
    if programme is None or review_cycle.closes_itself(review, programme, working_days(register, programme)) > now:
        return False
    review_cycle.close_unheld(register, programme, review, now)
    return True


def _give_back(register: Register, now: datetime) -> bool:
    """Actions that nobody has said yes to in three working days go back to the coordinators; whether there were any."""
    given_back = False
    for action in register.actions.offered_before(now - timedelta(days=SILENCE), limit=BATCH):
        programme = register.programmes.get(action.programme)
        asked = register.people.get(action.offered_to or action.owner or PersonId(NEW))
        if programme is None or action.offered_at is None or (action.fine and action.offered_to is None):
            continue
        days = working_days(register, programme)
        theirs = _days_of(asked, days) if asked else days
        zone = zone_of(asked, programme.zone)
        if at_nine(theirs.add(action.offered_at.astimezone(zone).date(), SILENCE + 1), zone) <= now:
            handover.give_back(register, programme, action, now)
            cards.changed(register, programme.id, now)
            given_back = True
    return given_back


def _plan_review(open_register: OpenRegister, review: Review, now: datetime) -> Iterator[int]:
    with open_register() as register:
        programme = register.programmes.get(review.programme)
        owners = list(register.actions.owners(review.programme, unasked_in=review.id))
        days = working_days(register, programme) if programme else None
    if programme is None or days is None:
        return
    queue = iter(owners)
    while batch := list(islice(queue, BATCH)):
        with open_register() as register:
            added = _prompt(register, programme, review, days, batch, now)
            register.commit()
        yield added
    if review.state is ReviewState.PROMPTED:
        with open_register() as register:
            added = _ask_again(register, programme, review, days, now)
            added += register.deliveries.put(list(_nudges(register, programme, review, days, now)))
            register.commit()
        yield added


def _prompt(
    register: Register, programme: Programme, review: Review, days: WorkingDays, owners: list[PersonId], now: datetime
) -> int:
    prompts: list[Prompt] = []
    deliveries: list[Delivery] = []
    for owner in owners:
        person = register.people.get(owner)
        if person is None or person.paused or person.forgotten:
            continue
        theirs = _days_of(person, days)
        zone = zone_of(person, programme.zone)
        at = prompt_at(review.day, zone, theirs)
        if max(at, review.ask_from or at) > now or _is_away(person, zone, now):
            continue
        due = next_sending_moment(now, zone, theirs)
        if due >= review.at:
            continue  # too late to be of use; the agenda says that there was no answer
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
        deliveries.append(_delivery(programme, review, owner, "prompt", f"person-{owner}", due))
    register.reviews.add_prompts(prompts)
    return register.deliveries.put(deliveries)


def _ask_again(register: Register, programme: Programme, review: Review, days: WorkingDays, now: datetime) -> int:
    """After a move, ask again whoever was promised a date that has passed since; the others were told of the move."""
    added = 0
    for prompt in register.reviews.prompts(review.id):
        person = register.people.get(prompt.person)
        if person is None or person.paused or prompt.sent_at is None or prompt.promised >= review.day:
            continue
        zone, theirs = zone_of(person, programme.zone), _days_of(person, days)
        at = prompt_at(review.day, zone, theirs)
        if now.astimezone(zone).date() <= prompt.promised or max(at, review.ask_from or at) > now:
            continue
        if _is_away(person, zone, now):
            continue
        key = f"person-{prompt.person}:{review.day.isoformat()}"
        due = next_sending_moment(now, zone, theirs)
        added += register.deliveries.put([_delivery(programme, review, prompt.person, "prompt", key, due)])
        register.reviews.save_prompt(replace(prompt, promised=review.day, answered_at=None))
    return added


def _is_away(person: Person, zone: ZoneInfo, now: datetime) -> bool:
    """Whether they are on leave; whatever would come then waits until they are back."""
    return person.away_until is not None and now.astimezone(zone).date() <= person.away_until


def _days_of(person: Person, days: WorkingDays) -> WorkingDays:
    """The person's own bank holidays where their region is known, with the programme's quiet periods."""
    return WorkingDays(region=person.region, quiet=days.quiet) if person.region else days


def _delivery(
    programme: Programme, review: Review, person: PersonId, compose: str, key: str, due: datetime
) -> Delivery:
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


def _nudges(
    register: Register, programme: Programme, review: Review, days: WorkingDays, now: datetime
) -> Iterator[Delivery]:
    """Today's nudge for whoever has not answered. One whose day has passed is skipped."""
    for prompt in register.reviews.prompts(review.id):
        if prompt.sent_at is None or prompt.answered_at is not None:
            continue
        person = register.people.get(prompt.person)
        if person is None or person.paused or person.forgotten:
            continue
        zone = zone_of(person, programme.zone)
        today = now.astimezone(zone).date()
        asked_today = prompt.sent_at.astimezone(zone).date() == today
        if asked_today or _is_away(person, zone, now) or at_nine(today, zone) > now:
            continue
        theirs = _days_of(person, days)
        if today in nudge_days(review.day, theirs, ask_again=prompt.ask_again, away_until=person.away_until):
            yield _delivery(programme, review, prompt.person, "nudge", f"person-{prompt.person}:{today}", now)
