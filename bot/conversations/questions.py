"""What owners ask back: what is it, who wants it, why me, when is the review, what have I got."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.conversations.asked import Asked
from bot.conversations.told import Told
from bot.conversations.understanding.reading import Asks, Reading
from bot.dates.show import show_date, show_time
from bot.ports import Register
from bot.views import action as action_view
from bot.views.fit import more_than
from bot.views.names import called, listed
from bot.words import message as m
from bot.words.action import Action

_AT_ONCE = 3
"""Actions that are explained at once."""


def answer(told: Told, asked: Asked, register: Register, reading: Reading) -> None:
    """Answer the question that was put, about the actions that it names or the only one that there is."""
    mine = [action for action in asked.actions if action.owner == asked.ask.person.id]
    meant, hidden = _meant(asked, register, reading)
    if hidden:
        told.add(f"There is no {' or '.join(hidden)} that you can see in {asked.ask.programme.key}.")
        if not meant:
            return
    if not meant and (len(mine) == 1 or reading.asks is Asks.WHY):
        meant = mine
    match reading.asks:
        case Asks.WHEN:
            told.add(_when(asked, register))
        case Asks.MINE:
            _list(told, asked, register.actions.open_of(asked.ask.programme.id, asked.ask.person.id))
        case Asks.WHO | Asks.WHY:
            told.add(_who_asks(asked, register))
            for action in meant[:_AT_ONCE]:
                told.add(_whence(asked, register, action), *_row(asked, register, action))
            if len(meant) > _AT_ONCE:
                told.add(more_than(len(meant), _AT_ONCE))
                told.buttons.append(m.Button("Show all", "actions mine"))
        case _ if meant:
            for action in meant[:_AT_ONCE]:
                told.add("", *_row(asked, register, action), *_lesson(asked, register, action))
        case _:
            told.add(f"{_who_asks(asked, register)} Before each review I ask owners how their actions stand.")
            _list(told, asked, register.actions.open_of(asked.ask.programme.id, asked.ask.person.id))


def _meant(asked: Asked, register: Register, reading: Reading) -> tuple[list[Action], list[str]]:
    """The actions that a question names, whose ever they are, and the references that the speaker can't see."""
    known = {action.reference: action for action in asked.actions}
    for ref in asked.strangers:
        if (action := register.actions.get(asked.ask.viewer, int(ref.removeprefix("A-")))) is not None:
            known[ref] = action
    hidden = [ref for ref in asked.strangers if ref in reading.about and ref not in known]
    return [action for ref, action in known.items() if ref in reading.about], hidden


def _when(asked: Asked, register: Register) -> str:
    ask = asked.ask
    review = asked.review if asked.is_open else register.reviews.current(ask.programme.id)
    if review is None:
        return f"No review of {ask.programme.key} is planned just now."
    at = review.at.astimezone(ask.zone)
    return f"The review of {ask.programme.key} is on {show_date(at.date(), ask.today)} at {show_time(at.time())}."


def _who_asks(asked: Asked, register: Register) -> str:
    programme = asked.ask.programme
    members = register.people.members(programme.id)
    who = [
        called(register, programme, person.id, asked.ask.viewer)
        for member, person in members
        if member.coordinator and not member.left
    ]
    names = f": {listed(list(dict.fromkeys(who))[:5])}" if who else ""
    return f"I ask for those who look after the lessons of {programme.name}{names}."


def _whence(asked: Asked, register: Register, action: Action) -> str:
    """How an action came to be, and to be the speaker's."""
    ask = asked.ask
    lesson = register.lessons.by_id(ask.viewer, action.lesson)
    sentence = f"{action.reference} was added"
    if action.created_by is not None:
        sentence += f" by {called(register, ask.programme, action.created_by, ask.viewer)}"
    sentence += f" on {_day(asked, action.created_at.astimezone(ask.zone).date())}"
    sentence += f", for {lesson.reference}" if lesson else ""
    given = [u for u in register.actions.updates(ask.viewer, action.id) if u.owner == ask.person.id]
    if given and given[-1].by is not None and given[-1].by != ask.person.id:
        by = called(register, ask.programme, given[-1].by, ask.viewer)
        sentence += f"; {by} gave it to you on {_day(asked, given[-1].at.astimezone(ask.zone).date())}"
    return f"{sentence}."


def _day(asked: Asked, day: date) -> str:
    return show_date(day, asked.ask.today)


def _row(asked: Asked, register: Register, action: Action) -> tuple[m.Section, ...]:
    mine, today = action.owner == asked.ask.person.id, asked.ask.today
    owner = "" if mine else called(register, asked.ask.programme, action.owner, asked.ask.viewer)
    buttons = action_view.answer_buttons(action, today) if mine and action.is_open else ()
    return (m.Rows((action_view.row(action, today, owner=owner, buttons=buttons),)),)


def _lesson(asked: Asked, register: Register, action: Action) -> tuple[m.Section, ...]:
    lesson = register.lessons.by_id(asked.ask.viewer, action.lesson)
    return (m.Text(f"For {lesson.reference}:"), m.Quote(lesson.reads)) if lesson else ()


def _list(told: Told, asked: Asked, actions: Sequence[Action]) -> None:
    today = asked.ask.today
    shown = actions[:_AT_ONCE]
    rows = tuple(action_view.row(a, today, buttons=action_view.answer_buttons(a, today)) for a in shown)
    more = more_than(len(actions), len(rows))
    see = m.Button("Show all", "actions mine") if more else None
    if rows:
        told.add("This is yours:" if len(actions) == 1 else "These are yours:", m.Rows(rows, more, see))
    else:
        told.add("Nothing is open of yours.")
