"""How well answers are read, on examples that the reader has learnt from and on such that it has never seen."""

from __future__ import annotations

import pytest

from bot.conversations.understanding.scales import OUTCOMES, odds, weights
from bot.conversations.understanding.understand import listen, understand
from tests.replies.examples import FOLDER, HELD, TAUGHT, TODAY, examples
from tests.replies.grade import CAREFUL, EXACT, HARMFUL, WRONG, grade, grades


def test_the_shared_examples() -> None:
    """Of the examples that came first more than nine in ten are read exactly, and none closes what is open."""
    rows = list(examples((FOLDER / "taught" / "shared.jsonl",)))
    found = grades(rows)
    assert found[EXACT] >= 0.92 * len(rows)
    assert found[WRONG] <= 0.02 * len(rows)
    assert found[HARMFUL] == 0


def test_what_was_never_seen() -> None:
    """What nobody tuned on is read no worse than when this was written; docs/understanding.md has the figures."""
    rows = list(examples(HELD))
    found = grades(rows)
    assert found[EXACT] >= 0.48 * len(rows)
    assert found[WRONG] <= 0.20 * len(rows)
    assert found[HARMFUL] <= 0.035 * len(rows)


@pytest.mark.parametrize("path", [*TAUGHT, *HELD], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_labels(path: object) -> None:
    """Every label speaks of actions that were asked about, with outcomes that there are."""
    for example in examples(tuple(p for p in (*TAUGHT, *HELD) if p == path)):
        assert {update["action"] for update in example.expect["updates"]} <= set(example.asked), example.id
        for action in example.asked:
            assert set(example.outcomes(action)) <= set(OUTCOMES), example.id


def test_held_are_not_taught() -> None:
    """No example stands on both sides."""
    taught = {(example.text, example.asked) for example in examples(TAUGHT)}
    assert not [example.id for example in examples(HELD) if (example.text, example.asked) in taught]


def test_grading() -> None:
    """The grades tell what is not read from what is misread."""
    example = next(examples((FOLDER / "taught" / "shared.jsonl",)))
    assert grade(example, understand("mumble", example.asked, TODAY)) == CAREFUL
    worst = understand(" ".join(f"{action} done." for action in example.asked), example.asked, TODAY)
    assert grade(example, worst) in {EXACT, HARMFUL}


def test_odds_add_up() -> None:
    """The odds of all outcomes add up to one, also for an answer without a known word."""
    heard, _, _ = listen("qwertz", ["A-1"], TODAY, {})
    assert sum(odds(heard[0].evidence, weights()).values()) == pytest.approx(1)
    assert sum(odds([], weights()).values()) == pytest.approx(1)
