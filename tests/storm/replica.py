"""`python -m tests.storm.replica FILE N`: `learnt serve` as replica number N of a storm.

Its time is a file's: it runs sixty times as fast as ours, and jumps when the file says so. What is reckoned by the
database's clock or by a stopwatch runs as fast as ours, and so is shortened instead.
"""

from __future__ import annotations

import sys
from pathlib import Path

from adapters.slack import pace as slack_pace
from adapters.teams import pace as teams_pace
from scheduler import deliver
from tests.storm.time import Time

LEASE = 6  # seconds, for 120
GIVE_UP = 2.0  # seconds, for 20


def main() -> int:
    slack_pace.POSTS = slack_pace.FINDS = slack_pace.LOOKS = 1_000_000  # a storm of messages would take all day
    teams_pace.SENDS, teams_pace.TENANT = ((1.0, 1_000_000),), 1_000_000
    deliver.LEASE_SECONDS = LEASE
    from scheduler import outbox  # here, as it takes the lease from there

    assert outbox.Outbox.__init__.__kwdefaults__ is not None
    outbox.Outbox.__init__.__kwdefaults__["give_up"] = GIVE_UP
    import os

    from adapters.cli.main import main as learnt

    return learnt(["serve"], os.environ, Time(Path(sys.argv[1])).clock(int(sys.argv[2])))


if __name__ == "__main__":
    sys.exit(main())
