"""Whom the bot can't reach, why, and what mends it: said in the preview before the prompts, and on asking."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.dates.show import show_date
from bot.ports import Register
from bot.rules.hours import Hours
from bot.words.action import Action
from bot.words.message import Button
from bot.words.person import Platform
from bot.words.review import Review

Platforms = AbstractSet[Platform] | None
"""Those that are switched on; None where that is not known, so that an account on any of them counts."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """Why somebody can't be asked before a review, and the button that mends it."""

    why: str
    mends: Button


def unreached(
    register: Register, review: Review, hours: Hours, actions: list[Action], platforms: Platforms
) -> Unreached | None:
    """Why this owner will not be reached about these actions, or None: nothing is known to be in the way."""
    person = hours.person
    give = Button("Give it to somebody", f"give {actions[0].reference}")
    ask = Button("Ask all the same", f"ask {actions[0].reference}")
    accounts = register.people.identities(person.id)
    if not any(platforms is None or one.platform in platforms for one in accounts):
        why = "has no account that I can write to. Link a channel that they are in, and let them write to me there once"
        return Unreached(why, Button("Link code", "link"))
    if person.paused:
        return Unreached("asked for no reminders. Speak to them, or ask about one action by name", ask)
    if person.away_until is not None and person.away_until >= review.day:
        back = show_date(person.away_until, review.day)
        return Unreached(f"is away until {back}, and the review is before that", give)
    refused = register.deliveries.refused(person.id)
    if refused is not None:
        return Unreached(refused.reason or "did not get my last message", Button("Try again", "undelivered again"))
    return None
