"""Captures by signed HTTP from Slack, beside a bare Bolt app that answers the same requests on the same core."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench import load
from bench.filling import fill_rows
from bench.process import answers, command, environment, free_port, resident
from bot.words.ids import PersonId, ProgrammeId
from storage.engine import Store
from tests.slack import Slack, payloads
from tests.slack.outbound import FORM

LESSONS = 1_000
TURNS = 5
TURN = 1_500
WARM = 300
LARGE = 100_000
STORED = b"Stored L-"


class Desk:
    """Somebody who types lessons, each new, without a pause."""

    def __init__(self, slack: Slack, folder: Path) -> None:
        self.slack, self.folder = slack, folder
        self.people = [slack.person(f"Person {number}") for number in range(20)]
        self.room = slack.channel("release-team", self.people)
        self._numbers = count(1)

    def requests(self, many: int) -> list[bytes]:
        """Whole requests, signed now, which Slack's five minutes count from."""
        return [self._request(next(self._numbers)) for _ in range(many)]

    def _request(self, number: int) -> bytes:
        who = self.people[number % len(self.people)].user
        text = f"improve Feeds from partner {number} were still on at the drop"
        trigger, url = f"{number}.1.bench", f"{self.slack.root}/commands/{number}"
        fields = payloads.command(self.slack.state, who, self.room, "/lesson", text, trigger=trigger, url=url)
        body = urlencode(fields).encode()
        headers = self.slack.outbound.headers(body, FORM) | {"Host": "127.0.0.1", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body


@contextmanager
def pinned(words: Sequence[str], port: int, its: dict[str, str], folder: Path) -> Generator[int, None, None]:
    """A server on the first core, while we keep to the last; its process id."""
    cores = sorted(os.sched_getaffinity(0))
    with subprocess.Popen(  # noqa: S603 - our own command
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=its
    ) as process:
        os.sched_setaffinity(process.pid, cores[:1])
        os.sched_setaffinity(0, cores[-1:])
        try:
            while not answers(port, "/"):
                assert process.poll() is None, f"{' '.join(words)} has stopped"
                time.sleep(0.05)
            yield process.pid
        finally:
            os.sched_setaffinity(0, cores)
            process.send_signal(signal.SIGINT)


@contextmanager
def learnt(desk: Desk) -> Generator[tuple[int, int], None, None]:
    """`learnt serve` with a register of 1,000 lessons; its port and process id."""
    port = free_port()
    its = environment(desk.folder, port) | desk.slack.environment()
    desk.slack.app.url = f"http://127.0.0.1:{port}/slack/events"
    with pinned(command("serve"), port, its, desk.folder) as process:
        for line in ("setup Data Centre Release", "release open 24.3"):
            assert desk.people[0].types(f"/lesson {line}", desk.room).ack.ok
        store = Store(its["LEARNT_DATABASE_URL"])
        with store.open() as register:
            fill_rows(register, ProgrammeId(1), PersonId(1), LESSONS, 0)
            register.commit()
        store.close()
        yield port, process


@contextmanager
def bare(desk: Desk, *more: str) -> Generator[int, None, None]:
    """A bare Bolt app; its port."""
    port = free_port()
    its = environment(desk.folder) | desk.slack.environment()
    words = (sys.executable, "-m", "bench.bare", str(port), desk.slack.url, *more)
    with pinned(words, port, its, desk.folder):
        yield port


def run(folder: Path, large: bool) -> None:
    """Print rates, ratios, waits, and with `large` the memory over 100,000 captures."""
    with Slack(running=True) as slack:
        desk = Desk(slack, folder)
        slack.outbound.keep = 0
        with learnt(desk) as (port, process), bare(desk) as default, bare(desk, "before") as before:
            sides = {"learnt": port, "default": default, "before": before}
            rates: dict[str, list[float]] = {name: [] for name in sides}
            for turn in range(TURNS + 1):
                for name, at in sides.items():
                    done = load.send(at, desk.requests(TURN if turn else WARM), wanted=STORED if at == port else b"")
                    assert not done.wrong, f"{done.wrong} of {name} were not answered as they should be"
                    if turn:
                        rates[name].append(done.rate)
            captures, bolt, sooner = (sorted(rates[name])[TURNS // 2] for name in sides)
            print(f"captures by signed HTTP from Slack, {load.CONNECTIONS} connections: {captures:,.0f}/s")
            print(f"  {captures / bolt:.2f} of a bare Bolt app, {bolt:,.0f}/s (at least 0.4)")
            print(f"  {captures / sooner:.2f} of one with process_before_response, {sooner:,.0f}/s")
            steady = [load.send(port, desk.requests(TURN), wanted=STORED, rate=0.8 * captures) for _ in range(TURNS)]
            half, most = (sorted(one.percentile(part) for one in steady) for part in (0.5, 0.99))
            print(
                f"  at 80 % of that: half answered within {half[TURNS // 2]:.1f} ms, "
                f"99 % within {most[TURNS // 2]:.1f} ms (under 50); in the worst of {TURNS} turns {most[-1]:.1f} ms"
            )
            if large:
                _memory(desk, port, process)


def _memory(desk: Desk, port: int, process: int) -> None:
    held: list[float] = []
    for _ in range(10):
        load.send(port, desk.requests(LARGE // 10), wanted=STORED)
        held.append(resident(Path(f"/proc/{process}/status").read_text(encoding="ascii"), "VmRSS"))
    print(f"  memory at each tenth of {LARGE:,} captures, in MiB: {', '.join(f'{one:.0f}' for one in held)}")
