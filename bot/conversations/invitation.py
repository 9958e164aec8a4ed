"""Inviting people to a review: as text to paste, and as what a file for calendars holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from bot.conversations import agenda
from bot.dates.show import show_date, show_time
from bot.ports import Register
from bot.views.names import listed
from bot.words.ids import ChannelId
from bot.words.invitation import Invitation
from bot.words.person import Person, Platform
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState

LENGTH: Final = timedelta(hours=1)
"""How long a calendar keeps free; whoever sends the invitation may change it."""
_PLATFORMS: Final = {Platform.SLACK: " in Slack", Platform.TEAMS: " in Teams", Platform.CONSOLE: ""}


def invitation(register: Register, programme: Programme, review: Review, by: Person | None) -> Invitation:
    """What calendars are told of it, in the name of `by`.

    It says nothing of actions: whoever is invited may be anybody.
    """
    cancelled = review.state is ReviewState.CANCELLED
    return Invitation(
        uid=str(uuid5(NAMESPACE_URL, f"learnt:{programme.key}:{programme.name}:{review.id}")),
        sequence=review.moves + cancelled,
        begins=review.at,
        ends=review.at + LENGTH,
        title=f"Lessons-learnt review of {programme.name} ({programme.key})",
        place=_place(register, programme, review),
        about="Every owner of an open action attends. Before then, say how yours stand: answer Learnt's message, or "
        "write to it: actions mine",
        cancelled=cancelled,
        organiser=(by.email or "") if by else "",
        organiser_name=by.name if by else "",
    )


def _place(register: Register, programme: Programme, review: Review) -> str:
    """ "#release-team in Slack" """
    held = [register.programmes.channel(channel) for channel in map(ChannelId, review.held_in)]
    there = [channel for channel in held if channel is not None] or list(agenda.rooms(register, programme))
    return listed([f"#{channel.name}{_PLATFORMS[channel.platform]}" for channel in there])


def as_text(of: Invitation, programme: Programme, today: date) -> str:
    """The same to paste into an invitation, with its time in the programme's zone."""
    begins, ends = of.begins.astimezone(programme.zoneinfo), of.ends.astimezone(programme.zoneinfo)
    when = f"{show_date(begins.date(), today)}, {show_time(begins.time())} to {show_time(ends.time())}"
    lines = [of.title, f"{when} ({programme.zone})", *([of.place] if of.place else []), of.about]
    return "\n".join(["Cancelled", *lines[:2]] if of.cancelled else lines)
