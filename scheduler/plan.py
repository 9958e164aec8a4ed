"""What falls due goes into the deliveries. Planning twice adds nothing: the deliveries' unique keys decide."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.commands.calendar import working_days
from bot.conversations import agenda, cards, handover, late, review_cycle
from bot.ports import OpenRegister, Register
from bot.rules.deadline import at_nine
from bot.rules.hours import hours_of
from bot.views.names import counted
from bot.words.heartbeat import Heartbeat
from bot.words.ids import NEW, PersonId
from bot.words.review import Review
from scheduler import nudges, previews, prompts, words

log = logging.getLogger("learnt.plan")

SILENCE = 3
"""Working days that somebody has to say whether an action is theirs."""
BATCH = 500
"""Rows a transaction: long enough to be quick, short enough that nobody waits for the writer."""


def plan(open_register: OpenRegister, now: datetime, ran: datetime | None = None) -> int:
    """Plan whatever is due by `now` (a UTC instant) and return how many messages that added.

    `ran` is when this process last did so; None at its start.
    """
    return sum(planning(open_register, now, ran))


def planning(open_register: OpenRegister, now: datetime, ran: datetime | None = None) -> Iterator[int]:
    """The same in steps, each a transaction that takes no longer than others can wait; yields what each added.

    The prompts of all reviews come before anything else, so that whatever gives way to them finds them there.
    """
    with open_register() as register:
        if _beat(register, now, ran):
            register.commit()
        due = [review for review in register.reviews.waiting() if review.at <= now]
        held = [_close_unheld(register, one, now) or agenda.post_when_due(register, one, now) for one in due]
        if _give_back(register, now) or any(held):
            register.commit()
        waiting = [review for review in register.reviews.waiting() if review.at > now]
    yield 0
    for review in waiting:
        yield previews.plan(open_register, review, now)
    for review in waiting:
        yield from prompts.planning(open_register, review, now, batch=BATCH)
    for review in waiting:
        yield from nudges.planning(open_register, review, now, batch=BATCH)
    yield from words.planning(open_register, now, batch=BATCH)


def _beat(register: Register, now: datetime, ran: datetime | None) -> bool:
    """Note that this ran, and say what is late where nothing did for long; whether there was anything to note.

    Whoever `ran` a moment ago knows that nothing had stopped: another replica's clock is behind, and noted an hour ago.
    """
    last = register.heart.last()
    if not register.heart.ticked(now):
        return False
    stopped = last is not None and last.is_late(now) and (ran is None or Heartbeat(ran).is_late(now))
    if last is not None and stopped and (found := late.tell(register, last, now)):
        log.warning(
            "nothing ran from %s to %s: %s late", f"{last.ticked_at:%F %T}", f"{now:%F %T}", counted(found, "thing")
        )
    return True


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
        days, zone = working_days(register, programme), programme.zoneinfo
        since = action.offered_at.astimezone(zone).date()
        if asked is not None:
            hours = hours_of(asked, programme, days)
            days, zone = hours.days, hours.zone
            since = max(hours.today(action.offered_at), asked.away_until or date.min)  # on leave nobody is silent
        if at_nine(days.add(since, SILENCE + 1), zone) <= now:
            handover.give_back(register, programme, action, now)
            cards.changed(register, programme.id, now)
            given_back = True
    return given_back
