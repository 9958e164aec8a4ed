from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.grammar import Asked, Bare, Captured, Empty, addressed, read, split_scope
from bot.mistake import Mistake
from bot.words.clean import clean
from bot.words.lesson import Kind

TODAY = date(2026, 11, 24)
DATA = Path(__file__).parents[3] / "adapters/files/demo/kubeflow_retrospectives.csv"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("start A-7", "start"),
        ("done a7", "done"),
        ("DONE A-7 with a note", "done"),
        ("list", "list"),
        ("list keep", "list"),
        ("list 24.3", "list"),
        ("actions overdue", "actions"),
        ("actions @priya", "actions"),
        ("release open 24.3 live 12 Jan", "release open"),
        ("release delivered", "release delivered"),
        ("review schedule first Tuesday 10:00", "review schedule"),
        ("review", "review"),
        ("set L-1 kind keep", "set"),
        ("set zone Europe/Paris", "set"),
        ("coordinator add @tom", "coordinator"),
        ("due A-7 4 Dec", "due"),
        ("session schedule 3 Dec 14:00", "session schedule"),
        ("link ABCD-EFGH", "link"),
        ("action L-12 tidy the feeds @priya by fri", "action"),
    ],
)
def test_commands(line: str, name: str) -> None:
    """A line whose first words name a command and whose rest fits its shape is that command."""
    asked = read(line, TODAY, capture=True)
    assert isinstance(asked, Asked)
    assert asked.command.name == name


@pytest.mark.parametrize(
    "line",
    [
        "Start testing earlier",
        "Release notes were late",
        "release handbook",
        "release delays need more elaborate information",
        "Search was down on the day",
        "List of contacts was out of date",
        "Review meetings were too long",
        "Export of the data failed twice",
        "Done is better than perfect",
        "Improved test coverage helped",
        "Keeping the supplier on the call helped",
        "Link to the docs was broken",
        "Set up of environments took days",
        "Update the runbook before the drop",
        "Actions from the last session were never looked at",
        "Due dates slipped",
    ],
)
def test_lessons(line: str) -> None:
    """A sentence that begins with a command's word is a lesson all the same."""
    assert read(line, TODAY, capture=True) == Captured(line)


def test_real_lessons() -> None:
    """None of the real register's lessons is taken for a command."""
    with DATA.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["What happened?"].strip() for row in csv.DictReader(file) if row["What happened?"].strip()]
    assert len(texts) == 83
    for text in texts:
        assert read(clean(text) or "", TODAY, capture=True) == Captured(clean(text) or "")


def test_kinds() -> None:
    """`keep`, `improve` and `anon` in front say what a lesson is."""
    assert read("keep the stand-up", TODAY, capture=True) == Captured("the stand-up", Kind.KEEP)
    assert read("IMPROVE the docs", TODAY, capture=True) == Captured("the docs", Kind.IMPROVE)
    assert read("anon improve x", TODAY, capture=True) == Captured("x", Kind.IMPROVE, anonymous=True)
    assert read("lesson: done A-7", TODAY, capture=True) == Captured("done A-7")
    assert read("improve", TODAY, capture=True) == Empty(Kind.IMPROVE)
    assert read("", TODAY, capture=True) == Empty()


@pytest.mark.parametrize(
    ("line", "button"),
    [
        ("actoins mine", "actions mine"),
        ("doen A-7", "done A-7"),
        ("hlep", "help"),
        ("keep forgetting the firewall rule", "improve keep forgetting the firewall rule"),
        ("annon improve nobody listened", "anon improve nobody listened"),
        ("imporve the docs", "improve: the docs"),
    ],
)
def test_near_misses(line: str, button: str) -> None:
    """A near-miss stores nothing and offers what was meant, with all that was typed."""
    asked = read(line, TODAY, capture=True)
    assert isinstance(asked, Mistake)
    assert any(b.line == button for b in asked.instead) or button.startswith("improve keep")
    assert asked.instead


def test_direct_messages() -> None:
    """Bare text in a direct message is not captured by itself."""
    assert read("the weather is nice", TODAY, capture=False) == Bare("the weather is nice")


def test_address_and_scope() -> None:
    """The bot's name and a release in front are read apart from the line."""
    assert addressed("/lesson improve x") == ("improve x", True)
    assert addressed("@Learnt: improve x") == ("improve x", True)
    assert addressed("lessons are good") == ("lessons are good", False)
    assert split_scope("24.3: improve x") == ("24.3", "improve x")
    assert split_scope("keep: x") is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_never_raises(text: str, capture: bool) -> None:
    """Whatever is typed gets an answer or a mistake, never an exception."""
    line = clean(text)
    assert line is None or read(line, TODAY, capture=capture) is not None


WORDS = st.sampled_from(
    "done A-7 L-12 list keep release open 24.3 by fri @priya set zone review move 4 Dec due".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=6).map(" ".join))
def test_never_raises_on_almost_commands(line: str) -> None:
    """Words of the grammar in any order get an answer too."""
    assert read(line, TODAY, capture=True) is not None
