"""How a review looks: its agenda, and the summary afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates.show import show_date, show_time
from bot.ports import ActionFilter, Register
from bot.views import action as action_view
from bot.views.fit import ROWS, shortened
from bot.views.names import called, counted, listed
from bot.words.action import Action, Status
from bot.words.ids import ActionId, PersonId
from bot.words.message import Button, Message, Row, Rows, Section, Text, still
from bot.words.person import Audience, Viewer
from bot.words.programme import Programme
from bot.words.review import Review

NO_ANSWER = "no answer"
UNOWNED = 3
"""Actions without an owner that the agenda shows at once; they must not hide what owners have said."""
TREND = 6
"""Reviews in the trend of open actions."""


def answers(register: Register, review: Review) -> tuple[int, int, int]:
    """How many people were asked, have answered, and have not."""
    prompts = [p for p in register.reviews.prompts(review.id) if p.sent_at is not None]
    answered = sum(1 for p in prompts if p.answered_at is not None)
    return len(prompts), answered, len(prompts) - answered


def talk_first(register: Register, review: Review, actions: Sequence[Action], today: date) -> list[tuple[Action, str]]:
    """Open actions with why each needs talking about, those that do first: blocked, silent, overdue, moved often."""
    silent = _silent(register, review, actions)
    rated: list[tuple[int, Action, str]] = []
    for action in actions:
        if action.owner is None:
            rated.append((0, action, "has no owner"))
        elif action.status is Status.BLOCKED:
            rated.append((1, action, f"blocked: {action.note}" if action.note else "blocked"))
        elif action.id in silent:
            rated.append((2, action, NO_ANSWER))
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


def _silent(register: Register, review: Review, actions: Sequence[Action]) -> set[ActionId]:
    """Those whose owner was asked about them and has not answered."""
    asked = {p.person: p.sent_at for p in register.reviews.prompts(review.id)}
    return {
        action.id
        for action in actions
        if action.owner is not None
        and (since := asked.get(action.owner)) is not None
        and action.created_at < since
        and not heard(register, action, since)
    }


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
    silent = sum(1 for _, why in ordered if why == NO_ANSWER)
    title = f"Lessons-learnt review \u00b7 {counted(len(ordered), 'open action')}"
    nobodys = sum(1 for action, _ in ordered if action.owner is None)
    current = sum(1 for action, why in ordered if action.owner and why != NO_ANSWER and not action.is_blocked)
    title += f" \u00b7 {current} up to date, {blocked} blocked, {silent} without an answer"
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
    return Message(title, tuple(sections), (Button("One by one", "review next"), Button("Close", "review close")))


def summary(
    register: Register, programme: Programme, review: Review, zone: ZoneInfo, today: date, *, outside: bool
) -> Message:
    """What is posted after a review. `outside`: people of other organisations will read it."""
    viewer = Viewer(programme=programme.id, person=None, clearance=Audience.EVERYONE if outside else Audience.PARTNERS)
    earlier = register.reviews.last_closed(programme.id, limit=TREND)
    since = earlier[1].closed_at if len(earlier) > 1 else None
    everything = [
        a for a in register.actions.all(viewer) if review.closed_at is None or a.created_at <= review.closed_at
    ]
    open_ = [a for a in everything if a.is_open]
    done = [a for a in everything if a.status is Status.DONE and (since is None or a.updated_at > since)]
    blocked = [a for a in open_ if a.status is Status.BLOCKED]
    overdue = [a for a in open_ if a.is_overdue(review.day)]
    sections: list[Section] = [Text(review.opening)] if review.opening else []
    sections += _group("Closed since last time", done)
    sections += _group("Blocked", blocked, notes=True)
    silent = _silent(register, review, open_)
    unanswered = [a for a in open_ if a.id in silent and a not in blocked]
    late = [a for a in overdue if a not in blocked and a not in unanswered]
    sections += _group("Without an answer", unanswered, today=today)
    sections += _group("Overdue", late, today=today)
    told = (*blocked, *unanswered, *late)
    sections += _group("Going on", [a for a in open_ if a not in told], today=today)
    thanks = listed(sorted({called(register, programme, a.owner, viewer) for a in done if a.owner}))
    if thanks:
        sections.append(Text(f"Thank you, {thanks}."))
    if not outside:  # the trend counts what is for partners
        sections.append(Text(_trend(list(earlier))))
    following = register.reviews.current(programme.id)
    if following is not None:
        at = following.at.astimezone(zone)
        sections.append(Text(f"The next review is on {show_date(at.date(), today)} at {show_time(at.time())}."))
    title = f"{programme.key} lessons-learnt review of {show_date(review.day, today)}: "
    title += f"{len(done)} closed, {len(open_)} open, {len(blocked)} blocked, {len(overdue)} overdue"
    return Message(title, tuple(sections))


def _group(title: str, actions: list[Action], *, notes: bool = False, today: date | None = None) -> list[Section]:
    if not actions:
        return []
    rows = tuple(
        Row(
            a.reference,
            shortened(a.text, 100),
            (a.note or "") if notes else (action_view.due_phrase(a, today) if today else ""),
        )
        for a in actions[:ROWS]
    )
    more = f"and {len(actions) - ROWS} more" if len(actions) > ROWS else ""
    return [Text(f"{title}:"), Rows(rows, more)]


def _trend(closed: list[Review]) -> str:
    numbers = [str(r.open_after) for r in reversed(closed) if r.open_after is not None]
    if len(numbers) < 2:
        return f"Open actions: {numbers[0] if numbers else 0}. The trend shows from the next review on."
    return f"Open actions over the last {len(numbers)} reviews: {', '.join(numbers)}."
