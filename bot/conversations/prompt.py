"""The prompt a week before the review, and the nudges after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.conversations import chasing
from bot.conversations.answering import left_to_answer, to_ask
from bot.dates.show import show_date, show_time
from bot.ports import Register
from bot.views import action as action_view
from bot.views.fit import shortened
from bot.views.names import counted
from bot.words import message as m
from bot.words.action import Action
from bot.words.ids import PersonId, ReviewId
from bot.words.person import zone_of
from bot.words.review import ReviewState

AT_ONCE = 3
"""Actions shown at once in a prompt; more than these come a few at a time, answerable all at once in words."""


_TOO_NEW = {True: "That one is new, so I ask nothing of it yet.", False: "Those are new, so I ask nothing of them yet."}


def compose(
    register: Register, review_id: ReviewId, person: PersonId, now: datetime, only: list[Action] | None = None
) -> m.Message | None:
    """The prompt as it should read now, or None where there is nothing (any more) to ask.

    `only` are the actions to ask about, where it is not all of theirs that are old enough. Younger ones are listed.
    """
    review = register.reviews.by_id(review_id)
    if review is None or review.state not in {ReviewState.SCHEDULED, ReviewState.PROMPTED}:
        return None
    programme = register.programmes.get(review.programme)
    if programme is None:
        return None
    actions, young = (only, []) if only is not None else to_ask(register, programme, person, now)
    if not actions and not young:
        return None
    zone = zone_of(register.people.get(person), programme.zone)
    today = now.astimezone(zone).date()
    at = review.at.astimezone(zone)
    when = f"{show_date(at.date(), today)} at {show_time(at.time())}"
    rows = tuple(
        action_view.row(action, today, buttons=chasing.buttons(register, action, today)) for action in actions[:AT_ONCE]
    )
    rest = len(actions) - AT_ONCE
    see = m.Button("Show all", "actions mine") if rest > 0 else None
    more = f"and {rest} more" if rest > 0 else ""
    head = f"The lessons-learnt review of {programme.key} is on {when}. "
    head += "This is yours:" if len(actions or young) == 1 else "These are yours:"
    summary = f"{counted(len(actions or young), 'action')} before {show_date(at.date(), today)}: "
    summary += ", ".join(shortened(action.text, 30) for action in (actions or young)[:3])
    if not actions:
        return m.Message(head, _listed(young, today), summary=summary)
    words = m.Text(f"Or just tell me in words, {_for_example(actions)}")
    return m.Message(head, (m.Rows(rows, more, see), *_listed(young, today), words), summary=summary)


def _listed(young: list[Action], today: date) -> tuple[m.Section, ...]:
    """Actions too young to be asked about: there to be seen, with nothing to press."""
    if not young:
        return ()
    rows = tuple(action_view.row(action, today) for action in young[:AT_ONCE])
    left = len(young) - AT_ONCE
    return m.Rows(rows, f"and {left} more" if left > 0 else ""), m.Text(_TOO_NEW[len(young) == 1])


def _for_example(actions: list[Action]) -> str:
    """How an answer may read, with the owner's own references."""
    if len(actions) == 1:
        return f"such as: {actions[0].reference} blocked, and why"
    return f"all at once if you like: {actions[0].reference} done, {actions[1].reference} blocked, and why"


def compose_nudge(register: Register, review_id: ReviewId, person: PersonId, now: datetime) -> m.Message | None:
    """A shorter reminder, or None where the prompt has been answered since."""
    prompt = register.reviews.prompt(review_id, person)
    if prompt is None or prompt.sent_at is None or prompt.answered_at is not None:
        return None
    whole = compose(register, review_id, person, now, left_to_answer(register, prompt))
    if whole is None:
        return None
    return m.Message(f"Still without an answer. {whole.title}", whole.sections[:1], summary=whole.summary)


def was_sent(register: Register, review_id: ReviewId, person: PersonId, now: datetime) -> None:
    """Remember that the prompt went out and what it asked, so that a reply weeks later finds its question."""
    prompt = register.reviews.prompt(review_id, person)
    review = register.reviews.by_id(review_id)
    if prompt is None or review is None:
        return
    programme = register.programmes.get(review.programme)
    actions = to_ask(register, programme, person, now)[0] if programme else []
    asked = tuple(action.number for action in actions)
    register.reviews.save_prompt(replace(prompt, sent_at=now, asked=asked))
    if review.state is ReviewState.SCHEDULED:
        register.reviews.hold(review.programme)  # a coordinator may be moving it just now
        review = register.reviews.by_id(review_id) or review
        if review.state is ReviewState.SCHEDULED:
            register.reviews.save(replace(review, state=ReviewState.PROMPTED, prompted_at=now))


def was_needless(register: Register, review_id: ReviewId, person: PersonId, now: datetime) -> None:
    """Nothing was left to ask when the prompt's turn came, so nobody is waited for."""
    prompt = register.reviews.prompt(review_id, person)
    if prompt is not None and prompt.sent_at is None:
        register.reviews.save_prompt(replace(prompt, answered_at=now))


def nudge_was_sent(register: Register, review_id: ReviewId, person: PersonId) -> None:
    """What was given to them since the prompt, and stood in the nudge, was asked about too."""
    prompt = register.reviews.prompt(review_id, person)
    new = [a.number for a in left_to_answer(register, prompt) if a.number not in prompt.asked] if prompt else []
    if prompt is not None and new:
        register.reviews.save_prompt(replace(prompt, asked=(*prompt.asked, *new)))
