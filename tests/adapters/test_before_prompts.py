"""Before the prompts and between them, in Slack and in Teams: what is sent can be read and pressed in both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.adapters.test_both import Both
from tests.slack import Slack
from tests.teams import Teams
from tests.teams.login import certificate


def at(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    """Priya in Slack owns A-1, Tom in Teams A-2; Sam and Tom coordinate, and the review is on 15 Dec."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate()))
    with Slack() as slack, Teams() as teams:
        made = Both(slack, teams)
        made.types(made.sam, "organisation Northgate inside northgate.example")
        made.types(made.sam, "coordinator add @tom")
        made.types(made.priya, "improve Feeds were on")
        made.types(made.sam, "action L-1 Turn them off @priya by 18 Dec")
        made.types(made.sam, "action L-1 Count them @tom by 18 Dec")
        made.types(made.priya, "fine A-1")
        made.mentions(made.tom, "fine A-2")
        made.types(made.sam, "review schedule first Tuesday 10:00")
        made.types(made.sam, "review move 15 Dec 10:00")
        yield made
        made.host.close()


def test_the_preview_is_read_and_pressed_in_both(both: Both) -> None:
    """Coordinators have the preview where they are; what one holds back, the other may let go."""
    both.goes_out(at(7, 9))
    said = "Tomorrow I will ask 2 people about 2 actions before the review of DCR on Tue 15 Dec."
    assert said in both.sam.last.shows
    assert said in both.tom.last().shows
    both.sam.presses("Hold")
    both.settles()
    both.goes_out(at(8, 9))
    assert not any("The lessons-learnt review" in one for one in both.priya.reads())
    both.mentions(both.tom, "prompts go")
    both.goes_out(at(8, 10))
    assert any("The lessons-learnt review" in one for one in both.priya.reads())


def test_whoever_it_waits_for_is_asked_across_platforms(both: Both) -> None:
    """Priya, in Slack, has Tom asked, who answers in Teams; the answer comes back to her."""
    both.types(both.priya, "blocked A-1 waiting on Tom for the list")
    both.priya.presses("Ask Tom")
    both.settles()
    assert "Nothing is sent yet" in both.priya.last.shows
    both.priya.presses("Send it")
    both.settles()
    both.goes_out(at(1, 11))
    assert "Priya Shah asks: A-1 is waiting for you" in both.tom.last().shows
    both.tom.presses("Answer")
    both.tom.fills(text="you have it on Friday")
    both.tom.submits()
    both.settles()
    both.goes_out(at(1, 12))
    assert "you have it on Friday" in both.priya.last.shows


def test_the_word_between_reviews_is_pressed(both: Both) -> None:
    """The word before a due date stands in both with its answers, which work."""
    both.types(both.sam, "review cancel nobody is here")
    both.goes_out(at(16, 9))
    assert "A-1 is due on Fri 18 Dec." in both.priya.last.shows
    assert "A-2 is due on Fri 18 Dec." in both.tom.last().shows
    both.priya.presses("On track")
    both.settles()
    assert "A-1 is on track" in "".join(both.priya.reads())
