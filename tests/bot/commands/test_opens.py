"""Which buttons open a form is known before they are pressed."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.forms import opens

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "line", ["", "lesson", "improve", "action L-12", "DCR: action L-12", "blocked A-7", "due A-7", "edit L-3 ~0a1b2c3d"]
)
def test_what_lacks_something_opens_a_form(line: str) -> None:
    """A line that can't be carried out as it is asks for the rest in a form."""
    assert opens(line, TODAY)


@pytest.mark.parametrize(
    "line",
    [
        "done A-7",
        "DCR: done A-7",
        "help",
        "lesson: start A-7",
        "edit L-3 ~0a1b2c3d Better",
        "undo L-3",
        "due A-7 4 Dec",
        "x",
    ],
)
def test_what_says_it_all_opens_none(line: str) -> None:
    """A line that can be carried out is, and so is a lesson."""
    assert not opens(line, TODAY)
