"""What holds for an answer as a whole: leave, "ask me later", a hand-over, a question, or nothing for the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from bot.conversations.understanding.due import days_in
from bot.conversations.understanding.lexicon import lexicon
from bot.conversations.understanding.people import Handover, handover
from bot.conversations.understanding.reading import Asks, Intent, Reading, Said
from bot.conversations.understanding.segment import ENDS, Segment

_ASKS: Final = tuple(f"asks_{kind.value}" for kind in Asks)
_FRIDAY: Final = 4


@dataclass(slots=True)
class Whole:
    nothing: bool = False
    """Whether nothing in it is to be taken for an answer."""
    later: bool = False
    snooze: date | None = None
    away: bool = False
    stop: bool = False
    asks: Asks | None = None
    about: list[str] = field(default_factory=list[str])
    handovers: dict[int, Handover] = field(default_factory=dict[int, Handover])

    def reading(
        self, updates: tuple[Said, ...], handed: tuple[str, ...], given: Sequence[Segment], unsure: tuple[str, ...]
    ) -> Reading:
        """All of it together: what is stored comes first, then who has it, then when to ask, then what was asked.

        `given` are the pieces that may say who has the actions that were handed over.
        """
        handovers = [self.handovers[id(piece)] for piece in given if id(piece) in self.handovers]
        to = next((found.to for found in handovers if found.to), None)
        if updates:
            intent = Intent.UPDATE
        elif handovers:
            intent = Intent.REASSIGN
        elif self.later:
            intent = Intent.SNOOZE
        else:
            intent = Intent.QUESTION if self.asks else Intent.UNCLEAR
        return Reading(
            intent,
            updates,
            snooze=self.snooze,
            away=self.away,
            to=to,
            handed=handed,
            asks=self.asks,
            about=tuple(self.about),
            unsure=unsure,
            stop=self.stop,
        )

    def ask(self, piece: Segment) -> None:
        """Take note of a question; of several the first counts."""
        self.asks = self.asks or next((kind for kind in Asks if piece.has(f"asks_{kind.value}")), Asks.WHAT)
        self.about += [action for m in piece.mentions if len(m.actions) == 1 for action in m.actions]


def whole(text: str, pieces: Sequence[Segment], today: date) -> Whole:
    """Look through the pieces of an answer for what is not about how an action stands, and set those aside."""
    found = Whole(nothing=any(piece.has("injection", "stray", "rude") for piece in pieces) or _is_to_another(text))
    machine = any(piece.has("machine") for piece in pieces)
    lower = not any(letter.isupper() for letter in text)
    for piece in pieces:
        if piece.has("except") and not machine:
            continue  # "all done except one who is off sick"
        if machine:
            piece.set_aside = True
        given = None if machine else handover(piece, lower)
        if given is not None:
            found.handovers[id(piece)] = given
            piece.set_aside = True
        elif piece.has("stop"):
            piece.set_aside = found.stop = True
        elif piece.has("later", "machine") or (_is_away(piece) and not piece.says_status):
            piece.set_aside = True
            found.later = True
            found.away = found.away or piece.has("away", "machine")
        elif piece.has("extension") and (piece.mentions or any(p.says_status for p in pieces)):
            piece.asks = False  # "109 done, give me until Thursday for the other"
        elif piece.has("extension"):
            piece.set_aside = found.later = True
        elif piece.has("slip") and days_in(piece, text, today):
            piece.asks = False  # "can I have until Friday?" is a new date
        elif piece.has("question", *_ASKS) or (piece.asks and (not piece.says_status or _is_put_to_the_bot(piece))):
            piece.set_aside = True
            found.ask(piece)
        elif piece.asks:
            found.ask(piece)
    if found.later:
        _go_on(pieces)
        found.snooze = _snooze(text, pieces, today)
    return found


def _is_to_another(text: str) -> bool:
    """Whether it is written to somebody else: "@Marek the gate code is 4471"."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return first.startswith("@") and first.casefold() not in {"@learnt", "@"}


def _is_put_to_the_bot(piece: Segment) -> bool:
    """ "are you the one who chases invoices?", "is this done?" """
    texts = [word.text for word in piece.words[:2]]
    return (
        len(texts) == 2
        and texts[0] in {"are", "do", "does", "did", "can", "could", "would", "will"}
        and texts[1] in {"you", "i"}
    )


def _is_away(piece: Segment) -> bool:
    """Whether it is the speaker who is away: somebody else's absence is what an action waits for."""
    cue = next((cue for cue in piece.cues if cue.means("away")), None)
    if cue is None:
        return False
    small = lexicon().lists["small"]
    before = [word for word in piece.words[: cue.start] if word.text.isalpha()]
    if any(word.text in {"i", "am", "we", "my"} for word in before):
        return True
    return not any(word.text not in small and word.text not in lexicon().vocabulary for word in before)


def _go_on(pieces: Sequence[Segment]) -> None:
    """What only goes on about an absence says nothing of an action: "on leave, back 7 Dec"."""
    for one, other in pairwise(pieces):
        for aside, beside in ((one, other), (other, one)):
            plain = not beside.says_status and not beside.mentions and not beside.has("all", "rest")
            if aside.has("later", "away", "machine") and plain and other.before not in ENDS:
                beside.set_aside = True


def _next_day(day: date) -> date:
    """The first day after it on which people work in most places."""
    day += timedelta(days=1)
    while day.weekday() > _FRIDAY or (day.month, day.day) in {(12, 25), (12, 26), (1, 1)}:
        day += timedelta(days=1)
    return day


def _snooze(text: str, pieces: Sequence[Segment], today: date) -> date | None:
    """The day to ask again: the one asked for, else the one of coming back."""
    best: tuple[int, date] | None = None
    for piece in pieces:
        if not piece.set_aside:
            continue
        weight = 2 if piece.has("later") else 1
        for day in days_in(piece, text, today):
            if day.start and piece.words[day.start - 1].text == "from":
                continue  # that is when it begins
            after = day.start > 0 and piece.words[day.start - 1].text == "after"
            again = _next_day(day.day) if after else day.day
            if again > today and (best is None or weight >= best[0]):
                best = weight, again
    return best[1] if best else None
