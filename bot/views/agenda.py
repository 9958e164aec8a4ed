"""The agenda of a review: how it stands, what needs talking about first, and the order in which it is gone through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.dates.show import show_date, show_time
from bot.ports import ActionFilter, Register
from bot.views import action as action_view
from bot.views import turn
from bot.views.fit import ROWS, shortened
from bot.views.names import called, counted
from bot.views.review import SILENT, talk_first
from bot.words.action import Action
from bot.words.ids import PersonId
from bot.words.message import Button, Message, Row, Rows, Section, Text, still
from bot.words.person import Viewer
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState

UNOWNED: Final = 3
"""Actions without an owner that the agenda shows at once; they must not hide what owners have said."""
MOST: Final = 500
"""Actions of one agenda."""
_NOTHING: Final = Text("Nothing is open. That is how it should be.")
Rated = Sequence[tuple[Action, str]]
"""Actions, each with why it needs talking about, or nothing."""


def rated(register: Register, review: Review, viewer: Viewer, today: date) -> Rated:
    """The open actions that this viewer may read, those that need talking about first."""
    return talk_first(register, review, list(register.actions.page(viewer, ActionFilter(), limit=MOST)), today)


def in_order(register: Register, review: Review, viewer: Viewer, today: date) -> Rated:
    """What is gone through, for this viewer, one by one.

    In the order of the beginning, whatever is said meanwhile, with what was closed since; what is new comes last.
    """
    found = {action.number: (action, why) for action, why in rated(register, review, viewer, today)}
    if not review.agenda:
        return list(found.values())
    begun = min(review.at, review.started_at or review.at)
    for action, _ in register.actions.changed(viewer, begun):
        if action.number in review.agenda:
            found.setdefault(action.number, (action, ""))
    place = {number: at for at, number in enumerate(review.agenda)}
    return sorted(found.values(), key=lambda pair: place.get(pair[0].number, MOST))


def next_to(ordered: Rated, review: Review, number: int | None, step: int) -> Action | None:
    """The action after (`step` 1) or before (-1) that one; None beyond either end, where the whole agenda is.

    The one of that number may be hidden from who goes through it: what comes next to it is found all the same.
    """
    if number is None:
        return ordered[0 if step > 0 else -1][0] if ordered else None
    numbers = [action.number for action, _ in ordered]
    if number in numbers:
        at = numbers.index(number) + step
    else:
        before = _before(numbers, review, number)
        at = before if step > 0 else before - 1
    return ordered[at][0] if 0 <= at < len(ordered) else None


def _before(numbers: Sequence[int], review: Review, number: int) -> int:
    """How many of these come before that one."""
    place = {one: at for at, one in enumerate(review.agenda)}
    return sum(place.get(one, MOST) < place.get(number, MOST) for one in numbers)


def shown(ordered: Rated, review: Review) -> int | None:
    """The place of the action that is being talked about, or of the next one that this viewer may read."""
    if review.showing is None:
        return None
    numbers = [action.number for action, _ in ordered]
    at = numbers.index(review.showing) if review.showing in numbers else _before(numbers, review, review.showing)
    return at if at < len(ordered) else None


def card(
    register: Register, programme: Programme, viewer: Viewer, review: Review, today: date, *, over: bool = False
) -> Message:
    """What everyone where it is held sees: the action being talked about, or the whole agenda.

    Of a review that is `over` the agenda, with nothing to press.
    """
    if review.showing is not None and not over:
        ordered = in_order(register, review, viewer, today)
        if (at := shown(ordered, review)) is not None:
            action, why = ordered[at]
            place = f"{at + 1} of {len(ordered)}"
            return turn.card(register, programme, viewer, action, why, place, today)
    return as_it_stands(register, programme, viewer, review, today, over=over)


def not_held(programme: Programme, review: Review, today: date) -> Message:
    """What is left of an agenda whose review was called off or moved after it had been posted."""
    if review.state is ReviewState.CANCELLED:
        return Message(f"The lessons-learnt review of {programme.key} on {show_date(review.day, today)} is off.")
    at = review.at.astimezone(programme.zoneinfo)
    when = f"{show_date(at.date(), today)} at {show_time(at.time())}"
    return Message(f"The lessons-learnt review of {programme.key} is now on {when}.")


def as_it_stands(
    register: Register, programme: Programme, viewer: Viewer, review: Review, today: date, *, over: bool = False
) -> Message:
    """The agenda as this viewer may read it."""
    whole = agenda_of(register, programme, viewer, review, today)
    if over:
        return replace(still(whole), title=f"{whole.title} (closed)")
    running = review.state is ReviewState.IN_SESSION
    runs = called(register, programme, review.run_by, viewer) if review.run_by else ""
    says = (
        f"{runs[:1].upper()}{runs[1:]} is running it."
        if runs
        else ""
        if running
        else "Nobody is running it yet: answer here at any time."
    )
    leads = viewer.person is None or viewer.is_coordinator  # in a channel whoever leads reads it along with the others
    begin = () if running or not leads else (Button("Start", "review start"),)
    close = (Button("Close", "review close"),) if running and leads else ()
    sections = (*([Text(says)] if says else []), *whole.sections)
    through = () if _NOTHING in whole.sections else (Button("One by one", "review next"),)
    return replace(whole, sections=sections, buttons=(*begin, *through, *close))


def agenda_of(register: Register, programme: Programme, viewer: Viewer, review: Review, today: date) -> Message:
    """The counts and what needs talking about, without what can be done with the whole."""
    ordered = rated(register, review, viewer, today)
    return agenda(ordered, {a.owner: called(register, programme, a.owner, viewer) for a, _ in ordered}, today)


def agenda(ordered: Rated, owners: Mapping[PersonId | None, str], today: date) -> Message:
    """Counts, then those that need talking about with their buttons."""
    unowned = [pair for pair in ordered if pair[0].owner is None]
    others = [pair for pair in ordered if pair[1] and pair[0].owner is not None]
    first = [*unowned[:UNOWNED], *others[: ROWS - len(unowned[:UNOWNED])]]
    sections: list[Section] = []
    if first:
        rows = tuple(_row(action, why, owners, today) for action, why in first)
        left = len(unowned) + len(others) - len(first)
        more = f"and {left} more that need talking about" if left > 1 else f"and {left} more that needs it"
        see = Button("One by one", "review next") if left else None
        sections += [Text("Start with the ones that need talking about:"), Rows(rows, more if left else "", see)]
    elif ordered:
        which = "It needs no talking about" if len(ordered) == 1 else "None of them needs talking about first"
        sections.append(Text(f"{which}."))
    else:
        sections.append(_NOTHING)
    named = {owners[a.owner]: a.owner for a, _ in first if a.owner is not None}
    return Message(_counts(ordered), tuple(sections), named=tuple(named.items()))


def _counts(ordered: Rated) -> str:
    blocked = sum(1 for action, _ in ordered if action.is_blocked)
    unheard = sum(1 for _, why in ordered if why in SILENT)
    nobodys = sum(1 for action, _ in ordered if action.owner is None)
    current = sum(1 for action, why in ordered if action.owner and why not in SILENT and not action.is_blocked)
    title = f"Lessons-learnt review \u00b7 {counted(len(ordered), 'open action')}"
    title += f" \u00b7 {current} up to date, {blocked} blocked, {unheard} without an answer"
    return f"{title}, {nobodys} without an owner" if nobodys else title


def _row(action: Action, why: str, owners: Mapping[PersonId | None, str], today: date) -> Row:
    parts = (owners[action.owner] if action.owner else "", why, action_view.due_phrase(action, today))
    return Row(
        action.reference,
        shortened(action.text, 100),
        " \u00b7 ".join(part for part in parts if part),
        action_view.answer_buttons(action, today),
    )
