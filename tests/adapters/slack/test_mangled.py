"""Whatever is sent, Learnt answers properly and at once, and keeps nothing of it that it should not."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from adapters.web.server import BODY_BYTES
from tests.adapters.slack.office import Office
from tests.slack import Slack
from tests.slack.control import reset
from tests.slack.mangle import Request, mangled
from tests.slack.outbound import Ack, Kind

AT_ONCE = 8
A_GAME = 250
GAMES = int(os.environ.get("LEARNT_STORM", "25")) * 20 // A_GAME  # 20,000 payloads in `make storm`


@pytest.fixture
def office(slack: Slack) -> Iterator[Office]:
    made = Office(slack)
    yield made
    made.close()


def real(slack: Slack) -> list[tuple[Kind, dict[str, Any]]]:
    """One of each kind of thing that Slack sends."""
    priya, tom = slack.person("Priya Shah"), slack.person("Tom Ray")
    room = slack.channel("release-team", [priya, tom])
    priya.types("/lesson setup DCR", room)
    tom.types("/lesson improve the feeds", room)
    tom.presses("Add action")
    tom.fills({"What is to be done?": "Check the feeds"})
    tom.submits()
    tom.presses("More")
    priya.types("/lesson", room)
    priya.fills({"Something to keep, or to improve?": "Keep", "What happened?": "It went well"})
    priya.submits()
    said = tom.says("It broke again", room).message
    tom.uses_shortcut("save_as_lesson", said)
    tom.opens_form()
    tom.closes()
    tom.uses_shortcut("new_lesson")
    tom.mentions_bot(f"action L-1 mend it {priya.mention} by fri", room)
    priya.says_directly("done A-1")
    priya.opens_home()
    slack.happens.user_change(tom.user, real_name="Tom Rae")
    slack.happens.rename(room, "release-room")
    slack.happens.join(room, tom.id)
    slack.happens.verify_url()
    return [(one.kind, one.payload) for one in slack.sent]


async def _sent(slack: Slack, requests: list[Request]) -> list[Ack]:
    return await asyncio.gather(*(slack.outbound.raw(one.body, one.headers) for one in requests))


def send(slack: Slack, office: Office, requests: list[Request]) -> None:
    """Send all of them, some at once, and look at each answer."""
    for start in range(0, len(requests), AT_ONCE):
        part = requests[start : start + AT_ONCE]
        for one, ack in zip(part, slack.run(_sent(slack, part)), strict=True):
            wanted = {200, 400, 404} if one.signed else {401}
            wanted |= {413} if len(one.body) > BODY_BYTES else set()
            assert ack.status in wanted, (ack.status, ack.error, ack.text, one)
    office.settles()


@pytest.mark.filterwarnings("ignore:Sending a large body")
@pytest.mark.parametrize("seed", range(GAMES))
def test_spoilt_payloads(slack: Slack, office: Office, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    """Real payloads, spoilt: no fault, nothing that hangs, no task that stays."""
    chance, corpus = Random(seed), real(slack)  # noqa: S311  # a seeded game, no secret
    office.settles()
    before = office.tasks()
    requests = [mangled(chance, *chance.choice(corpus), number, slack.outbound) for number in range(A_GAME)]
    send(slack, office, requests)
    assert [
        one.message for one in caplog.records if one.name == "learnt.slack" and one.exc_info and one.levelno > 30
    ] == []
    assert office.tasks() <= before
    assert kept(slack, office, requests[:50]) < 5 * 50, "each request leaves something behind"


def kept(slack: Slack, office: Office, requests: list[Request]) -> int:
    """How many blocks of memory are taken for good when the same is sent again, of which nothing is stored."""
    held: list[int] = []
    logging.disable()  # what pytest keeps of the log is no leak of ours
    for _ in range(6):
        send(slack, office, requests)
        reset(slack)
        gc.collect()
        held.append(sys.getallocatedblocks())
    logging.disable(logging.NOTSET)
    return min(after - before for before, after in pairwise(held[1:]))
