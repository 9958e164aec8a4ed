"""When reviews are held: the rule as a coordinator types it, and the days that come of it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Final
from zoneinfo import ZoneInfo

from bot.dates.lexicon import plain_word
from bot.dates.reading import read_date, read_time
from bot.dates.reckoning import NotADay
from bot.dates.show import MONTHS, WEEKDAYS, show_time
from bot.rules.working_days import WorkingDays


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday:
    """The first to fourth such day of each month, or its last (-1)."""

    nth: int
    weekday: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeWorkingDay:
    """The first working day of each month, or its last."""

    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryWeeks:
    """Every so many weeks, counted from `start`."""

    weeks: int
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfMonth:
    """The same day of each month; the last day of a month that is too short for it."""

    day: int


Repeats = NthWeekday | EdgeWorkingDay | EveryWeeks | DayOfMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """`text` is what is stored and shown; reading it gives the same rule on any later day."""

    text: str
    time: time
    repeats: Repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class NotARule:
    """No rule could be read; `sentence` says what to type."""

    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A day to hold a review; if the rule's own day is not a working day, that day and why it is not."""

    day: date
    moved_from: date | None = None
    why: str | None = None


_NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_WORDS: Final = (*_NTH, "working", "every", "weeks", "monthly", "weekly", "fortnightly", "month", "from", "fifth")
_SAME: Final = {
    "each": "every", "week": "weeks",
    "fortnight": "2 weeks", "other": "2", "business": "working", "weekday": "working day", "starting": "from",
    "one": "1",
}  # fmt: skip
_FILLERS: Final = {"at", "on", "the", "of", "a", "in", "@"}
_DAY: Final = f"(?P<weekday>{'|'.join(name.lower() for name in WEEKDAYS)})"
_ORDINALS: Final = ("", "first", "second", "third", "fourth", "fifth")
_ORDINAL: Final = re.compile(rf"\b([1-5])(?:st|nd|rd|th)(?= (?:working|{_DAY}))")  # "the 1st Tuesday"
_NTH_DAY: Final = re.compile(rf"(?:(?:every|monthly) )?(?P<nth>{'|'.join(_NTH)}) {_DAY}(?: monthly)?")
_EDGE: Final = re.compile(r"(?:(?:every|monthly) )?(?P<edge>first|last) working day(?: monthly)?")
_EVERY: Final = re.compile(rf"every (?:(?P<count>[0-9]{{1,2}}) )?(?:weeks )?{_DAY}")
_MONTHLY: Final = re.compile(r"(?:monthly )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: monthly)?")
_HINT: Final = NotARule(
    sentence="Type when reviews are held, such as: first Tuesday 10:00, last working day 14:00, "
    "every 4 weeks on Tue 10:00 from 1 Dec, or monthly on the 15th 10:00."
)
_LONGEST: Final = 200
_TEN: Final = time(10)


def read_rule(text: str, today: date) -> ReviewRule | NotARule:
    """The rule in a text. Without a time it is 10:00; weeks without a start count from the next such day."""
    if len(text) > _LONGEST:
        return _HINT
    joined = re.sub(r"([0-9]) (am|pm)\b", r"\1\2", text, flags=re.IGNORECASE | re.ASCII)
    words, since, *_ = [*re.split(r"\b(?:from|starting)\b", joined, maxsplit=1, flags=re.IGNORECASE), ""]
    times, plain = _split_times(words.split())
    late_times, day_words = _split_times(since.split())  # "from 1 Dec at 10:00"
    times += late_times
    if len(times) > 1:
        return _HINT
    start = read_date(" ".join(day_words).removesuffix(" at"), today, past_ok=True) if since else None
    if isinstance(start, NotADay):
        return NotARule(sentence=start.sentence)
    if since.strip() and start is None:
        return _HINT
    read = _read_repeats(_phrase(plain), start, today)
    return read if isinstance(read, NotARule) else _rule(read, times[0] if times else _TEN)


def _split_times(words: list[str]) -> tuple[list[time], list[str]]:
    times = [at for word in words if (at := read_time(word)) is not None]
    return times, [word for word in words if read_time(word) is None]


def _phrase(words: list[str]) -> str:
    """The words that count, spelt right: "evry two weeks on the Tues" is "every 2 weeks tuesday"."""
    plain = [_SAME.get(word, word) for word in map(plain_word, map(_one, words)) if word and word not in _FILLERS]
    mended = [
        word if not word.isalpha() or word.capitalize() in WEEKDAYS else next(iter(_near(word)), word) for word in plain
    ]
    phrase = " ".join(mended).replace("fortnightly", "2 weekly")
    phrase = _ORDINAL.sub(lambda found: _ORDINALS[int(found[1])], phrase)
    phrase = re.sub(r" month\b", "", re.sub(r"every month\b", "monthly", phrase))
    return re.sub(r"^(?:([0-9]+) )?weekly", lambda found: f"every {found[1] or 1} weeks", phrase)


def _one(word: str) -> str:
    """ "Thursdays" is said where "Thursday" is meant, in rules alone: elsewhere it is no single day."""
    single = word.removesuffix("s")
    return single if single.capitalize() in WEEKDAYS else word


