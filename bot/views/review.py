"""How a review stands: who has answered, and which actions need talking about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.ports import Register
from bot.views.names import counted
from bot.words.action import Action, Status, Update
from bot.words.ids import ActionId, PersonId
from bot.words.person import Audience, Viewer
from bot.words.review import Review

NO_ANSWER: Final = "no answer"
NOT_ASKED: Final = "was not asked"
NOT_REACHED: Final = "could not be reached"
SILENT: Final = frozenset({NO_ANSWER, NOT_ASKED, NOT_REACHED})
YOUNG: Final = timedelta(days=7)
"""An action younger than five working days is not asked about: that its owner was not is no news."""
_WEEK: Final = timedelta(days=7)
OFTEN: Final = 2
"""An action whose date has moved more often than this needs talking about."""


def answers(register: Register, review: Review) -> tuple[int, int, int]:
    """How many people were asked, have answered, and have not."""
    prompts = [p for p in register.reviews.prompts(review.id) if p.sent_at is not None and p.asked]
    answered = sum(1 for p in prompts if p.answered_at is not None)
    return len(prompts), answered, len(prompts) - answered


def talk_first(register: Register, review: Review, actions: Sequence[Action], today: date) -> list[tuple[Action, str]]:
    """Open actions with why each needs talking about, those that do first: blocked, silent, overdue, moved often."""
    mute, unasked = silent(register, review, actions), not_asked(register, review, actions)
    lost = not_reached(register, review, today)
    rated: list[tuple[int, Action, str]] = []
    for action in actions:
        if action.owner is None:
            rated.append((0, action, "has no owner"))
        elif action.status is Status.BLOCKED:
            rated.append((1, action, f"blocked: {action.note}" if action.note else "blocked"))
        elif action.id in mute:
            rated.append((2, action, NO_ANSWER))
        elif action.owner in lost:
            rated.append((2, action, NOT_REACHED))
        elif action.id in unasked:
            rated.append((2, action, NOT_ASKED))
        elif action.is_overdue(today) and action.due is not None:
            rated.append((3, action, f"{counted((today - action.due).days, 'day')} overdue"))
        elif action.moves > OFTEN:
            rated.append((4, action, f"moved {action.moves} times"))
        else:
            rated.append((9, action, ""))
    rated.sort(key=lambda r: (r[0], r[1].due or date.max, r[1].number))
    return [(action, why) for _, action, why in rated]


def heard(register: Register, action: Action, since: datetime) -> bool:
    """Whether its owner has said how it stands since then; what a coordinator noted is no answer of theirs."""
    if action.owner is None or action.updated_at < since:
        return False
    owner = Viewer(programme=action.programme, person=action.owner, clearance=Audience.PMO)
    return any(u.by == action.owner and u.at >= since for u in register.actions.updates(owner, action.id))


def not_reached(register: Register, review: Review, today: date) -> set[PersonId]:
    """Whoever was to be asked before today, and did not get it."""
    prompts = register.reviews.prompts(review.id)
    return {
        prompt.person
        for prompt in prompts
        if prompt.sent_at is None and prompt.answered_at is None and prompt.at.date() < today
    }


def silent(
    register: Register, review: Review, actions: Sequence[Action], until: datetime | None = None
) -> set[ActionId]:
    """Those whose owner was asked about them and has not answered, or had not by `until`."""
    prompts = [prompt for prompt in register.reviews.prompts(review.id) if prompt.sent_at is not None]
    if not prompts:
        return set()
    asked = {(p.person, number): p.sent_at for p in prompts for number in p.asked if p.sent_at is not None}
    everything = Viewer(programme=review.programme, person=None, clearance=Audience.PMO)
    first = min(p.sent_at for p in prompts if p.sent_at is not None)
    said = dict(_said(register.actions.changed(everything, first), until))
    return {
        action.id
        for action in actions
        if action.owner is not None
        and (since := asked.get((action.owner, action.number))) is not None
        and not any(by == action.owner and at >= since for by, at in said.get(action.id, ()))
    }


def not_asked(
    register: Register, review: Review, actions: Sequence[Action], until: datetime | None = None
) -> set[ActionId]:
    """Those whose owner was not asked when others were, as they want no reminders, say, and has been silent since."""
    prompts = {prompt.person for prompt in register.reviews.prompts(review.id)}
    begun = review.prompted_at
    if begun is None and review.held:
        begun = review.at - _WEEK  # nobody was asked, as somebody held it back: that makes no action up to date
    if begun is None:
        return set()
    everything = Viewer(programme=review.programme, person=None, clearance=Audience.PMO)
    said = dict(_said(register.actions.changed(everything, begun), until))
    return {
        action.id
        for action in actions
        if action.owner is not None
        and action.owner not in prompts
        and action.created_at.date() <= begun.date() - YOUNG
        and not any(by == action.owner and at >= begun for by, at in said.get(action.id, ()))
    }


def heard_from(register: Register, review: Review, actions: Sequence[Action], until: datetime) -> list[PersonId]:
    """The owners of these actions who said how one of them stands, since they were asked or the review began."""
    asked = {p.person: p.sent_at for p in register.reviews.prompts(review.id) if p.sent_at is not None}
    everything = Viewer(programme=review.programme, person=None, clearance=Audience.PMO)
    said = dict(_said(register.actions.changed(everything, min([review.at, *asked.values()])), until))
    return sorted(
        {
            action.owner
            for action in actions
            if action.owner is not None
            for by, at in said.get(action.id, ())
            if by == action.owner and at >= asked.get(action.owner, review.at)
        }
    )


def _said(
    changed: Iterable[tuple[Action, Sequence[Update]]], until: datetime | None
) -> Iterator[tuple[ActionId, list[tuple[PersonId | None, datetime]]]]:
    """Of each action, who has said something of it and when."""
    for action, history in changed:
        yield action.id, [(update.by, update.at) for update in history if until is None or update.at <= until]
