"""The summary of a review: how everything stood when it closed, whenever it is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.dates.show import show_date, show_time
from bot.ports import Register
from bot.rules.history import as_of, ended, moved_from
from bot.views import action as action_view
from bot.views.fit import ROWS, shortened
from bot.views.names import called, listed
from bot.views.review import silent
from bot.words.action import Action, Status
from bot.words.ids import ActionId
from bot.words.message import Message, Row, Rows, Section, Text
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from bot.words.review import Review

TREND: Final = 6
"""Reviews in the trend of open actions."""
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Stood:
    """What was open when the review closed, what was closed since the last, and which dates had moved from where."""

    open: list[Action] = field(default_factory=list[Action])
    done: list[Action] = field(default_factory=list[Action])
    dropped: list[Action] = field(default_factory=list[Action])
    moved: dict[ActionId, date] = field(default_factory=dict[ActionId, date])


def _stood(register: Register, viewer: Viewer, since: datetime, until: datetime) -> _Stood:
    """How the actions that this viewer may read stood at `until`."""
    histories = {action.id: history for action, history in register.actions.changed(viewer, since)}
    found = _Stood()
    for action in register.actions.all(viewer):
        if action.created_at > until:
            continue
        history = histories.get(action.id, ())
        then = as_of(action, history, until)
        before = [update for update in history if update.at <= until]
        if then.is_open:
            found.open.append(then)
            if (was := moved_from(before, since)) is not None:
                found.moved[then.id] = was
        elif (end := ended(before)) is not None and end[1] > since:
            (found.done if end[0] is Status.DONE else found.dropped).append(then)
    return found


def summary(
    register: Register, programme: Programme, review: Review, zone: ZoneInfo, today: date, *, outside: bool
) -> Message:
    """What is posted after a review. `outside`: people of other organisations will read it."""
    viewer = Viewer(programme=programme.id, person=None, clearance=Audience.EVERYONE if outside else Audience.PARTNERS)
    earlier = register.reviews.last_closed(programme.id, limit=TREND)
    closed = review.closed_at or review.at
    stood = _stood(register, viewer, (earlier[1].closed_at if len(earlier) > 1 else None) or _EVER, closed)
    silence = silent(register, review, stood.open, closed)
    sections: list[Section] = [Text(review.opening)] if review.opening else []
    sections += _group("Closed since last time", [(a, "") for a in stood.done])
    sections += _group("No longer needed", [(a, a.note or "") for a in stood.dropped])
    for title, group in _sorted(stood, silence, review, closed.astimezone(zone).date(), today).items():
        sections += _group(title, group)
    thanks = listed(sorted({called(register, programme, a.owner, viewer) for a in stood.done if a.owner}))
    if thanks:
        sections.append(Text(f"Thank you, {thanks}."))
    if not outside:  # the trend counts what is for partners
        sections.append(Text(_trend(list(earlier))))
    following = register.reviews.current(programme.id)
    if following is not None:
        at = following.at.astimezone(zone)
        sections.append(Text(f"The next review is on {show_date(at.date(), today)} at {show_time(at.time())}."))
    blocked = sum(action.is_blocked for action in stood.open)
    overdue = sum(action.is_overdue(review.day) for action in stood.open)
    title = f"{programme.key} lessons-learnt review of {show_date(review.day, today)}: "
    title += f"{len(stood.done)} closed, {len(stood.open)} open, {blocked} blocked, {overdue} overdue"
    return Message(title, tuple(sections))


def _sorted(
    stood: _Stood, silence: set[ActionId], review: Review, day: date, today: date
) -> dict[str, list[tuple[Action, str]]]:
    """What was open, under the one title that says most about it. `day` is when the review closed."""
    groups: dict[str, list[tuple[Action, str]]] = {
        title: [] for title in ("Moved", "Blocked", "Without an answer", "Overdue", "Going on")
    }
    for action in stood.open:
        due = action_view.due_phrase(action, day)
        if action.is_blocked:
            groups["Blocked"].append((action, action.note or ""))
        elif action.id in silence:
            groups["Without an answer"].append((action, due))
        elif action.is_overdue(review.day):
            groups["Overdue"].append((action, due))
        elif action.id in stood.moved:
            groups["Moved"].append((action, f"{due}, before {show_date(stood.moved[action.id], today)}"))
        else:
            groups["Going on"].append((action, due))
    return groups


def _group(title: str, actions: Sequence[tuple[Action, str]]) -> list[Section]:
    """Actions, each with what there is to say of it."""
    if not actions:
        return []
    rows = tuple(Row(a.reference, shortened(a.text, 100), detail) for a, detail in actions[:ROWS])
    more = f"and {len(actions) - ROWS} more" if len(actions) > ROWS else ""
    return [Text(f"{title}:"), Rows(rows, more)]


def _trend(closed: list[Review]) -> str:
    numbers = [str(r.open_after) for r in reversed(closed) if r.open_after is not None]
    if len(numbers) < 2:
        return f"Open actions: {numbers[0] if numbers else 0}. The trend shows from the next review on."
    return f"Open actions over the last {len(numbers)} reviews: {', '.join(numbers)}."
