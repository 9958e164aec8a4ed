"""Dates as people in Britain type them: the day before the month, "Friday week", "end of the month".

Every reader returns the day, or `NotADay` with what to type instead, or None: this is not a date at all.
No clock is read (today is always given), and only a few words at either end of a text are looked at.
"""

from __future__ import annotations

import re
from datetime import date, time
from itertools import islice
from typing import Final

from bot.dates.lexicon import LONGEST_WORD, plain_word
from bot.dates.of_month import OF_MONTH, next_day_of_month, read_calendar
from bot.dates.phrases import read_count, read_name
from bot.dates.reckoning import NotADay, Read, next_weekday
from bot.dates.show import show_date

_MOST_WORDS: Final = 8  # "by the Friday the 4th of December 2026"
_FILLERS: Final = {"the", "of"}
_LEAD: Final = re.compile(r"(?:(?:by|on|due) )*(?:(?:w/c|w/b|wc|week commencing|week beginning) )?")
_TIME: Final = re.compile(r"([0-9]{1,2})(?:([:.h])([0-9]{2})|(h))? ?(am|pm)?", re.IGNORECASE)


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
    plain = text.strip().rstrip(",;.").casefold() if len(text) <= LONGEST_WORD else ""
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


def _read_words(words: list[str], today: date, *, past_ok: bool) -> Read:
    if any(len(word) > LONGEST_WORD for word in words) or any(map(_ends_sentence, words[:-1])):
        return None
    plain = [plain_word(word) for word in words]
    if not all(plain) or not plain or plain[0] == "of" or plain[-1] in _FILLERS:
        return None
    phrase = " ".join(word for word in plain if word not in _FILLERS)
    phrase = phrase[len(found[0]) :] if (found := _LEAD.match(phrase)) else phrase
    read = read_name(phrase, today) or read_count(phrase, today)
    if read is None and ((bare := OF_MONTH.fullmatch(phrase)) and ("the" in plain or bare["weekday"])):
        read = next_day_of_month(bare, today)
    read = read or read_calendar(phrase, today, past_ok=past_ok)
    if isinstance(read, date) and read < today and not past_ok:
        soon = show_date(next_weekday(today, 4), today)
        return NotADay(sentence=f"{show_date(read, today)} has passed. Type a day from today on, such as {soon}.")
    return read


def _ends_sentence(word: str) -> bool:
    """Whether the next word starts a new sentence ("Friday. Week was bad"); "Fri." and "Thurs." are only short."""
    return word[-1] in ";:!?" or (word[-1] == "." and len(word) > len("Thurs."))
