"""What an action's history says of an earlier moment. All instants are UTC; histories are read oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.words.action import OPEN, Action, How, Status, Update


def as_of(action: Action, history: Sequence[Update], instant: datetime) -> Action:
    """The action as it stood then: its status, date and note. Whoever has it now is its owner."""
    later = [update for update in history if update.at > instant]
    if not later:
        return action
    earlier = [update for update in history if update.at <= instant]
    status, due, note = action.status, action.due, action.note
    if any(update.status for update in later):
        status = next((u.status for u in reversed(earlier) if u.status), Status.NOT_STARTED)
    if any(update.due for update in later):
        due = next((u.due for u in reversed(earlier) if u.due), None)
    if any(update.note is not None for update in later):
        note = next((u.note for u in reversed(earlier) if u.note is not None), None)
    return replace(action, status=status, due=due, note=note)


def ended(history: Sequence[Update]) -> tuple[Status, datetime] | None:
    """What it was closed as, and when, if it is closed at the end of this history.

    None for work that was closed before an import: that isn't news.
    """
    since, stands = None, Status.NOT_STARTED
    for update in history:
        if update.status is None:
            continue
        if update.status not in OPEN and stands in OPEN:
            since = None if update.how is How.IMPORTED else update.at
        stands = update.status
    return (stands, since) if since is not None and stands not in OPEN else None


def moved_from(history: Sequence[Update], since: datetime) -> date | None:
    """The date that it had at `since`, or was given first since then, where another has taken its place."""
    dates = [(update.at, update.due) for update in history if update.due is not None]
    if not dates or dates[-1][0] <= since:
        return None
    before = next((due for at, due in reversed(dates) if at <= since), dates[0][1])
    return before if before != dates[-1][1] else None
