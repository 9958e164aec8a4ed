"""Being asked later: "ask me Thursday" moves the nudge, and on leave nothing comes unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.commands.ask import Ask
from bot.commands.calendar import working_days
from bot.conversations.answering import left_to_answer
from bot.conversations.asked import Asked
from bot.conversations.told import Told
from bot.conversations.understanding.reading import Intent, Reading
from bot.dates.show import show_date
from bot.ports import Register
from bot.rules.working_days import WorkingDays
from bot.words.message import Button

_DAY = timedelta(days=1)


def put_off(told: Told, asked: Asked, register: Register, reading: Reading) -> None:
    """Ask again on the day that the answer names, or send nothing unasked until its leave is over."""
    if reading.away:
        _away(told, asked, register, reading.snooze)
    elif reading.snooze or reading.intent is Intent.SNOOZE:
        _snooze(told, asked, register, reading.snooze)


def set_away(ask: Ask, register: Register, back: date | None) -> None:
    """The speaker is back on the day `back`; None: they are here. Until then they are sent nothing unasked."""
    register.people.save(replace(ask.person, away_until=back - _DAY if back else None))


def _away(told: Told, asked: Asked, register: Register, back: date | None) -> None:
    ask = asked.ask
    if back is None or back <= ask.today:
        told.add("When are you back? Tell me the day, such as: away until 7 Dec. Until then I go on as planned.")
        return
    set_away(ask, register, back)
    shown = show_date(back, ask.today)
    during = asked.is_open and asked.review is not None and asked.review.day < back
    missed = (
        f" The review is before that, on {show_date(asked.review.day, ask.today)}, and will say so."
        if (during and asked.review is not None)
        else ""
    )
    told.add(f"I won\u2019t write to you unasked before {shown}. Others see: away until {shown}.{missed}")
    told.buttons.append(Button("I am back", "back"))
    told.about.append(f"person {ask.person.id}")


def _snooze(told: Told, asked: Asked, register: Register, wanted: date | None) -> None:
    ask, prompt, review = asked.ask, asked.prompt, asked.review
    if prompt is None or review is None or not asked.is_open:
        told.add("I will ask again before the next review.")
        return
    if not left_to_answer(register, prompt):
        told.add("You have answered everything for this review, so there is nothing more that I would ask.")
        return
    days = _their_days(ask, working_days(register, ask.programme))
    first = days.on_or_after(max(wanted or ask.today + _DAY, ask.today + _DAY))
    last = days.add(review.day, -1)
    if last <= ask.today:
        told.add(f"The review is on {show_date(review.day, ask.today)}, so there is no later day to ask you.")
        return
    day = min(first, last)
    register.reviews.save_prompt(replace(prompt, ask_again=day))
    on_time = wanted is None or day >= wanted
    why = "" if on_time else f"The review is on {show_date(review.day, ask.today)}, so "
    told.add(f"{why}I will ask again on {show_date(day, ask.today)}.")
    told.about.append(f"review {review.number}")


def _their_days(ask: Ask, days: WorkingDays) -> WorkingDays:
    return WorkingDays(region=ask.person.region, quiet=days.quiet) if ask.person.region else days
