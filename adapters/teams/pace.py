"""How often Teams may be called: it counts by conversation, and by tenant.

learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

SENDS: Final = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))
"""Messages to one conversation: so many in so many seconds."""
TENANT: Final = 40
"""Prompts, posts and cards a second in one tenant. Teams takes 50 calls of an app; the rest is left for answers."""
CARD: Final = 2.5
"""Seconds between two changes of the cards of a conversation; after that long a silence, one is shown at once."""
KEPT: Final = 50_000


class Windows:
    """So many calls in each of several stretches of time. `monotonic` is in seconds; nothing stored depends on it."""

    def __init__(self, windows: Sequence[tuple[float, int]], monotonic: Callable[[], float]) -> None:
        self._windows, self._monotonic = windows, monotonic
        self._longest = max(seconds for seconds, _ in windows)
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, of: str) -> float:
        """Seconds until the next call; none left, it may be made now."""
        now, calls = self._monotonic(), self._calls.get(of)
        if not calls:
            return 0.0
        while calls and calls[0] <= now - self._longest:
            calls.popleft()
        waits = [calls[-most] + seconds - now for seconds, most in self._windows if len(calls) >= most]
        return max([0.0, *waits])

    def count(self, of: str) -> None:
        """One is made now."""
        self._calls.setdefault(of, deque()).append(self._monotonic())
        self._calls.move_to_end(of)
        while len(self._calls) > KEPT:
            self._calls.popitem(last=False)


class Pace:
    """Whose turn it is to be spoken with. `monotonic` is in seconds, and `rest` waits for so many."""

    def __init__(self, monotonic: Callable[[], float], rest: Callable[[float], Awaitable[None]]) -> None:
        self._monotonic, self._rest = monotonic, rest
        self._conversations = Windows(SENDS, monotonic)
        self._cards = Windows(((CARD, 1),), monotonic)
        self._next: dict[str, float] = {}

    def wait(self, conversation: str, *, card: bool = False) -> float:
        """Seconds until a message, or a `card`'s new state, may go there; none left, the turn is taken."""
        waits = [self._conversations.wait(conversation)]
        if card:
            waits.append(self._cards.wait(conversation))
        if (wait := max(waits)) > 0:
            return wait
        self._conversations.count(conversation)
        if card:
            self._cards.count(conversation)
        return 0.0

    async def turn(self, tenant: str) -> None:
        """Wait until that tenant may be called: at even distances, so that a thousand prompts are no burst."""
        now = self._monotonic()
        at = max(now, self._next.get(tenant, now))
        self._next[tenant] = at + 1 / TENANT
        if at > now:
            await self._rest(at - now)
