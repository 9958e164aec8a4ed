"""`python -m tests.slack --port N`: the emulator as a process of its own, for benches and storms.

Prints one JSON line with the settings that point an app here, then serves until it is stopped. Its clock runs, rate
limits are off and the app is not told of its own messages, until `/control/…` or the options below say otherwise.
"""

from __future__ import annotations

import argparse
import gc
import json
import signal
import sys
import threading

from tests.slack.emulator import Slack


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--app-url", default="", help="the app's request URL")
    parser.add_argument("--socket-mode", action="store_true")
    parser.add_argument("--echo", action="store_true", help="tell the app of its own messages, as Slack does")
    parser.add_argument("--limits", action="store_true", help="enforce rate limits")
    parser.add_argument("--signing-secret", default="")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    gc.set_threshold(200_000, 20, 200)  # all that was posted is kept: looking through it for rubbish costs a third
    with Slack(running=True, port=options.port, seed=options.seed) as slack:
        slack.app.url, slack.app.socket_mode = options.app_url, options.socket_mode
        slack.app.signing_secret = options.signing_secret or slack.app.signing_secret
        slack.echoes.on, slack.rates.enforced = options.echo, options.limits
        slack.outbound.keep = 1000
        sys.stdout.write(json.dumps({"url": slack.root, **slack.environment()}) + "\n")
        sys.stdout.flush()
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        while not over.wait(1):
            slack.run(slack.outbound.due())


if __name__ == "__main__":
    main()
