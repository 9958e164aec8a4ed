"""The review cycle: each review is planned by the programme's rule, closed, and followed by the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.commands.calendar import working_days
from bot.conversations import cards
from bot.conversations.leaving import tell_coordinators
from bot.dates.show import show_date, show_time
from bot.ports import ActionFilter, Register
from bot.rules.deadline import at_nine, next_nine, prompt_at
from bot.rules.recurrence import NotARule, ReviewRule, instant, next_review, read_rule
from bot.rules.working_days import WorkingDays
from bot.views.names import by_name, counted, listed
from bot.views.review import heard_from
from bot.words.ids import NEW, ReviewId
from bot.words.message import Button, Message, Text
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState

MOVED: Final = "moved by the PMO"
EARLY: Final = 10
"""Days by which a review that was moved may come before its usual day and still stand for it."""
UNHELD: Final = 2
"""Working days after which a review that nobody ran, or closed, closes by itself: the ones after it must not wait."""


def ask_from(day: date, programme: Programme, days: WorkingDays, now: datetime) -> datetime | None:
    """The next 09:00, where a review on `day` is less than the week ahead that its prompts want."""
    late = prompt_at(day, programme.zoneinfo, days) <= now
    return next_nine(now, programme.zoneinfo, days) if late else None


def plan_next(register: Register, programme: Programme, rule: ReviewRule, after: date, now: datetime) -> Review:
    """Add the review that follows `after` by the programme's rule."""
    days = working_days(register, programme)
    found = next_review(rule, after, days)
    moved = f"{_named(found.moved_from, found.why)} is {found.why}" if found.moved_from else None
    return register.reviews.add(
        Review(
            id=ReviewId(NEW),
            programme=programme.id,
            number=NEW,
            state=ReviewState.SCHEDULED,
            at=instant(found.day, rule.time, programme.zoneinfo),
            day=found.day,
            moved_why=moved,
            ask_from=ask_from(found.day, programme, days, now),
        )
    )


def _named(day: date, why: str | None) -> str:
    """The day by its name, unless its name is why it was left: "27 Dec is a Sunday"."""
    return f"{day:%-d %b}" if f"{day:%A}" in (why or "") else f"{day:%a %-d %b}"


def plan_following(register: Register, programme: Programme, review: Review, now: datetime) -> Review | None:
    """Add the review that follows this one, later than `now`; None where the programme has no rule."""
    today = now.astimezone(programme.zoneinfo).date()
    rule = read_rule(programme.review_rule, today) if programme.review_rule else None
    if rule is None or isinstance(rule, NotARule):
        return None
    after = max(review.day, today)
    usual = next_review(rule, after, working_days(register, programme)).day
    if review.moved_why == MOVED and usual - after < timedelta(days=EARLY):
        after = usual  # it was held early, in place of that one
    return plan_next(register, programme, rule, after, now)


def ask_no_more(register: Register, programme: Programme, review: Review) -> None:
    """What still waits to be sent before this review is sent no more."""
    for what in ("prompt", "nudge"):
        register.deliveries.cancel(f"{programme.key}:{what}:review-{review.number}:")


def close(register: Register, programme: Programme, review: Review, now: datetime) -> Review:
    """Count what is left open, remove the words that answers came in, and plan the next."""
    partners = Viewer(programme=programme.id, person=None, clearance=Audience.PARTNERS)
    left = register.actions.count(partners, ActionFilter(), up_to=100_000)
    closed = replace(review, state=ReviewState.CLOSED, closed_at=now, open_after=left)
    register.reviews.save(closed)
    register.actions.forget_words(review.id)
    cards.ended(register, programme, "review", now)
    ask_no_more(register, programme, review)
    plan_following(register, programme, review, now)
    return closed


def closes_itself(review: Review, programme: Programme, days: WorkingDays) -> datetime:
    """When it closes if nobody closes it, as a UTC instant."""
    return at_nine(days.add(review.day, UNHELD), programme.zoneinfo)


def _answered(register: Register, programme: Programme, review: Review) -> str:
    """Who did, though nobody ran it; for the coordinators."""
    everything = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
    actions = list(register.actions.all(everything))
    people = heard_from(register, review, actions, review.closed_at or review.at)
    return listed(sorted({by_name(register, person) for person in people}))


def close_unheld(register: Register, programme: Programme, review: Review, now: datetime) -> None:
    """Nobody did it, so the bot does, and the coordinators hear of it."""
    register.reviews.hold(programme.id)
    now_stands = register.reviews.by_id(review.id)
    if now_stands is None or now_stands.state in {ReviewState.CLOSED, ReviewState.CANCELLED}:
        return  # another replica, or a coordinator, has just done it, which plans the next one
    if now_stands.day != review.day or not register.seen.once(f"unheld:review-{review.id}", now):
        return
    today = now.astimezone(programme.zoneinfo).date()
    closed = close(register, programme, review, now)
    following = register.reviews.current(programme.id)
    done = "closed" if review.state is ReviewState.IN_SESSION else "ran"
    left = counted(closed.open_after or 0, "action is", "actions are")
    sections = [Text(f"{left} still open.")]
    if review.state is not ReviewState.IN_SESSION and (who := _answered(register, programme, closed)):
        sections.insert(0, Text(f"{who} answered."))
    if following is not None:
        at = following.at.astimezone(programme.zoneinfo)
        sections.append(Text(f"The next one is on {show_date(at.date(), today)} at {show_time(at.time())}."))
    title = f"Nobody {done} the lessons-learnt review of {programme.key} on {show_date(review.day, today)}, "
    button = Button("See the summary", f"{programme.key}: review summary")
    message = Message(f"{title}so I have closed it.", tuple(sections), (button,))
    tell_coordinators(register, programme, f"unheld:review-{review.number}", message, now)
