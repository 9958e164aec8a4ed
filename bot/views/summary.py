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
from bot.views.names import FORMER, SOMEBODY, by_name, called, counted, listed
from bot.views.review import heard_from, not_asked, silent
from bot.words.action import Action, Status
from bot.words.ids import ActionId, PersonId
from bot.words.message import Button, Message, Row, Rows, Section, Text
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from bot.words.review import Review

TREND: Final = 6
"""Reviews in the trend of open actions."""
_ALL: Final = 10_000
"""Closed reviews of a programme, and more: a century of weekly ones is half of it."""
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
    register: Register,
    programme: Programme,
    review: Review,
    zone: ZoneInfo,
    today: date,
    viewer: Viewer,
) -> Message:
    """What is said after a closed review, to `viewer`; dates and times are those of `zone`."""
    closed = review.closed_at or review.at
    earlier = _up_to(register, review)
    stood = _stood(register, viewer, (earlier[1].closed_at if len(earlier) > 1 else None) or _EVER, closed)
    silence = silent(register, review, stood.open, closed) | not_asked(register, review, stood.open, closed)
    name = _Names(register, programme, viewer)
    sections: list[Section] = [Text(review.opening)] if review.opening else []
    if review.started_at is None:
        everything = [*stood.open, *stood.done, *stood.dropped]
        sections.append(Text(f"Nobody ran it. {name.some(heard_from(register, review, everything, closed))} answered."))
    sections += _group("Closed since last time", [(a, "") for a in stood.done], name)
    sections += _group("No longer needed", [(a, a.note or "") for a in stood.dropped], name)
    for title, group in _sorted(stood, silence, review, closed.astimezone(zone).date(), today).items():
        sections += _group(title, group, name)
    sections += _people(register, review, stood.done, name)
    if viewer.clearance >= Audience.PARTNERS:  # the trend counts what is for partners
        sections.append(Text(_trend(earlier)))
    sections += _ahead(register, review, len(stood.open), zone, today)
    blocked = sum(action.is_blocked for action in stood.open)
    overdue = sum(action.is_overdue(review.day) for action in stood.open)
    title = f"{programme.key} lessons-learnt review of {show_date(review.day, today)}: "
    title += f"{len(stood.done)} closed, {len(stood.open)} open, {blocked} blocked, {overdue} overdue"
    return Message(title, tuple(sections))


def _up_to(register: Register, review: Review) -> list[Review]:
    """The closed reviews up to this one, the newest first, as many as the trend takes."""
    closed = register.reviews.last_closed(review.programme, limit=_ALL)
    return [one for one in closed if (one.at, one.number) <= (review.at, review.number)][:TREND]


def _people(register: Register, review: Review, done: Sequence[Action], name: _Names) -> list[Section]:
    """Thanks for what was finished, which are by name whoever reads, and who was there, as far as it is known."""
    finished = {by_name(register, a.owner) for a in done if a.owner is not None} - {FORMER}
    there = register.reviews.attendance(review.id)
    return [
        *([Text(f"Thank you, {listed(sorted(finished))}.")] if finished else []),
        *([Text(f"Took part: {name.some(there)}.")] if there else []),
    ]


def _ahead(register: Register, review: Review, carried: int, zone: ZoneInfo, today: date) -> list[Section]:
    """What is carried on, and to when."""
    later = [one for one in register.reviews.last_closed(review.programme, limit=_ALL) if one.at > review.at]
    following = later[-1] if later else register.reviews.current(review.programme)
    found: list[Section] = []
    if carried:
        found.append(Text(f"{counted(carried, 'action is', 'actions are')} carried to the next review."))
    if following is not None:
        at = following.at.astimezone(zone)
        found.append(Text(f"The next review is on {show_date(at.date(), today)} at {show_time(at.time())}."))
    return found


class _Names:
    """How people are called in this summary."""

    def __init__(self, register: Register, programme: Programme, viewer: Viewer) -> None:
        self._register, self._programme, self._viewer = register, programme, viewer

    def of(self, person: PersonId | None) -> str:
        return called(self._register, self._programme, person, self._viewer)

    def some(self, people: Sequence[PersonId]) -> str:
        """ "Ann and Tom", each name once; where not all of them can be called anything, how many there are."""
        names = sorted({self.of(person) for person in people})
        return counted(len(people), "person", "people") if SOMEBODY in names else listed(names) or "Nobody"


def _sorted(
    stood: _Stood, silence: set[ActionId], review: Review, day: date, today: date
) -> dict[str, list[tuple[Action, str]]]:
    """What was open, under the one title that says most about it. `day` is when the review closed."""
    groups: dict[str, list[tuple[Action, str]]] = {
        title: [] for title in ("Moved", "Blocked", "Without an answer", "Overdue", "Without an owner", "Going on")
    }
    for action in stood.open:
        due = action_view.due_phrase(action, day)
        if action.owner is None:
            groups["Without an owner"].append((action, due))
        elif action.is_blocked:
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


def _group(title: str, actions: Sequence[tuple[Action, str]], name: _Names) -> list[Section]:
    """Actions, each with whose it is and what there is to say of it."""
    if not actions:
        return []

    def detail(action: Action, says: str) -> str:
        owner = name.of(action.owner) if action.owner is not None else ""
        return " \u00b7 ".join(part for part in ("" if owner == SOMEBODY else owner, says) if part)

    rows = tuple(Row(a.reference, shortened(a.text, 100), detail(a, says)) for a, says in actions[:ROWS])
    if len(actions) <= ROWS:
        return [Text(f"{title}:"), Rows(rows)]
    see = Button("Show all", "actions" if actions[0][0].is_open else "actions all")
    return [Text(f"{title}:"), Rows(rows, f"and {len(actions) - ROWS} more", see)]


def _trend(closed: Sequence[Review]) -> str:
    numbers = [str(r.open_after) for r in reversed(closed) if r.open_after is not None]
    if len(numbers) < 2:
        return f"Open actions: {numbers[0] if numbers else 0}. The trend shows from the next review on."
    return f"Open actions over the last {len(numbers)} reviews: {', '.join(numbers)}."
