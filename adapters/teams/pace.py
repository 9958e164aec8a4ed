"""How often Teams may be called: it counts by conversation, and by tenant.

learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Final

SENDS: Final = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))
"""Messages to one conversation: so many in so many seconds."""
TENANT: Final = ((1.0, 50),)
"""Calls by one app in one tenant."""
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
    """Whose turn it is to be spoken with."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._conversations = Windows(SENDS, monotonic)
        self._tenants = Windows(TENANT, monotonic)
        self._cards = Windows(((CARD, 1),), monotonic)

    def wait(self, tenant: str, conversation: str, *, card: bool = False) -> float:
        """Seconds until a message, or a `card`'s new state, may go there; none left, the turn is taken."""
        waits = [self._conversations.wait(conversation), self._tenants.wait(tenant)]
        if card:
            waits.append(self._cards.wait(conversation))
        if (wait := max(waits)) > 0:
            return wait
        self._taken(tenant, conversation)
        if card:
            self._cards.count(conversation)
        return 0.0

    def _taken(self, tenant: str, conversation: str) -> None:
        self._conversations.count(conversation)
        self._tenants.count(tenant)
