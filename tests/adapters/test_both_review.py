"""A review in Slack and in Teams at once: one agenda, two cards, whoever presses where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.adapters.test_both import Both
from tests.slack import Slack
from tests.teams import Teams
from tests.teams.login import certificate

CARD = "Lessons-learnt review"


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    """Two actions of Priya's, and a review on Tue 1 Dec at 10:00."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate()))
    with Slack() as slack, Teams() as teams:
        made = Both(slack, teams)
        made.types(made.priya, "improve Feeds were on")
        made.types(made.sam, "action L-1 Turn them off @priya by 27 Dec")
        made.types(made.sam, "action L-1 Watch them @priya by 28 Dec")
        made.types(made.sam, "review schedule first Tuesday 10:00")
        yield made
        made.host.close()


def goes_on(both: Both, minute: int) -> None:
    both.goes_out(datetime(2026, 12, 1, 10, minute, tzinfo=UTC))


def test_it_is_posted_in_both_at_its_time(both: Both) -> None:
    """At ten o'clock the agenda stands in one channel of each, though nobody runs it."""
    goes_on(both, 0)
    for card in (both.card_in_slack(CARD), both.card_in_teams(CARD)):
        assert "2 open actions" in card
        assert "Nobody is running it yet" in card


def test_next_moves_both(both: Both) -> None:
    """Pressed in one, the card of the other shows the same action; no message is added anywhere."""
    goes_on(both, 0)
    told = len(both.slack.messages(both.in_slack)), len(both.tom.sees(both.in_teams))
    both.sam.presses("One by one")
    both.settles()
    goes_on(both, 1)
    for card in (both.card_in_slack(CARD), both.card_in_teams(CARD)):
        assert "1 of 2" in card
        assert "A-1" in card
        assert "Priya Shah" in card
    both.priya_too.presses("Next", both.in_teams)
    both.settles()
    goes_on(both, 2)
    assert "2 of 2" in both.card_in_slack(CARD)
    assert "2 of 2" in both.card_in_teams(CARD)
    assert (len(both.slack.messages(both.in_slack)), len(both.tom.sees(both.in_teams))) == told


def test_what_is_said_shows_on_both(both: Both) -> None:
    """An answer pressed on the card in Teams is on the card in Slack, where the action stays in its place."""
    goes_on(both, 0)
    both.sam.presses("One by one")
    both.settles()
    goes_on(both, 1)
    both.priya_too.presses("Done", both.in_teams)
    both.settles()
    goes_on(both, 2)
    assert "1 of 2" in both.card_in_slack(CARD)
    assert "done" in both.card_in_slack(CARD)
    assert "done" in both.card_in_teams(CARD)


def test_who_was_there_in_either(both: Both) -> None:
    """Whoever pressed or typed in one of its channels was there, each person once."""
    goes_on(both, 0)
    both.sam.presses("Start")
    both.settles()
    both.mentions(both.priya_too, "ontrack A-1")
    both.types(both.priya, "ontrack A-2")
    with both.store.open() as register:
        review = register.reviews.waiting()[0]
        there = [register.people.get(person) for person in register.reviews.attendance(review.id)]
    assert sorted(person.name for person in there if person) == ["Priya Shah", "Sam Green"]


def test_started_from_a_direct_message(both: Both) -> None:
    """A coordinator who runs it from their own chat moves the cards, and has each action before them as well."""
    both.sam.says_directly("review start")
    both.settles()
    goes_on(both, 0)
    assert "Sam Green is running it." in both.card_in_slack(CARD)
    assert "Sam Green is running it." in both.card_in_teams(CARD)
    both.sam.says_directly("review next")
    both.settles()
    goes_on(both, 1)
    assert "A-1" in both.sam.reads()[-1]
    assert "1 of 2" in both.card_in_slack(CARD)
    assert "1 of 2" in both.card_in_teams(CARD)


def test_outside_people_see_their_own_agenda(both: Both) -> None:
    """What is hidden from a channel has no place on its card, whatever the other card shows."""
    with both.store.open() as register:
        programme = register.programmes.all()[0]
        partners = next(one for one in register.programmes.channels(programme.id) if one.name == "partners")
        register.programmes.save_channel(replace(partners, outside=True))
        register.commit()
    both.types(both.sam, "audience A-1 partners")
    both.types(both.sam, "audience A-2 everyone")
    goes_on(both, 0)
    assert "1 open action " in both.card_in_teams(CARD)
    both.sam.presses("One by one")
    both.settles()
    goes_on(both, 1)
    assert "1 of 2" in both.card_in_slack(CARD)
    assert "1 of 1" in both.card_in_teams(CARD)
    both.sam.presses("Next")
    both.settles()
    goes_on(both, 2)
    assert "2 of 2" in both.card_in_slack(CARD)
    assert "1 of 1" in both.card_in_teams(CARD)
    for hidden in ("Turn them off", "A-1"):
        assert hidden not in both.card_in_teams(CARD)


def test_moved_after_it_was_posted(both: Both) -> None:
    """The cards say to when, and the agenda is posted anew at its new time."""
    goes_on(both, 0)
    both.types(both.sam, "review move 3 Dec 10:00")
    goes_on(both, 1)
    for card in (both.card_in_slack("The lessons-learnt review"), both.card_in_teams("The lessons-learnt review")):
        assert card.startswith("The lessons-learnt review of DCR is now on Thu 3 Dec at 10:00.")
    both.goes_out(datetime(2026, 12, 3, 10, tzinfo=UTC))
    assert "2 open actions" in both.card_in_slack(CARD)
    assert "2 open actions" in both.card_in_teams(CARD)
