"""How often a method is called: Slack counts by method, app and workspace, and refuses what comes too fast.

docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

POSTS: Final = 240
"""Prompts and posts a minute. Slack takes "several hundred" of chat.postMessage; the rest is left for answers."""
LOOKS: Final = 80
"""Calls of users.info a minute: tier 4, a hundred or more; the rest is left for whoever is met first."""
FINDS: Final = 40
"""Looks for a message that may have arrived: conversations.open and .history are of tier 3, some fifty a minute."""
_MINUTE: Final = 60.0


class Turns:
    """Calls at even distances, as Slack promises nothing about bursts.

    `monotonic` is in seconds, and `rest` waits for so many.
    """

    def __init__(self, a_minute: int, monotonic: Callable[[], float], rest: Callable[[float], Awaitable[None]]) -> None:
        self._apart, self._monotonic, self._rest = _MINUTE / a_minute, monotonic, rest
        self._next = monotonic()

    async def turn(self) -> None:
        """Wait until it is the caller's turn."""
        now = self._monotonic()
        at = max(now, self._next)
        self._next = at + self._apart
        if at > now:
            await self._rest(at - now)


class Minute:
    """So many calls in any minute. `monotonic` is in seconds."""

    def __init__(self, calls: int, monotonic: Callable[[], float]) -> None:
        self._most, self._monotonic = calls, monotonic
        self._calls: deque[float] = deque()

    def wait(self) -> float:
        """Seconds until the next call; none left, it may be made now, and counts."""
        now = self._monotonic()
        while self._calls and self._calls[0] <= now - _MINUTE:
            self._calls.popleft()
        if len(self._calls) >= self._most:
            return self._calls[0] + _MINUTE - now
        self._calls.append(now)
        return 0.0
