"""How an action looks."""

from __future__ import annotations

from datetime import date

from bot.dates.show import show_date
from bot.views.fit import shortened
from bot.words.action import Action, Status
from bot.words.message import Button, Row


def due_phrase(action: Action, today: date) -> str:
    """ "due Fri 4 Dec", "was due Fri 20 Nov", "no date yet" """
    if action.due is None:
        return "no date yet"
    return f"{'was due' if action.is_overdue(today) else 'due'} {show_date(action.due, today)}"


def answer_buttons(action: Action, today: date) -> tuple[Button, ...]:
    """The three answers that an owner is offered: an overdue action is not on track, so it gets a date instead.

    Where nobody owns it yet, it first has to find somebody.
    """
    ref = action.reference
    if action.owner is None:
        return (
            Button("Give it an owner", f"give {ref}"),
            Button("Set a date", f"due {ref}"),
            Button("More", f"more {ref}"),
        )
    second = Button("New date", f"due {ref}") if action.is_overdue(today) else Button("On track", f"ontrack {ref}")
    return (Button("Done", f"done {ref}"), second, Button("More", f"more {ref}"))


def offer_buttons(action: Action) -> tuple[Button, ...]:
    """What somebody can say to whom an action is offered."""
    return (Button("Fine", f"fine {action.reference}"), Button("Not mine", f"notmine {action.reference}"))


def open_again(action: Action) -> Button:
    """The one thing to press on a closed action."""
    return Button("Open it again", f"start {action.reference}")


def more_buttons(action: Action, *, mine: bool) -> tuple[Button, ...]:
    """What is behind [More] on an action; `mine`: for its owner."""
    ref = action.reference
    if not action.is_open:
        return (open_again(action), Button("Show it", f"show {ref}"))
    return (
        *((Button("Done", f"done {ref}"),) if action.owner is None else ()),
        Button("Blocked", f"blocked {ref}"),
        Button("New date", f"due {ref}"),
        Button("Not mine", f"notmine {ref}") if mine else Button("Give it to somebody", f"give {ref}"),
        Button("No longer needed", f"drop {ref}"),
        Button("Show it", f"show {ref}"),
    )


def row(action: Action, today: date, *, owner: str = "", buttons: tuple[Button, ...] = ()) -> Row:
    """An action in a list; `owner` where it is not the reader's own."""
    status = "" if action.status is Status.NOT_STARTED else action.status.value
    parts = (owner, due_phrase(action, today) if action.is_open else "", status)
    return Row(action.reference, shortened(action.text, 100), " \u00b7 ".join(p for p in parts if p), buttons)


def stands(action: Action, today: date) -> str:
    """ "blocked · new date Fri 4 Dec" in a confirmation."""
    if not action.is_open:
        return action.status.value
    return f"{action.status.value} \u00b7 {due_phrase(action, today)}"


def stands_now(before: Action, after: Action, today: date) -> str:
    """The same, saying whether its date is a new one: "blocked · new date Fri 4 Dec", "in progress · still due …"."""
    if not after.is_open or after.due is None:
        return stands(after, today)
    if after.is_overdue(today):
        return stands(after, today)
    which = "still" if after.due == before.due else "now"
    return f"{after.status.value} \u00b7 {which} {due_phrase(after, today)}"
