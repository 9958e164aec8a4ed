"""An invitation is a file that calendars take: RFC 5545 line by line, RFC 5546 by its method."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from adapters.files.invitation import as_calendar
from bot.words.clean import clean
from bot.words.invitation import Invitation

NOW = datetime(2026, 11, 24, 9, 30, 15, tzinfo=UTC)
AT = datetime(2026, 12, 1, 10, tzinfo=UTC)


def of(**changes: object) -> Invitation:
    fields: dict[str, object] = {
        "uid": "5c1e2a52-1c1e-5d52-9a9e-2f6a0c1d7b11", "sequence": 0, "begins": AT, "ends": AT + timedelta(hours=1),
        "title": "Lessons-learnt review", "place": "#release-team in Slack", "about": "Every owner attends.",
        "organiser": "sam@pmo.example", "organiser_name": "Sam Green",
    }  # fmt: skip
    return Invitation(**(fields | changes))  # pyright: ignore[reportArgumentType]  # fields of a test


def event_of(content: bytes) -> Event:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def lines(content: bytes) -> list[str]:
    """The file's lines, unfolded."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_published() -> None:
    """It has all that a published event must have, in UTC, and asks nobody for an answer."""
    written = lines(as_calendar(of(), NOW))
    assert written[0] == "BEGIN:VCALENDAR"
    for line in (
        "VERSION:2.0", "METHOD:PUBLISH", "DTSTAMP:20261124T093015Z", "DTSTART:20261201T100000Z",
        "DTEND:20261201T110000Z", "UID:5c1e2a52-1c1e-5d52-9a9e-2f6a0c1d7b11", "SEQUENCE:0", "STATUS:CONFIRMED",
        "SUMMARY:Lessons-learnt review", 'ORGANIZER;CN="Sam Green":mailto:sam@pmo.example',
    ):  # fmt: skip
        assert written.count(line) == 1, line
    assert not [line for line in written if line.startswith("ATTENDEE")]


def test_moved_and_cancelled() -> None:
    """A change has a higher sequence under the same key; one that is off is cancelled by its method and its status."""
    moved, off = (lines(as_calendar(of(**what), NOW)) for what in ({"sequence": 1}, {"sequence": 2, "cancelled": True}))
    assert "SEQUENCE:1" in moved
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(off)
    assert [line for line in moved if line.startswith("UID")] == [line for line in off if line.startswith("UID")]


def test_without_an_address() -> None:
    """Somebody's address that isn't known is not made up: the organiser is nobody who could be written to."""
    assert (
        event_of(as_calendar(of(organiser="", organiser_name=""), NOW))["ORGANIZER"] == "mailto:learnt@learnt.invalid"
    )


def test_another_zone_is_the_same_moment() -> None:
    """Whatever zone an instant came in, the file says it in UTC."""
    local = AT.astimezone(ZoneInfo("America/New_York"))
    assert event_of(as_calendar(of(begins=local), NOW))["DTSTART"].dt == AT


@pytest.mark.parametrize("field", ["title", "place", "about", "organiser_name"])
@given(words=st.text(max_size=300))
def test_any_text(field: str, words: str) -> None:
    """Whatever somebody is called, and whatever a programme is, comes back as it was and adds no line of its own."""
    text = " ".join((clean(words) or "").replace('"', "'").split()) or "x"
    text = text.replace("\\", "/") if field == "organiser_name" else text
    content = as_calendar(of(**{field: text}), NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    names = [line.partition(":")[0].partition(";")[0] for line in lines(content) if line]
    assert len(names) == len(set(names)) + 2  # BEGIN and END are there twice
    event = event_of(content)
    name = {"title": "SUMMARY", "place": "LOCATION", "about": "DESCRIPTION", "organiser_name": "ORGANIZER"}[field]
    assert str(event[name].params["CN"] if field == "organiser_name" else event[name]) == text
