"""Keys of rows, and the references that people read and type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, NewType

ProgrammeId = NewType("ProgrammeId", int)
OrganisationId = NewType("OrganisationId", int)
PersonId = NewType("PersonId", int)
IdentityId = NewType("IdentityId", int)
MemberId = NewType("MemberId", int)
ChannelId = NewType("ChannelId", int)
ReleaseId = NewType("ReleaseId", int)
LessonId = NewType("LessonId", int)
ActionId = NewType("ActionId", int)
UpdateId = NewType("UpdateId", int)
SessionId = NewType("SessionId", int)
ReviewId = NewType("ReviewId", int)
PromptId = NewType("PromptId", int)
CheckId = NewType("CheckId", int)
DeliveryId = NewType("DeliveryId", int)
AuditId = NewType("AuditId", int)
CodeId = NewType("CodeId", int)
DraftId = NewType("DraftId", int)
QuietPeriodId = NewType("QuietPeriodId", int)
InstallationId = NewType("InstallationId", int)
ChatId = NewType("ChatId", int)

NEW: Final = 0
"""The key of a row that has not been added yet."""

_TYPED: Final = re.compile(
    r"(?:(?P<key>[A-Za-z][A-Za-z0-9]{1,9}):)?(?P<letter>[LlAa])[-\u2010-\u2015 ]?(?P<number>0|[1-9]\d{0,8})"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What people call a lesson or an action: `L-12`, `A-7`, or with its programme `DCR:A-7`."""

    letter: Literal["L", "A"]
    number: int
    programme: str | None = None

    def __str__(self) -> str:
        plain = f"{self.letter}-{self.number}"
        return f"{self.programme}:{plain}" if self.programme else plain


def read_reference(word: str) -> Reference | None:
    """Read one word as a reference (`a7`, `A-7`, `DCR:A-7`), or return None if it is not one."""
    found = _TYPED.fullmatch(word.strip(".,;()"))
    if found is None:
        return None
    key = found["key"]
    letter: Literal["L", "A"] = "L" if found["letter"] in "Ll" else "A"
    return Reference(letter, int(found["number"]), key.upper() if key else None)
