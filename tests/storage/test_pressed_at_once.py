"""Two coordinators press the same button in the same moment: the second finds what the first has done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot.commands.dispatch import dispatch
from bot.words.incoming import Incoming, Place, Sender
from bot.words.message import plain
from bot.words.person import Platform
from storage.engine import Store

SAM, TOM = "sam@pmo.example", "tom@pmo.example"
BEFORE, NOW = datetime(2026, 11, 4, 10, tzinfo=UTC), datetime(2026, 12, 1, 10, tzinfo=UTC)


def says(store: Store, who: str, text: str, key: str, now: datetime = NOW) -> str:
    sender = Sender(platform=Platform.CONSOLE, account=who, name=who.partition("@")[0].title(), email=who)
    incoming = Incoming(key=key, sender=sender, place=Place(account="team", name="team"), text=text)
    return plain(dispatch(incoming, now, store.open).said[0].message)


@pytest.mark.parametrize(
    ("line", "second"), [("review close", "The review of Tue 1 Dec is closed"), ("review start", "in session already")]
)
def test_a_review(store: Store, line: str, second: str) -> None:
    """It is closed, or begun, once, and one review follows it."""
    says(store, SAM, "setup Data Centre Release", "set up", BEFORE)
    says(store, TOM, "list", "met", BEFORE)
    says(store, SAM, "coordinator add @tom", "added", BEFORE)
    says(store, SAM, "review schedule first Tuesday 10:00", "scheduled", BEFORE)

    def press(number: int) -> str:
        return says(store, (SAM, TOM)[number % 2], line, f"pressed-{number}")

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(press, range(4)))
    assert sum(second in one for one in said) == 3
    with store.open() as register:
        assert len(register.reviews.waiting()) == 1
