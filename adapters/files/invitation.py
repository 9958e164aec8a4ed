"""A review as a file that calendars take in: iCalendar, RFC 5545, to be published or cancelled as RFC 5546 says."""

# pyright: reportUnknownMemberType=false
# icalendar leaves the type of what a property may hold open.
from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from icalendar import Calendar, Event, vCalAddress, vText

from bot.words.invitation import Invitation

_NOBODY: Final = "learnt@learnt.invalid"
"""A file that is published or cancelled has to have an organiser (RFC 5546, 3.2.1 and 3.2.5)."""


def as_calendar(of: Invitation, now: datetime) -> bytes:
    """The file. Times are in UTC, which every calendar shows in its own zone; `now` is a UTC instant."""
    event = Event()
    event.add("uid", of.uid)
    event.add("sequence", of.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", of.begins.astimezone(UTC))
    event.add("dtend", of.ends.astimezone(UTC))
    event.add("summary", of.title)
    if of.place:
        event.add("location", of.place)
    event.add("description", of.about)
    event.add("status", "CANCELLED" if of.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    organiser = vCalAddress(f"mailto:{of.organiser or _NOBODY}")
    if of.organiser_name:
        # Some calendars take a backslash for the start of something there, though RFC 5545, 3.2 knows no such thing.
        organiser.params["CN"] = vText(of.organiser_name.replace("\\", "/"))
    event["organizer"] = organiser
    calendar = Calendar()
    calendar.add("prodid", "-//Learnt//Lessons-learnt reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if of.cancelled else "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()
