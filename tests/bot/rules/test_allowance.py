"""One message a day, three a week."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.allowance import has_room


@pytest.mark.parametrize(
    ("counted", "today", "room"),
    [
        ([], 24, True),
        ([24], 24, False),
        ([23], 24, True),
        ([23, 24], 25, True),
        ([23, 24, 25], 26, False),
        ([23, 24, 25], 29, False),  # the Sunday is of the same week
        ([23, 24, 25], 30, True),
        ([19, 20, 22], 23, True),  # last week's
    ],
)
def test_room(counted: list[int], today: int, room: bool) -> None:
    """There is room on a day without a message in a week with fewer than three."""
    days = [date(2026, 11, day) for day in counted]
    assert has_room(days, date(2026, 11, today)) is room
