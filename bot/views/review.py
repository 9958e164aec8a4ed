"""How a review looks while it is held: its agenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.ports import ActionFilter, Register
from bot.views import action as action_view
from bot.views.fit import ROWS, shortened
from bot.views.names import called, counted
from bot.words.action import Action, Status, Update
from bot.words.ids import ActionId, PersonId
from bot.words.message import Button, Message, Row, Rows, Section, Text, still
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from bot.words.review import Review

NO_ANSWER = "no answer"
NOT_REACHED = "could not be reached"
UNOWNED = 3
"""Actions without an owner that the agenda shows at once; they must not hide what owners have said."""


def answers(register: Register, review: Review) -> tuple[int, int, int]:
    """How many people were asked, have answered, and have not."""
    prompts = [p for p in register.reviews.prompts(review.id) if p.sent_at is not None and p.asked]
    answered = sum(1 for p in prompts if p.answered_at is not None)
    return len(prompts), answered, len(prompts) - answered


def talk_first(register: Register, review: Review, actions: Sequence[Action], today: date) -> list[tuple[Action, str]]:
    """Open actions with why each needs talking about, those that do first: blocked, silent, overdue, moved often."""
    mute, lost = silent(register, review, actions), not_reached(register, review, today)
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
        elif action.is_overdue(today) and action.due is not None:
            rated.append((3, action, f"{counted((today - action.due).days, 'day')} overdue"))
        elif action.moves > 2:
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
    return {prompt.person for prompt in prompts if prompt.sent_at is None and prompt.at.date() < today}


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


def _said(
    changed: Iterable[tuple[Action, Sequence[Update]]], until: datetime | None
) -> Iterator[tuple[ActionId, list[tuple[PersonId | None, datetime]]]]:
    """Of each action, who has said something of it and when."""
    for action, history in changed:
        yield action.id, [(update.by, update.at) for update in history if until is None or update.at <= until]


def as_it_stands(
    register: Register, programme: Programme, viewer: Viewer, review: Review, today: date, *, over: bool = False
) -> Message:
    """The agenda as this viewer may read it; of a review that is `over`, with nothing to press."""
    actions = list(register.actions.page(viewer, ActionFilter(), limit=500))
    owners = {a.owner: called(register, programme, a.owner, viewer) for a in actions}
    shown = agenda(talk_first(register, review, actions, today), owners, today)
    return replace(still(shown), title=f"{shown.title} (closed)") if over else shown


def agenda(
    ordered: list[tuple[Action, str]],
    owners: Mapping[PersonId | None, str],
    today: date,
) -> Message:
    """The agenda: counts, then those that need talking about with their buttons."""
    blocked = sum(1 for action, _ in ordered if action.status is Status.BLOCKED)
    unheard = sum(1 for _, why in ordered if why == NO_ANSWER)
    title = f"Lessons-learnt review \u00b7 {counted(len(ordered), 'open action')}"
    nobodys = sum(1 for action, _ in ordered if action.owner is None)
    unknown = {NO_ANSWER, NOT_REACHED}
    current = sum(1 for action, why in ordered if action.owner and why not in unknown and not action.is_blocked)
    title += f" \u00b7 {current} up to date, {blocked} blocked, {unheard} without an answer"
    title += f", {nobodys} without an owner" if nobodys else ""
    unowned = [pair for pair in ordered if pair[0].owner is None]
    others = [pair for pair in ordered if pair[1] and pair[0].owner is not None]
    first = [*unowned[:UNOWNED], *others[: ROWS - UNOWNED]]
    rows = tuple(
        Row(
            action.reference,
            shortened(action.text, 100),
            " \u00b7 ".join(
                part
                for part in (owners[action.owner] if action.owner else "", why, action_view.due_phrase(action, today))
                if part
            ),
            action_view.answer_buttons(action, today),
        )
        for action, why in first
    )
    sections: list[Section] = []
    if rows:
        more = f"and {len(unowned) - UNOWNED} more without an owner" if len(unowned) > UNOWNED else ""
        see = Button("Show them", "actions") if more else None
        sections += [Text("Start with the ones that need talking about:"), Rows(rows, more, see)]
    elif ordered:
        sections.append(Text("None of them needs talking about first."))
    else:
        sections.append(Text("Nothing is open. That is how it should be."))
    buttons = (Button("One by one", "review next"), Button("Close", "review close"))
    named = {owners[a.owner]: a.owner for a, _ in first if a.owner is not None}
    return Message(title, tuple(sections), buttons, named=tuple(named.items()))
