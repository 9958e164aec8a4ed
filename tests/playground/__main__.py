"""`make playground`: Learnt in Microsoft's Agents Playground, a real client, driven by Playwright.

The Playground is Microsoft's and for evaluation: it is installed beside this file, and neither shipped nor needed by
anything else.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.process import answers, command, environment, free_port

HERE = Path(__file__).parent


def main() -> int:
    """Play it, and say where the pictures are; the exit code of the play."""
    folder = Path(tempfile.mkdtemp(prefix="learnt-playground-"))
    learnt, playground = free_port(), free_port()
    its = environment(folder, learnt) | {"LEARNT_TEAMS_UNAUTHENTICATED": "1"}
    client = HERE / "node_modules" / ".bin" / "agentsplayground"
    words = (
        str(client),
        "-e",
        f"http://127.0.0.1:{learnt}/api/messages",
        "-c",
        "msteams",
        "-p",
        str(playground),
        "--dt",
    )
    with ExitStack() as running:
        for one, env in ((command("serve"), its), (words, {**os.environ, "BROWSER": "none"})):
            process = subprocess.Popen(one, cwd=folder, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
            running.callback(process.wait)
            running.callback(process.send_signal, signal.SIGINT)
        while not (answers(learnt, "/readyz") and answers(playground, "/")):
            time.sleep(0.1)
        drive = ("node", str(HERE / "drive.mjs"), f"http://localhost:{playground}", str(folder / "pictures"))
        done = subprocess.run(drive, check=False)  # noqa: S603 - our own command
    print(f"The pictures are in {folder / 'pictures'}.")  # noqa: T201 - it is for whoever looks at them
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
