"""The new date that an answer gives an action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.conversations.understanding.segment import Segment
from bot.dates.lexicon import DAYS, NUMBER_OF, plain_word
from bot.dates.reading import leading_date
from bot.dates.reckoning import NotADay

_STRONG: Final = frozenset({"by", "to", "due", "now", "say", "eta", "like", "for", "until", "="})
_INSTEAD: Final = frozenset({"than", "of", "not", "was", "from", "originally", "since", "last", "after"})
_AFTER_SAT: Final = frozenset({"with", "on", "in", "it", "nav", "navs", "at", "down", "there", "here", "waiting"})
_PAST: Final = frozenset(
    {
        "was", "were", "had", "did", "went", "came", "got", "said", "fell", "broke", "sent", "met", "ran", "told",
        "took", "gave", "made", "found", "left", "lost", "paid", "held", "wrote", "saw", "spoke", "rang", "heard",
        "began",
        "bought", "brought", "chose", "drew", "sold", "threw", "thought", "won", "stood", "built", "taught",
    }
)  # fmt: skip
_IS_TO_BE: Final = frozenset({"get", "gets", "being", "to", "be", "planned", "scheduled", "due"})
_SHORTEST: Final = 4
_STARTS: Final = frozenset(
    "tomorrow today tonight eod eow eom end next this in a mid middle the w/c wc week month before christmas xmas new "
    "within another couple early late first close cob early later".split()
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was named: the piece's words from `start` to before `end`."""

    day: date
    start: int
    end: int


def days_in(piece: Segment, text: str, today: date) -> list[Day]:
    """Every day that a piece names, past ones too."""
    found: list[Day] = []
    place = 0
    while place < len(piece.words):
        word = piece.words[place]
        if _may_start(word.raw) and not _is_sitting(piece, place):
            read = leading_date(text[word.start : piece.words[-1].end], today, past_ok=True)
            if read is not None:
                day, rest = read
                if isinstance(day, NotADay):
                    day = day.options[-1] if day.options else None
                used = len(text[word.start : piece.words[-1].end]) - len(rest)
                end = next(
                    (p for p in range(place, len(piece.words)) if piece.words[p].start >= word.start + used),
                    len(piece.words),
                )
                if day is not None:
                    found.append(Day(day, place, end))
                place = max(end, place + 1)
                continue
        place += 1
    return found


def _is_sitting(piece: Segment, place: int) -> bool:
    """Whether "sat" is what somebody or something does, and no Saturday: "quote's sat with them", "sat nav"."""
    after = piece.words[place + 1].text if place + 1 < len(piece.words) else ""
    return piece.words[place].raw == "sat" and after in _AFTER_SAT


def _may_start(raw: str) -> bool:
    word = plain_word(raw)
    first = word.split()[0] if word else ""
    return bool(raw[:1].isdigit() or first in DAYS or first in NUMBER_OF or first in _STARTS)


def due_of(pieces: Sequence[Segment], text: str, today: date) -> date | None:
    """The new date for an action, of all the days named in what was said of it."""
    best: tuple[int, int, date] | None = None
    for number, piece in enumerate(pieces):
        if piece.set_aside or any(
            cue.means("unstarted") and ("start" in cue.text or "begin" in cue.text) for cue in piece.cues
        ):
            continue  # the day on which something starts is not the one by which it is done
        for day in days_in(piece, text, today):
            if day.day < today or (day.day == today and not piece.has("will", "promised")):
                continue
            before = piece.words[day.start - 1].text if day.start else ""
            if piece.words[day.start].text == "this" and any(
                cue.means("not", "no", "far", "same") and cue.end <= day.start for cue in piece.cues
            ):
                continue  # "no chance this week"
            first = piece.words[day.start].text
            if before in _INSTEAD or (_is_past(piece, day) and _is_loose(piece, day)):
                continue
            strong = 1 if before in _STRONG or first in {"by", "due"} else 0
            if best is None or (strong, number) >= best[:2]:
                best = strong, number, day.day
    return best[2] if best else None


def _is_past(piece: Segment, day: Day) -> bool:
    """Whether it tells of what has happened, so that its "on Friday" is the last one."""
    if piece.has("will", "promised", "slip", "progress", "blocked"):
        return any(word.text in _PAST for word in piece.words) and not piece.has("will", "promised", "slip")
    before = [word.text for word in piece.words[: day.start]]
    if "for" in before[-1:] or not _IS_TO_BE.isdisjoint(before):
        return False  # "is booked for Saturday", "drivers get briefed on Monday"
    told = any(text in _PAST or (text.endswith("ed") and len(text) > _SHORTEST) for text in before)
    return told or any(cue.means("done", "result") and cue.end in {day.start, day.start - 1} for cue in piece.cues)


def _is_loose(piece: Segment, day: Day) -> bool:
    """Whether the day is named without its month, so that it may be the last as well as the next one: "the 19th"."""
    named = piece.words[day.start : day.end]
    if any(word.text in {"next", "this", "coming"} for word in named):
        return False
    return plain_word(named[-1].raw) in DAYS or (
        len(named) <= 2 and named[-1].text[:1].isdigit() and "/" not in named[-1].text
    )
