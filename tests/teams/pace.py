"""How fast a bot may call, on the emulator's clock.

learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: per bot and conversation, what is said and what is
asked for apart; per app and tenant, everything.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from typing import Literal

Kind = Literal["said", "asked", "all"]
WINDOWS: dict[Kind, tuple[tuple[float, int], ...]] = {
    "said": ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800)),
    "asked": ((1.0, 14), (2.0, 16), (30.0, 120), (3600.0, 3600)),
    "all": ((1.0, 50),),
}
"""Seconds, and how many calls are taken in them."""
SAYS = frozenset({"create", "send", "reply", "update", "delete"})


class Pace:
    """Counts calls by what they are, and where."""

    def __init__(self) -> None:
        self._taken: defaultdict[tuple[Kind, str], deque[float]] = defaultdict(deque)

    def wait(self, operation: str, conversation: str, tenant: str, now: float) -> tuple[int, str]:
        """The whole seconds to wait, and which limit it is that was reached; 0 where there is none."""
        kind: Kind = "said" if operation in SAYS else "asked"
        return max(self._wait(kind, conversation, now), self._wait("all", tenant, now))

    def take(self, operation: str, conversation: str, tenant: str, now: float) -> None:
        """Such a call was taken."""
        self._taken["said" if operation in SAYS else "asked", conversation].append(now)
        self._taken["all", tenant].append(now)

    def _wait(self, kind: Kind, where: str, now: float) -> tuple[int, str]:
        taken = self._taken[kind, where]
        while taken and taken[0] <= now - WINDOWS[kind][-1][0]:
            taken.popleft()
        longest, limit = 0, ""
        for seconds, most in WINDOWS[kind]:
            if len(taken) >= most and (left := taken[-most] + seconds - now) > 0:
                longest, limit = max((longest, limit), (math.ceil(left), f"{kind}: {most} in {seconds:g} s"))
        return longest, limit
