"""By what an imported row is known again: kept in `source`, as `identity|fingerprint|place`.

The identity is of the text, so it stays the same when rows are added, moved or renumbered. The fingerprint is of
everything else: where only that differs, the row was corrected. The place finds a row whose text was corrected.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import Final

from bot.exchange.record import ActionRecord, LessonRecord

ALIKE: Final = 0.8
"""From here on two texts at the same place are one text, corrected."""


@dataclass(frozen=True, slots=True)
class Source:
    identity: str
    fingerprint: str
    place: str

    def __str__(self) -> str:
        return f"{self.identity}|{self.fingerprint}|{self.place}"


def source_from(stored: str) -> Source:
    """A source out of the register."""
    identity, _, rest = stored.partition("|")
    fingerprint, _, place = rest.partition("|")
    return Source(identity, fingerprint, place)


@dataclass(slots=True)
class Sources:
    """Makes the sources of one file; of several rows with the same text, each counts for itself."""

    seen: Counter[str] = field(default_factory=Counter[str])

    def of_lesson(self, record: LessonRecord) -> Source:
        others = (record.kind, record.wording, record.area, record.note, record.accepted_why, record.raised_by)
        return self._source(_digest(record.text, record.release), _digest(*others), record.place)

    def of_action(self, lesson: str, record: ActionRecord) -> Source:
        """`lesson` is the identity of its lesson."""
        others = (record.owner, record.due, record.status, record.note, record.result)
        return self._source(_digest(lesson, record.text), _digest(*others), record.place)

    def _source(self, digest: str, fingerprint: str, place: str) -> Source:
        self.seen[digest] += 1
        return Source(f"{digest}.{self.seen[digest]}", fingerprint[:12], place)


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for a correction."""
    if one == other:
        return True
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def _digest(*values: object) -> str:
    return blake2b("\x1f".join(str(value) for value in values).encode(), digest_size=10).hexdigest()
