"""Never too much: one message that nobody asked for a person and day, three a week, over all programmes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.rules.allowance import monday
from tests.rooms import Room

SAM, ANN = "sam@pmo.example", "ann@pmo.example"
NAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def made(programmes: int, *rules: str) -> Room:
    """Ann owns one action in each of so many programmes, which hold their reviews by these rules in turn."""
    room = Room()
    room.now = at(4, 10)
    for number, name in enumerate(NAMES[:programmes]):
        room.says(SAM, f"setup {name} Programme", place=name)
        room.says(ANN, "improve the feeds", place=name)
        room.says(SAM, "action L-1 mend them @ann by 18 Dec", place=name)
        room.says(ANN, "fine A-1", place=name)
        room.says(SAM, f"review schedule {rules[number % len(rules)]}", place=name)
    room.goes_out(at(4, 11))
    return room


def to_ann(room: Room, days: range, month: int = 11) -> dict[int, list[str]]:
    """What Ann is sent on each of those days, looked at every hour."""
    found: dict[int, list[str]] = {}
    for day in days:
        sent = [one for hour in range(24) for one in room.goes_out(at(day, hour, month=month)) if one.startswith("Ann")]
        if sent:
            found[day] = [one.removeprefix("Ann: ") for one in sent]
    return found


def test_prompts_of_several_programmes_come_day_by_day() -> None:
    """Who owns something in five programmes is asked about one a day, three a week, and about all in time."""
    sent = to_ann(made(5, "first Tuesday 10:00"), range(24, 31))
    prompts = {day: [title for title in titles if "Still" not in title] for day, titles in sent.items()}
    assert {day: len(titles) for day, titles in sent.items()} == {24: 1, 25: 1, 26: 1, 30: 1}
    assert all(titles for titles in prompts.values())  # and the nudges gave way


def test_a_prompt_is_never_lost() -> None:
    """On the last morning before its review a prompt goes out whatever the allowance says."""
    room = made(8, "first Tuesday 10:00")
    early = to_ann(room, range(24, 31))
    last = to_ann(room, range(1, 2), month=12)
    asked = [title for titles in (*early.values(), *last.values()) for title in titles if "Still" not in title]
    keys = {title.removeprefix("The lessons-learnt review of ").split()[0] for title in asked}
    assert len(asked) == len(keys) == 8


def test_a_nudge_gives_way_to_a_prompt() -> None:
    """On the day of one programme's prompt there is no nudge of another's, whichever is planned first."""
    room = made(2, "first Tuesday 10:00", "first Thursday 10:00")
    sent = to_ann(room, range(24, 28))
    assert [day for day, titles in sent.items() if any("review of AP" in title for title in titles)] == [24]
    assert "review of BP is on Thu 3 Dec" in sent[26][0]  # the nudge of AP was for that day
    assert len(sent[26]) == 1


def test_a_nudge_whose_week_is_full_is_dropped() -> None:
    """After three messages in a week, nobody is nudged in it."""
    room = made(3, "first Tuesday 10:00", "first Wednesday 10:00", "first Thursday 10:00")
    sent = to_ann(room, range(23, 30))
    assert {day: len(titles) for day, titles in sent.items()} == {24: 1, 25: 1, 26: 1}


def test_what_could_not_be_sent_does_not_count() -> None:
    """A message that was given up leaves the day to another."""
    from scheduler.retry import Refused

    room = made(2, "first Tuesday 10:00")
    room.post.failures["Ann"] = Refused("no")
    room.goes_out(at(24, 9))
    room.post.failures.clear()
    room.says(SAM, "undelivered again", place="Alpha")
    assert len(room.goes_out(at(24, 12))) == 1
    assert len(room.goes_out(at(25, 9))) == 1


def test_what_waited_past_its_hours_waits_for_the_morning() -> None:
    """A prompt that no platform took before 17:00 goes out at 09:00 of the next working day, and only then."""
    from scheduler.retry import Failed

    room = made(1, "first Tuesday 10:00")
    room.post.failure = Failed("down")
    room.goes_out(at(24, 16, 59))
    room.post.failure = None
    assert to_ann(room, range(24, 26)).keys() == {25}


@pytest.mark.parametrize("programmes", [1, 3, 7])
def test_never_too_much(programmes: int) -> None:
    """Whatever falls together, nobody gets two messages a day before the last morning, or four a week."""
    room = made(programmes, "first Tuesday 10:00", "first Thursday 14:00", "last Friday 10:00")
    moment, sent = at(6, 0), []  # after the two reviews that were a day away
    while moment < at(30, 23):
        sent += [moment.date() for one in room.goes_out(moment) if one.startswith("Ann")]
        moment += timedelta(hours=1)
    assert sent
    assert all(first < second for first, second in pairwise(sent))
    assert max(Counter(map(monday, sent)).values()) <= 3
