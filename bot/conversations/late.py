"""What was late because nothing ran: said once to the coordinators, so that a silent stop is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.commands.calendar import working_days
from bot.conversations.leaving import tell_coordinators
from bot.conversations.preview import prompts_at
from bot.dates.show import show_date, show_time
from bot.ports import Register
from bot.rules.deadline import at_nine, nudge_days
from bot.views.names import counted
from bot.words.heartbeat import LATE, Heartbeat
from bot.words.message import Message, Text
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState


def tell(register: Register, beat: Heartbeat, now: datetime) -> int:
    """Tell the coordinators of each programme what fell due while nobody looked; return how much that was.

    What is told is late by more than a quarter of an hour. Each gap is told once, whichever replica finds it.
    """
    found = 0
    for programme in register.programmes.all():
        late, missed = list(_late(register, programme, beat, now)), list(_missed(register, programme, beat, now))
        if not late and not missed:
            continue
        found += len(late) + len(missed)
        since, until = _moment(beat.ticked_at, programme, now), _moment(now, programme, now)
        title = f"Nothing was sent for {programme.key} from {since} to {until}, as Learnt was not running."
        sections = [Text(f"Late, and on its way now: {'; '.join(late)}.")] if late else []
        sections += [Text(f"Not made up for: {'; '.join(missed)}.")] if missed else []
        key = f"late:{beat.ticked_at.isoformat()}"
        tell_coordinators(register, programme, key, Message(title, tuple(sections)), now)
    return found


def _moment(at: datetime, programme: Programme, now: datetime) -> str:
    local, today = at.astimezone(programme.zoneinfo), now.astimezone(programme.zoneinfo).date()
    return f"{show_date(local.date(), today)} at {show_time(local.time())}"


def _reviews(register: Register, programme: Programme, beat: Heartbeat) -> Iterator[Review]:
    for review in register.reviews.waiting():
        if review.programme == programme.id and not review.held and review.at > beat.ticked_at:
            yield review


def _late(register: Register, programme: Programme, beat: Heartbeat, now: datetime) -> Iterator[str]:
    """What is made up for: prompts that were not planned, and messages that waited."""
    days, today = working_days(register, programme), now.astimezone(programme.zoneinfo).date()
    for review in _reviews(register, programme, beat):
        due = prompts_at(review, programme, days)
        asked = bool(list(register.actions.owners(programme.id, unasked_in=review.id)))
        if review.state is ReviewState.SCHEDULED and _between(due, beat, now) and review.at > now and asked:
            yield f"the prompts for the review on {show_date(review.day, today)}, due on {_moment(due, programme, now)}"
    waiting = register.deliveries.overdue(programme.id, now - LATE)
    if waiting:
        yield counted(waiting, "message that waited", "messages that waited")


def _missed(register: Register, programme: Programme, beat: Heartbeat, now: datetime) -> Iterator[str]:
    """Nudges whose day has passed, where somebody has not answered."""
    days, today = working_days(register, programme), now.astimezone(programme.zoneinfo).date()
    for review in _reviews(register, programme, beat):
        if review.state is not ReviewState.PROMPTED:
            continue
        if not any(one.sent_at and one.asked and not one.answered_at for one in register.reviews.prompts(review.id)):
            continue
        for day in nudge_days(review.day, days):
            if day < today and _between(at_nine(day, programme.zoneinfo), beat, now):
                yield f"the nudges of {show_date(day, today)}"


def _between(due: datetime, beat: Heartbeat, now: datetime) -> bool:
    return beat.ticked_at < due <= now - LATE
