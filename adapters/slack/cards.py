"""How often cards may change: `chat.update` is a method of tier 3, some fifty calls a minute and workspace.

docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

MINUTE: Final = 60.0
CALLS: Final = 40
"""Calls a minute that all cards of a workspace share; what is left of Slack's fifty is for retries."""
QUIET: Final = 10.0
"""Seconds after which a card's next change is shown at once."""


class Cards:
    """Whose turn it is. `monotonic` is in seconds; nothing stored depends on it."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._changed: dict[str, float] = {}

    def wait(self, workspace: str, card: str) -> float:
        """Seconds until this card may change; none left, the turn is taken."""
        now, calls = self._monotonic(), self._calls[workspace]
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        self._changed = {one: at for one, at in self._changed.items() if at > now - QUIET}
        if len(calls) >= CALLS:
            return calls[0] + MINUTE - now
        if card in self._changed and calls and (wait := calls[-1] + MINUTE / CALLS - now) > 0:
            return wait
        calls.append(now)
        self._changed[card] = now
        return 0.0
