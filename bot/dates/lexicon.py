"""The words that dates are made of: names of days and months, their short forms, and small typos."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from bot.dates.show import MONTHS, WEEKDAYS

LONGEST_WORD: Final = 20
DAYS: Final = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
NUMBER_OF: Final = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_SHORT: Final = (
    {name[:3]: name for name in DAYS}
    | {name[:length]: name for name in NUMBER_OF for length in range(3, len(name))}
    | {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday", "xmas": "christmas"}
    | {
        "tmrw": "tomorrow",
        "tmw": "tomorrow",
        "2moro": "tomorrow",
        "tomoz": "tomorrow",
        "tomo": "tomorrow",
        "2moz": "tomorrow",
    }
    | {
        word: str(n)
        for n, word in enumerate(
            ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
        )
    }
)
# As people slip into another language; without accents, and with them where Polish has them.
_ABROAD: Final = {
    word: day
    for day, words in {
        "monday": "lundi montag lunes lunedi poniedzialek poniedziałek segunda-feira",
        "tuesday": "mardi dienstag martes martedi wtorek terça-feira",
        "wednesday": "mercredi mittwoch miercoles miércoles mercoledi środe środa sroda quarta-feira",
        "thursday": "jeudi donnerstag jueves giovedi czwartek quinta-feira",
        "friday": "vendredi freitag viernes venerdi piatek piątek sexta-feira",
        "tomorrow": "demain morgen mañana domani jutro amanhã",
    }.items()
    for word in words.split()
}
_NEVER_A_TYPO: Final = {"sundry", "macho", "many", "marc", "marsh", "mary", "match", "merch"}  # "4 many people"
_DASHED: Final = re.compile(r"([0-9]{1,2})[-/]([a-z]{3,9})(?:[-/]([0-9]{4}|[0-9]{2}))?")  # as Excel shows dates
_JOINED: Final = re.compile(r"([0-9]{1,2}(?:st|nd|rd|th)?|mid-)([a-z]{3,9})")


@lru_cache(maxsize=1024)
def plain_word(word: str) -> str:
    """A word in lower case without its punctuation; names of days and months whole, and small typos mended."""
    plain = word.casefold().rstrip(",.;:!?").replace("'", "").replace("\u2019", "")
    if plain in _SHORT or plain in _ABROAD:
        return _SHORT.get(plain) or _ABROAD[plain]
    if plain in DAYS or plain in NUMBER_OF or plain in _NEVER_A_TYPO or not plain.isascii():
        return plain
    if dashed := _DASHED.fullmatch(plain):
        return " ".join(part for part in (dashed[1], plain_word(dashed[2]), dashed[3]) if part)
    if joined := _JOINED.fullmatch(plain):  # "4Dec", "mid-December"
        return f"{joined[1].removesuffix('-')} {plain_word(joined[2])}"
    if len(plain) < 4:
        return plain
    # The first letter must be right, and a day must end in y: Sundar and Frida are people.
    days = [d for d in DAYS if d[0] == plain[0] and (plain[-1] == "y" or sorted(d) == sorted(plain))]
    tomorrow = ["tomorrow"] if plain[0] == "t" else []
    months = [m for m in NUMBER_OF if m[0] == plain[0]]
    near = get_close_matches(plain, [*days, *tomorrow], n=1, cutoff=0.82) if len(plain) > 4 else []
    near = near or get_close_matches(plain, months, n=1, cutoff=0.78)
    return near[0] if near else plain
