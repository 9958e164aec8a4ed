"""Dates as people in Britain type them: the day before the month, "Friday week", "end of the month".

Every reader returns the day, or `NotADay` with what to type instead, or None: this is not a date at all.
No clock is read (today is always given), and only a few words at either end of a text are looked at.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Final

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NotADay:
    """Meant as a date, yet no day to go by: past, impossible, ambiguous or contradicting itself.

    `sentence` is complete and says what to type instead; `options` are the days it may have meant, if any.
    """

    sentence: str
    options: tuple[date, ...] = ()


Read = date | NotADay | None

_MOST_WORDS: Final = 8  # "by the Friday the 4th of December 2026"
_LONGEST_WORD: Final = 20
_RECENT: Final = timedelta(days=60)  # a day without a year that passed this recently was meant as the past one
_FILLERS: Final = {"the", "of"}
_DAYS: Final = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
_NUMBER_OF: Final = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_SHORT: Final = (
    {name[:3]: name for name in _DAYS}
    | {name[:length]: name for name in _NUMBER_OF for length in range(3, len(name))}
    | {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday", "xmas": "christmas"}
    | {"tmrw": "tomorrow", "tmw": "tomorrow", "2moro": "tomorrow"}
    | {
        word: str(n)
        for n, word in enumerate(
            ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
        )
    }
)
_NEVER_A_TYPO: Final = {"sundry", "macho", "many", "marc", "marsh", "mary", "match", "merch"}  # "4 many people"

_DAY: Final = f"(?P<weekday>{'|'.join(_DAYS)})"
_MONTH: Final = f"(?P<month>{'|'.join(_NUMBER_OF)})"
_NUMBER: Final = "(?P<day>[0-9]{1,2})"
_TH: Final = "(?:st|nd|rd|th)"
_YEAR: Final = "(?: (?P<year>(?:19|20)[0-9]{2}|[0-9]{2}))?"
_COUNT: Final = "(?P<count>an?|one|[0-9]{1,3})"

_BARE: Final = re.compile(rf"(?:(?P<which>this|next|last|coming) )?{_DAY}")
_OF_MONTH: Final = re.compile(rf"(?:{_DAY} )?{_NUMBER}{_TH}")
_PART: Final = re.compile(rf"(?P<part>end|mid|middle) {_MONTH}{_YEAR}")
_IN: Final = re.compile(rf"in {_COUNT} (?P<unit>day|week|fortnight|month)s?(?: time)?")
_FROM: Final = re.compile(rf"{_COUNT} (?P<unit>week|fortnight)s? (?:(?:on|from) )?(?P<start>today|now|tomorrow|{_DAY})")
_WEEK_AFTER: Final = re.compile(rf"{_DAY} week")
_WORDED: Final = (
    re.compile(rf"(?:{_DAY} )?{_NUMBER}{_TH}? {_MONTH}{_YEAR}"),
    re.compile(rf"(?:{_DAY} )?{_MONTH} {_NUMBER}{_TH}?{_YEAR}"),
)
_NUMERIC: Final = re.compile(
    rf"(?:{_DAY} )?{_NUMBER}(?P<sep>[/.-])(?P<month>[0-9]{{1,2}})(?:(?P=sep)(?P<year>[12][0-9]{{3}}|[0-9]{{2}}))?"
)
_ISO: Final = re.compile(rf"(?:{_DAY} )?(?P<year>[12][0-9]{{3}})-(?P<month>[0-9]{{1,2}})-{_NUMBER}")
_LEAD: Final = re.compile(r"(?:(?:by|on|due) )*(?:(?:w/c|w/b|wc|week commencing|week beginning) )?")
_DASHED: Final = re.compile(r"([0-9]{1,2})[-/]([a-z]{3,9})(?:[-/]([0-9]{4}|[0-9]{2}))?")  # as Excel shows dates
_JOINED: Final = re.compile(r"([0-9]{1,2}(?:st|nd|rd|th)?|mid-)([a-z]{3,9})")
_TIME: Final = re.compile(r"([0-9]{1,2})(?:([:.h])([0-9]{2})|(h))? ?(am|pm)?", re.IGNORECASE)


def show_date(day: date, today: date) -> str:
    """ "Fri 4 Dec", with the year only if it is not today's year."""
    year = "" if day.year == today.year else f" {day.year:04d}"
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"


def show_time(at: time) -> str:
    return f"{at.hour:02d}:{at.minute:02d}"


def read_date(text: str, today: date, *, past_ok: bool = False) -> Read:
    """The day that the whole text names."""
    words = text.split(None, _MOST_WORDS)
    return _read_words(words, today, past_ok=past_ok) if len(words) <= _MOST_WORDS else None