def _near(word: str) -> list[str]:
    return get_close_matches(word, _WORDS, n=1, cutoff=0.8) if len(word) > 3 else []


def _read_repeats(phrase: str, start: date | None, today: date) -> Repeats | NotARule:
    if found := _EVERY.fullmatch(phrase):
        weekday, weeks = _weekday(found), int(found["count"] or 1)
        if not 1 <= weeks <= 52:
            return NotARule(sentence=f"Every {weeks} weeks is no rhythm. Type 1 to 52, such as every 4 weeks on Tue.")
        first = start or today + timedelta(days=1)
        return EveryWeeks(weeks=weeks, start=first + timedelta(days=(weekday - first.weekday()) % 7))
    if start is not None:
        return NotARule(sentence="Only a rule in weeks has a start. Type it such as: every 4 weeks on Tue from 1 Dec.")
    if found := _NTH_DAY.fullmatch(phrase):
        return NthWeekday(nth=_NTH[found["nth"]], weekday=_weekday(found))
    if found := _EDGE.fullmatch(phrase):
        return EdgeWorkingDay(last=found["edge"] == "last")
    if (found := _MONTHLY.fullmatch(phrase)) and "monthly" in phrase:
        day = int(found["day"])
        if 1 <= day <= 31:
            return DayOfMonth(day=day)
        return NotARule(sentence=f"No month has a day {day}. Type such as: monthly on the 15th 10:00.")
    if found := re.search(f"fifth {_DAY}", phrase):
        name = WEEKDAYS[_weekday(found)]
        return NotARule(sentence=f"Not every month has a fifth {name}. Type last {name} for the last one.")
    return _HINT


def _weekday(found: re.Match[str]) -> int:
    return WEEKDAYS.index(found["weekday"].capitalize())


def _rule(repeats: Repeats, at: time) -> ReviewRule:
    return ReviewRule(text=_text(repeats, show_time(at)), time=at, repeats=repeats)


def _text(repeats: Repeats, at: str) -> str:
    match repeats:
        case NthWeekday(nth=nth, weekday=weekday):
            name = next(word for word, number in _NTH.items() if number == nth)
            return f"{name} {WEEKDAYS[weekday]} {at}"
        case EdgeWorkingDay(last=last):
            return f"{'last' if last else 'first'} working day {at}"
        case EveryWeeks(weeks=weeks, start=day):
            # With its year, so that it still means the same when it is read years later.
            since = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
            every = "every week" if weeks == 1 else f"every {weeks} weeks"
            return f"{every} on {WEEKDAYS[day.weekday()][:3]} {at} from {since}"
        case DayOfMonth(day=day):
            ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
            return f"monthly on the {day}{ending} {at}"


def next_review(rule: ReviewRule, after: date, working: WorkingDays) -> Occurrence:
    """The first review strictly after a day, moved off the days that nobody works."""
    found: list[Occurrence] = []
    window = timedelta(days=62)  # a day can move across its neighbours when a quiet period is long
    for day in _days(rule.repeats, after - window, working):
        if found and day > after + window:
            break
        moved = _moved(day, working)
        if moved.day > after:
            found.append(moved)
    return min(found, key=lambda occurrence: (occurrence.day, occurrence.moved_from is not None))


def _days(repeats: Repeats, since: date, working: WorkingDays) -> Iterator[date]:
    """The rule's own days in order, without end, from about `since` on."""
    if isinstance(repeats, EveryWeeks):
        step = timedelta(weeks=repeats.weeks)
        day = repeats.start + max(0, (since - repeats.start) // step) * step
        while True:
            yield day
            day += step
    month = since.replace(day=1)
    while True:
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        day = _day_in_month(repeats, month, last, working)
        if month <= day <= last:  # a month that is quiet throughout has no working day to be its first
            yield day
        month = last + timedelta(days=1)


def _day_in_month(
    repeats: NthWeekday | EdgeWorkingDay | DayOfMonth, first: date, last: date, working: WorkingDays
) -> date:
    match repeats:
        case EdgeWorkingDay(last=True):
            return working.on_or_before(last)
        case EdgeWorkingDay():
            return working.on_or_after(first)
        case DayOfMonth(day=day):
            return min(last, first + timedelta(days=day - 1))
        case NthWeekday(nth=-1, weekday=weekday):
            return last - timedelta(days=(last.weekday() - weekday) % 7)
        case NthWeekday(nth=nth, weekday=weekday):
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _moved(day: date, working: WorkingDays) -> Occurrence:
    """The next working day, or the one before if that leaves the month; never so for a whole quiet month."""
    why = working.why_not(day)
    if why is None:
        return Occurrence(day=day)
    later, earlier = working.on_or_after(day), working.on_or_before(day)
    moved = earlier if later.month != day.month and earlier.month == day.month else later
    return Occurrence(day=moved, moved_from=day, why=why)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a local time.

    A time that the clocks skip is taken as far into the hour after the change; of one that comes twice, the first.
    """
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)
