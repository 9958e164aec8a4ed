"""`python -m tests.teams --port N`: the emulator as a process of its own, for benches and storms.

Prints one JSON line with the settings that point an app here, then serves until it is stopped. Its clock runs.
`--fast` takes messages without looking at them, so that the emulator is not what is measured. `GET /control/counts`
says how often each text arrived, and `GET /control/people?count=N` makes people and gives their accounts.
"""

from __future__ import annotations

import argparse
import gc
import json
import signal
import sys
import threading

from tests.teams.teams import Teams


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.teams", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--app-url", default="", help="the app's messaging endpoint")
    parser.add_argument("--fast", action="store_true", help="check and keep nothing")
    parser.add_argument("--slow", type=float, default=0.0, help="seconds that each answer takes")
    options = parser.parse_args()
    gc.set_threshold(200_000, 20, 200)  # all that was posted is kept: looking through it for rubbish costs a third
    with Teams(running=True, port=options.port, fast=options.fast) as teams:
        teams.url = options.app_url
        if options.slow:
            teams.faults.slows("*", options.slow)
        sys.stdout.write(json.dumps({"service": teams.service, "tenant": teams.tenant, **teams.environment()}) + "\n")
        sys.stdout.flush()
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        over.wait()


if __name__ == "__main__":
    main()
