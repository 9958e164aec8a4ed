"""`python -m bench.replica`: one replica of a bench, which delivers what is planned and nothing else.

Reads two JSON lines: what it is to speak with, and, once it has said that it is ready, anything at all to begin.
Prints how many messages it has sent.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from adapters.web.writer import WriterThread
from bench import prompts, teams
from bench.filling import NOW
from scheduler.outbox import Outbox
from storage.engine import Store


async def deliver(asked: dict[str, str]) -> int:
    """Send all that is due, without a pace."""
    store = Store(asked["database"])
    writer = WriterThread(store.together)
    make = prompts.slack_way if asked["platform"] == "slack" else teams.teams_way
    way = make(store, writer, asked)
    await way.start()
    print("ready", flush=True)
    sys.stdin.readline()
    sent = await Outbox(store.open, {way.platform: way.sender}, lambda: NOW, writer=writer).until_empty()
    await way.stop()
    writer.close()
    store.close()
    return sent


if __name__ == "__main__":
    told: dict[str, str] = json.loads(sys.stdin.readline())
    os.environ.update({name: value for name, value in told.items() if name.startswith("REQUESTS_")})
    print(asyncio.run(deliver(told)), flush=True)
