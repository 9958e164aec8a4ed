"""APScheduler only ticks. All that must survive lives in the register, so replicas need no leader."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.background import (  # pyright: ignore[reportMissingTypeStubs]  # APScheduler 3 ships none
    BackgroundScheduler,
)


def ticking(tick: Callable[[], None], *, every_seconds: int = 1) -> BackgroundScheduler:
    """A scheduler, not started yet, that calls `tick` every so many seconds and never twice at once."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(  # pyright: ignore[reportUnknownMemberType]  # as above
        tick, "interval", seconds=every_seconds, coalesce=True, max_instances=1
    )
    return scheduler
