"""The table of outcomes names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
PAGE = (TESTS.parent / "docs" / "prompts.md").read_text(encoding="utf-8")
ROWS = [row for row in PAGE.splitlines() if row.startswith("| ") and "---" not in row and "| test |" not in row]


def test_every_outcome_has_its_test() -> None:
    """Each row of docs/prompts.md names a test, and each that is named can be run."""
    assert len(ROWS) > 50
    for row in ROWS:
        named = re.findall(r"`(\S+)::(test_\w+)`", row)
        assert named, row
        for file, test in named:
            assert f"def {test}(" in (TESTS / file).read_text(encoding="utf-8"), row
