"""What Learnt's own routes answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from adapters.web.server import application
from bot.ports import OpenRegister
from scheduler.outbox import at_once
from tests.fakes import FakeStore


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=UTC)


def asked(open_register: OpenRegister, now: datetime) -> dict[str, Any]:
    """What /readyz says then."""

    async def ask() -> dict[str, Any]:
        async with TestClient(TestServer(application(open_register, at_once, lambda: now))) as client:
            answer = await client.get("/readyz")
            assert answer.status == 200
            said: dict[str, Any] = await answer.json()
            return said

    return asyncio.run(ask())


def test_readyz() -> None:
    """It says whether reminders run, when they last did, and when a message last went out."""
    store = FakeStore()
    assert asked(store.open, at(9, 0)) == {
        "status": "ready", "reminders": "not begun", "last_tick": None, "last_sent": None,
    }  # fmt: skip
    with store.open() as register:
        register.heart.ticked(at(9, 0))
        register.heart.sent(at(9, 1))
        register.commit()
    running = {
        "status": "ready", "reminders": "running", "last_tick": "2026-11-24T09:00:00Z",
        "last_sent": "2026-11-24T09:01:00Z",
    }  # fmt: skip
    assert asked(store.open, at(9, 15)) == running
    assert asked(store.open, at(9, 16)) == running | {"reminders": "late"}
