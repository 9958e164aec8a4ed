"""Commands about the monthly review: when it is, running it, closing it, its summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.commands import summaries
from bot.commands.ask import Ask, room_reads
from bot.commands.calendar import working_days
from bot.conversations import agenda, cards, review_cycle
from bot.conversations.handover import tell
from bot.dates.show import show_date, show_time
from bot.mistake import Mistake
from bot.ports import Register
from bot.rules.deadline import prompt_at
from bot.rules.recurrence import NotARule, instant, read_rule
from bot.views import agenda as agenda_view
from bot.views import review as review_view
from bot.views.names import listed
from bot.words.message import Button, Reply, Said, Text, To, reply
from bot.words.person import zone_of
from bot.words.programme import Channel
from bot.words.review import Review, ReviewState

_ENDS: Final = (".", "?", "!")
"""What a reason may end with by itself."""


def _moved(review: Review) -> str:
    return (
        "Moved from its usual day by the PMO."
        if review.moved_why == review_cycle.MOVED
        else f"Not on its usual day, as {review.moved_why}."
    )


def when(review: Review, ask: Ask) -> str:
    """ "Tue 1 Dec at 10:00", in the reader's zone."""
    at = review.at.astimezone(ask.zone)
    return f"{show_date(at.date(), ask.today)} at {show_time(at.time())}"


def schedule(ask: Ask, register: Register) -> Reply | Mistake:
    """`review schedule RULE`: the rule by which reviews come, from the next one on."""
    rule = read_rule(ask.fields.text("rule"), ask.today)
    if isinstance(rule, NotARule):
        return Mistake(rule.sentence)
    register.reviews.hold(ask.programme.id)
    programme = replace(ask.programme, review_rule=rule.text)
    register.programmes.save(programme)
    review = register.reviews.current(programme.id)
    if review is not None and review.state is ReviewState.SCHEDULED:
        register.reviews.save(replace(review, state=ReviewState.CANCELLED))
        review = None
    review = review or review_cycle.plan_next(register, programme, rule, ask.today, ask.now)
    days = working_days(register, programme)
    asked = (review.ask_from or prompt_at(review.day, programme.zoneinfo, days)).astimezone(ask.zone)
    return reply(
        f"Reviews are held {_of_rule(rule.text)}. The next is on {when(review, ask)}.",
        *([Text(_moved(review))] if review.moved_why else []),
        Text(f"Owners of open actions are asked on {show_date(asked.date(), ask.today)} at 09:00, where they are."),
        buttons=(Button("Invitation for calendars", "review invitation"),),
        about=f"review {review.number}",
    )


def _of_rule(text: str) -> str:
    """ "on the first Tuesday at 10:00" """
    days, _, at = text.rpartition(" ")
    if text.startswith("every") or ":" not in at:
        return text
    return f"{'' if days.startswith('monthly') else 'on the '}{days} at {at}"


def show(ask: Ask, register: Register) -> Reply | Mistake:
    """`review`: when the next one is, and how it stands."""
    review = register.reviews.current(ask.programme.id)
    if review is None:
        return Mistake("No review is planned. Type: review schedule first Tuesday 10:00")
    if review.state is ReviewState.IN_SESSION:
        message = agenda_view.as_it_stands(register, ask.programme, room_reads(ask), review, ask.today)
        return Reply((Said(message),))
    said = f"The next review is on {when(review, ask)}."
    if not ask.member.coordinator:  # how many are asked would tell of actions that are hidden from the reader
        return reply(said)
    total, answered, _ = review_view.answers(register, review)
    return reply(f"{said} {total} asked so far, {answered} answered.", buttons=(Button("Start it", "review start"),))


def _current(ask: Ask, register: Register) -> Review | Mistake:
    """The one that is to be changed: of two who press at once, the second finds what the first has made of it."""
    register.reviews.hold(ask.programme.id)
    review = register.reviews.current(ask.programme.id)
    return review or Mistake("No review is planned. Type: review schedule first Tuesday 10:00")


def _not_in_session(review: Review | Mistake) -> Review | Mistake:
    if isinstance(review, Review) and review.state is ReviewState.IN_SESSION:
        return Mistake("The review is being held now. Close it first.", (Button("Close the review", "review close"),))
    return review


def _tell_prompted(ask: Ask, register: Register, review: Review, key: str, sentence: Callable[[str], str]) -> None:
    """Tell whoever was asked; `sentence` is given the review's time as it is where they are."""
    for prompt in register.reviews.prompts(review.id):
        if prompt.sent_at is not None:
            zone = zone_of(register.people.get(prompt.person), ask.programme.zone)
            at, today = review.at.astimezone(zone), ask.now.astimezone(zone).date()
            said = sentence(f"{show_date(at.date(), today)} at {show_time(at.time())}")
            tell(register, ask, prompt.person, f"{key}:review-{review.number}:person-{prompt.person}", said, "")


