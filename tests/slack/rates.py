"""Slack's rate limits, kept on the emulator's clock.

Per method, workspace and minute by tier, and one message a second into each channel.
Sources: docs.slack.dev/apis/web-api/rate-limits; java-slack-sdk MethodsRateLimits.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from tests.slack.clock import Clock

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 300}  # 5 stands for Slack's "special": several hundred a minute


@dataclass(frozen=True, slots=True)
class Breach:
    """A call above a limit, whether or not it was refused."""

    method: str
    team: str
    channel: str
    at: float


class Rates:
    """Counts calls. While `enforced`, what is above a limit gets 429; `breaches` lists it either way."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.enforced = False
        self.breaches: list[Breach] = []
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._posted: dict[str, float] = {}

    def clear(self) -> None:
        self.breaches.clear()
        self._calls.clear()
        self._posted.clear()

    def wait(self, method: str, tier: int, team: str, channel: str) -> int:
        """Take the call into account; the seconds to wait if it is refused, else 0. `channel` only where one posts."""
        now = self.clock.seconds()
        calls = self._calls.setdefault((method, team), deque())
        while calls and calls[0] <= now - 60:
            calls.popleft()
        seconds = 0.0
        if len(calls) >= PER_MINUTE[tier]:
            seconds = calls[-PER_MINUTE[tier]] + 60 - now
        posted = self._posted.get(channel, -math.inf) if channel else -math.inf
        seconds = max(seconds, posted + 1 - now)
        if seconds > 0:
            self.breaches.append(Breach(method, team, channel, now))
            if self.enforced:
                return max(1, math.ceil(seconds))
        calls.append(now)
        if channel:
            self._posted[channel] = now
        return 0