def leading_date(text: str, today: date, *, past_ok: bool = False) -> tuple[date | NotADay, str] | None:
    """The longest run of words at the start that is a date, and the rest of the text."""
    found = list(islice(re.finditer(r"\S+", text), _MOST_WORDS))
    for count in range(len(found), 0, -1):
        read = _read_words([word.group() for word in found[:count]], today, past_ok=past_ok)
        if read is not None:
            return read, text[found[count - 1].end() :].strip()
    return None


def trailing_by_date(text: str, today: date) -> tuple[str, date | NotADay] | None:
    """What stands before a final "by DATE" or "due DATE", and that date; the longest such ending wins."""
    words = text.rsplit(None, _MOST_WORDS)
    for start in range(max(0, len(words) - _MOST_WORDS), len(words) - 1):
        if words[start].casefold() not in {"by", "due"}:
            continue
        read = _read_words(words[start + 1 :], today, past_ok=False)
        if read is not None:
            return text.rsplit(None, len(words) - start)[0] if start else "", read
    return None


def read_time(text: str) -> time | None:
    """A time of day, such as "10:00", "10.30", "2pm", "14h00" or "noon"; a number alone is none."""
    plain = text.strip().rstrip(",;.").casefold() if len(text) <= _LONGEST_WORD else ""
    if plain in {"noon", "midday"}:
        return time(12)
    found = _TIME.fullmatch(plain)
    if found is None or not (found[2] or found[4] or found[5]):
        return None
    hour, minute = int(found[1]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[5] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def leading_date_time(text: str, today: date) -> tuple[date | NotADay, time | None, str] | None:
    """A date at the start, the time that follows it if one does, and the rest of the text."""
    dated = leading_date(text, today)
    if dated is None:
        return None
    day, rest = dated
    words = rest.split(None, 3)
    skipped = 1 if words and words[0].casefold() in {"at", "@"} else 0
    for count in (2, 1):  # "2 pm" before "2"
        at = read_time(" ".join(words[skipped : skipped + count]))
        if at is not None:
            left = rest.split(None, skipped + count)[skipped + count :]
            return day, at, left[0].strip() if left else ""
    return day, None, rest


@lru_cache(maxsize=1024)
def plain_word(word: str) -> str:
    """A word in lower case without its punctuation; names of days and months whole, and small typos mended."""
    plain = word.casefold().rstrip(",.;:!?").replace("'", "").replace("\u2019", "")
    if plain in _SHORT:
        return _SHORT[plain]
    if plain in _DAYS or plain in _NUMBER_OF or plain in _NEVER_A_TYPO or not plain.isascii():
        return plain
    if dashed := _DASHED.fullmatch(plain):
        return " ".join(part for part in (dashed[1], plain_word(dashed[2]), dashed[3]) if part)
    if joined := _JOINED.fullmatch(plain):  # "4Dec", "mid-December"
        return f"{joined[1].removesuffix('-')} {plain_word(joined[2])}"
    if len(plain) < 4:
        return plain
    # The first letter must be right, and a day must end in y: Sundar and Frida are people.
    days = [d for d in _DAYS if d[0] == plain[0] and (plain[-1] == "y" or sorted(d) == sorted(plain))]
    tomorrow = ["tomorrow"] if plain[0] == "t" else []
    months = [m for m in _NUMBER_OF if m[0] == plain[0]]
    near = get_close_matches(plain, [*days, *tomorrow], n=1, cutoff=0.82) if len(plain) > 4 else []
    near = near or get_close_matches(plain, months, n=1, cutoff=0.78)
    return near[0] if near else plain


def _read_words(words: list[str], today: date, *, past_ok: bool) -> Read:
    if any(len(word) > _LONGEST_WORD for word in words) or any(map(_ends_sentence, words[:-1])):
        return None
    plain = [plain_word(word) for word in words]
    if not all(plain) or not plain or plain[0] == "of" or plain[-1] in _FILLERS:
        return None
    phrase = " ".join(word for word in plain if word not in _FILLERS)
    phrase = phrase[len(found[0]) :] if (found := _LEAD.match(phrase)) else phrase
    read = _read_name(phrase, today) or _read_count(phrase, today)
    if read is None and ((bare := _OF_MONTH.fullmatch(phrase)) and ("the" in plain or bare["weekday"])):
        read = _next_day_of_month(bare, today)
    read = read or _read_calendar(phrase, today, past_ok=past_ok)
    if isinstance(read, date) and read < today and not past_ok:
        soon = show_date(_coming(today, 4), today)
        return NotADay(sentence=f"{show_date(read, today)} has passed. Type a day from today on, such as {soon}.")
    return read


def _ends_sentence(word: str) -> bool:
    """Whether the next word starts a new sentence ("Friday. Week was bad"); "Fri." and "Thurs." are only short."""
    return word[-1] in ";:!?" or (word[-1] == "." and len(word) > len("Thurs."))


def _coming(today: date, weekday: int) -> date:
    """The next such day, strictly after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _friday(today: date, weeks: int) -> date:
    """The Friday that ends this week or a later one; at the weekend, this week is the one about to start."""
    return today + timedelta(days=(4 - today.weekday()) % 7 if weeks == 0 else 4 - today.weekday() + 7 * weeks)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months_on(today: date, count: int) -> date:
    """The same day some months on, or the last day of a month that is too short for it."""
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return min(_month_end(year, month + 1), date(year, month + 1, 1) + timedelta(days=today.day - 1))


def _end_of_month_on(today: date, count: int) -> date:
    later = _months_on(today, count)
    return _month_end(later.year, later.month)


def _weekday_near(day: date, step: int) -> date:
    """The first weekday after a day (step 1) or before it (step -1)."""
    day += timedelta(days=step)
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _before_christmas(today: date) -> date:
    return _weekday_near(date(today.year + (today >= date(today.year, 12, 25)), 12, 25), -1)


def _new_year(today: date) -> date:
    first = _weekday_near(date(today.year, 1, 1), 1)
    return first if first >= today else _weekday_near(date(today.year + 1, 1, 1), 1)


# "the" and "of" are left out before a phrase is looked up.
_NAMED: Final[Mapping[str, Callable[[date], date]]] = {
    "yesterday": lambda today: today - timedelta(days=1),
    "tomorrow": lambda today: today + timedelta(days=1),
    "day after tomorrow": lambda today: today + timedelta(days=2),
    **dict.fromkeys(("today", "tonight", "end day", "eod"), lambda today: today),
    **dict.fromkeys(("end week", "end this week", "this week", "eow"), lambda today: _friday(today, 0)),
    **dict.fromkeys(("end next week", "next week"), lambda today: _friday(today, 1)),
    **dict.fromkeys(
        ("end month", "end this month", "this month", "month end", "month-end", "eom"),
        lambda today: _end_of_month_on(today, 0),
    ),
    **dict.fromkeys(("end next month", "next month"), lambda today: _end_of_month_on(today, 1)),
    **dict.fromkeys(("end year", "end this year", "year end", "eoy"), lambda today: date(today.year, 12, 31)),
    **dict.fromkeys(("christmas", "before christmas"), _before_christmas),
    **dict.fromkeys(("new year", "in new year"), _new_year),
}


def _read_name(phrase: str, today: date) -> Read:
    """ "tomorrow", "end of the month", "Friday", "next Friday"."""
    if phrase in _NAMED:
        return _NAMED[phrase](today)
    found = _BARE.fullmatch(phrase)
    if found is None:
        return None
    coming, week = _coming(today, _DAYS[found["weekday"]]), timedelta(days=7)
    match found["which"]:
        case "this":
            return today if coming == today + week else coming
        case "last":
            return coming - week if coming < today + week else today - week
        case "next" if coming.isocalendar()[:2] == today.isocalendar()[:2]:
            one, other = show_date(coming, today), show_date(coming + week, today)
            name = found["weekday"].capitalize()
            sentence = f"Next {name} could be {one} or {other}. Type one of the two."
            return NotADay(sentence=sentence, options=(coming, coming + week))
        case _:
            return coming


def _read_count(phrase: str, today: date) -> Read:
    """ "in two weeks", "a week on Friday", "Friday week"."""
    if found := _WEEK_AFTER.fullmatch(phrase):
        return _coming(today, _DAYS[found["weekday"]]) + timedelta(days=7)
    found = _IN.fullmatch(phrase) or _FROM.fullmatch(phrase)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    if found["unit"] == "month":
        return _months_on(today, count)
    start = found.groupdict().get("start") or "today"
    base = _coming(today, _DAYS[start]) if start in _DAYS else today + timedelta(days=start == "tomorrow")
    return base + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[found["unit"]])


def _next_day_of_month(found: re.Match[str], today: date) -> date | NotADay:
    """ "the 4th": the next day of that number, today included."""
    number = int(found["day"])
    if not 1 <= number <= 31:
        soon = show_date(_coming(today, 4), today)
        return NotADay(sentence=f"No month has a day {number}. Type a day such as {soon}.")
    firsts = (_months_on(today.replace(day=1), ahead) for ahead in range(3))
    days = (first + timedelta(days=number - 1) for first in firsts if _month_end(first.year, first.month).day >= number)
    return _agreed(next(day for day in days if day >= today), found["weekday"], today, past_ok=False)


def _read_calendar(phrase: str, today: date, *, past_ok: bool) -> Read:
    """A day and a month, in words or in numbers, perhaps with its weekday and its year."""
    if found := _PART.fullmatch(phrase):
        year, month = _year(found["year"]), _NUMBER_OF[found["month"]]
        years = [year] if year else [today.year + offset for offset in (-1, 0, 1)]
        day = 15 if found["part"] != "end" else None
        return _choose([date(y, month, day) if day else _month_end(y, month) for y in years], None, today, past_ok)
    for worded in _WORDED:
        if found := worded.fullmatch(phrase):
            year = _year(found["year"])
            # "4 Dec 12 people" holds no year: two figures count as one only if it is near.
            if year and len(found["year"]) == 2 and not -1 <= year - today.year <= 2:
                return None
            return _on(int(found["day"]), _NUMBER_OF[found["month"]], year, found["weekday"], today, past_ok=past_ok)
    found = _ISO.fullmatch(phrase) or _NUMERIC.fullmatch(phrase)
    if found is None:
        return None
    day, month, year, sep = int(found["day"]), int(found["month"]), _year(found["year"]), found.groupdict().get("sep")
    if sep in {".", "-"} and (year is None or not -10 <= year - today.year <= 10):
        return None  # "24.3" and "1.4.99" name releases
    if year is None and not (1 <= day <= 31 and 1 <= month <= 31):
        return None  # "50/50"
    return _on(day, month, year, found["weekday"], today, past_ok=past_ok)


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on(day: int, month: int, year: int | None, weekday: str | None, today: date, *, past_ok: bool) -> date | NotADay:
    years = [year] if year else [today.year + offset for offset in (-1, 0, 1)]
    days = [found for y in years if (found := _real(y, month, day))]
    if not days:
        return _impossible(day, month, year, today)
    return _agreed(_choose(days, weekday, today, past_ok), weekday, today, past_ok=past_ok)


def _choose(days: list[date], weekday: str | None, today: date, past_ok: bool) -> date:
    """Which year was meant by a day without one: the coming one, unless the day has only just passed."""
    if len(days) == 1:
        return days[0]
    wanted = _DAYS[weekday] if weekday else None
    if past_ok:
        return min(days, key=lambda day: (wanted is not None and day.weekday() != wanted, abs(day - today)))
    coming = next(day for day in days if day >= today)
    recent = next((day for day in days if timedelta() < today - day <= _RECENT), coming)
    # In January "Mon 20 Dec" may be this year's or the last one's: the weekday tells.
    return coming if coming.year == today.year and coming.weekday() == wanted else recent


def _agreed(day: date, weekday: str | None, today: date, *, past_ok: bool) -> date | NotADay:
    """The day, unless the weekday typed with it is another one."""
    if weekday is None or day.weekday() == _DAYS[weekday] or (day < today and not past_ok):
        return day
    other = day + timedelta(days=(_DAYS[weekday] - day.weekday() + 3) % 7 - 3)
    if other < today and not past_ok:
        other += timedelta(days=7)
    first, second = sorted((day, other))
    sentence = (
        f"{show_date(day, today)[4:]} is a {WEEKDAYS[day.weekday()]}, not a {weekday.capitalize()}. "
        f"Type {show_date(first, today)} or {show_date(second, today)}."
    )
    return NotADay(sentence=sentence, options=(first, second))


def _impossible(day: int, month: int, year: int | None, today: date) -> NotADay:
    if not 1 <= month <= 12:
        swapped = _on(month, day, year, None, today, past_ok=False) if 1 <= day <= 12 and 1 <= month <= 31 else None
        if isinstance(swapped, date) and swapped >= today:
            sentence = f"There is no month {month}. In Britain the day comes first: type {show_date(swapped, today)}."
            return NotADay(sentence=sentence, options=(swapped,))
        soon = show_date(_coming(today, 4), today)
        return NotADay(sentence=f"There is no month {month}. Type the day and then the month, such as {soon}.")
    ends = [_month_end(y, month) for y in ([year] if year else [today.year, today.year + 1])]
    last = next((end for end in ends if end >= today), _coming(today, 4))
    named = f"{day} {MONTHS[month - 1][:3]}" + (f" in {year or last.year}" if (day, month) == (29, 2) else "")
    sentence = f"There is no {named}. Type a day that exists, such as {show_date(last, today)}."
    return NotADay(sentence=sentence, options=(last,) if last in ends else ())