def move(ask: Ask, register: Register) -> Reply | Mistake:
    """`review move DATE [TIME]`: nobody is asked twice; who was told the old date hears of the new one."""
    review, day = _not_in_session(_current(ask, register)), ask.fields.day()
    if isinstance(review, Mistake) or day is None:
        return review if isinstance(review, Mistake) else Mistake("To which date? Type: review move 8 Dec 10:00")
    at = ask.fields.time() or review.at.astimezone(ask.programme.zoneinfo).time()
    days = working_days(register, ask.programme)
    moved = replace(
        agenda.end(register, ask.programme, review, ask.now),
        at=instant(day, at, ask.programme.zoneinfo),
        day=day,
        moved_why=review_cycle.MOVED,
        moves=review.moves + 1,
        ask_from=review_cycle.ask_from(day, ask.programme, days, ask.now),
    )
    if moved.at <= ask.now:
        return Mistake("That moment has passed. Type a later one, such as: review move 8 Dec 10:00")
    register.reviews.save(moved)
    sentence = f"The lessons-learnt review of {ask.programme.key} is now on {{}}."
    told = f"{sentence} What you answered stands."
    _tell_prompted(ask, register, moved, f"moved-{day.isoformat()}", told.format)
    closed = days.why_not(day)
    mind = [Text(f"Mind that {show_date(day, ask.today)} is {closed}.")] if closed else []
    new = Button("New invitation for calendars", "review invitation")
    return reply(sentence.format(when(moved, ask)), *mind, buttons=(new,), about=f"review {review.number}")


def skip(ask: Ask, register: Register) -> Reply | Mistake:
    """`review skip`: this one is left out; the next follows the rule."""
    return _call_off(ask, register, "")


def cancel(ask: Ask, register: Register) -> Reply | Mistake:
    """`review cancel WHY`"""
    return _call_off(ask, register, ask.fields.text("why"))


def _call_off(ask: Ask, register: Register, why: str) -> Reply | Mistake:
    review = _not_in_session(_current(ask, register))
    if isinstance(review, Mistake):
        return review
    register.reviews.save(replace(review, state=ReviewState.CANCELLED, closed_at=ask.now))
    cards.ended(register, ask.programme, "review", ask.now)
    review_cycle.ask_no_more(register, ask.programme, review)
    register.actions.forget_words(review.id)  # it will never close

    def sentence(at: str) -> str:
        reason = f": {why}" if why else ""
        return f"The review of {ask.programme.key} on {at} is off{reason}{'' if why.endswith(_ENDS) else '.'}"

    _tell_prompted(ask, register, review, "off", sentence)
    following = review_cycle.plan_following(register, ask.programme, review, ask.now)
    after = f" The next is on {when(following, ask)}." if following else ""
    out = Button("Take it out of calendars", f"review invitation {review.number}")
    return reply(sentence(when(review, ask)) + after, buttons=(out,), about=f"review {review.number}", why=why)


def start(ask: Ask, register: Register) -> Reply | Mistake:
    """`review start`: the agenda, those that need talking about first."""
    review = _current(ask, register)
    if isinstance(review, Mistake):
        return review
    if review.state is ReviewState.IN_SESSION:
        return Mistake("The review is in session already.", (Button("Close it", "review close"),))
    if (over := _just_closed(ask, register, review)) is not None:
        return over
    review = replace(review, state=ReviewState.IN_SESSION, started_at=ask.now, run_by=ask.person.id)
    register.reviews.save(review)
    register.deliveries.cancel(f"{ask.programme.key}:nudge:review-{review.number}:")
    there, about = _where(ask, register), f"review {review.number}"
    review = agenda.stand(register, ask.programme, review, there, ask.now)
    if ask.channel is not None:
        register.reviews.attended(review.id, ask.person.id)
    shown = [channel for channel in there if cards.lives(channel)]
    if not shown:
        message = agenda_view.as_it_stands(register, ask.programme, room_reads(ask), review, ask.today)
        return Reply((Said(message, To.HERE if ask.channel else To.YOU),), about=about)
    where = listed([f"#{channel.name}" for channel in shown])
    said = f"The review has begun in {where}. How it stands is shown there."
    return reply(said, buttons=(Button("One by one", "review next"), Button("Close", "review close")), about=about)


def _where(ask: Ask, register: Register) -> tuple[Channel, ...]:
    """Here, and in one channel of each other workspace; in a direct message where reviews are held."""
    if ask.channel is not None:
        return cards.places(register, ask.channel, None, ask.programme) or (ask.channel,)
    return tuple(channel for channel in agenda.rooms(register, ask.programme) if cards.lives(channel))


def _just_closed(ask: Ask, register: Register, review: Review) -> Mistake | None:
    """What a second press on [Close], or one on an old [Start], is told on the day on which a review was closed."""
    last = next(iter(register.reviews.last_closed(ask.programme.id, limit=1)), None)
    coming = review.state is not ReviewState.IN_SESSION and review.at.astimezone(ask.zone).date() > ask.today
    if last is None or last.closed_at is None or not coming or last.closed_at.astimezone(ask.zone).date() != ask.today:
        return None
    said = f"The review of {show_date(last.day, ask.today)} is closed, and the next is on {when(review, ask)}."
    return Mistake(said, (Button("See the summary", "review summary"),))


def close(ask: Ask, register: Register) -> Reply | Mistake:
    """`review close`: counts, removes the answers' own words, plans the next, and previews the summary."""
    review = _current(ask, register)
    if isinstance(review, Mistake):
        return review
    if (over := _just_closed(ask, register, review)) is not None:
        return over
    if review.state is not ReviewState.IN_SESSION and review.at > ask.now:
        return Mistake(f"The review is on {when(review, ask)}. To hold it now, type review start first.")
    held = replace(review, started_at=review.started_at or ask.now, run_by=review.run_by or ask.person.id)
    closed = review_cycle.close(register, ask.programme, held, ask.now)
    return summaries.preview(ask, register, closed, about=f"review {review.number}")
