"""Fixtures for tests that talk to Slack: `from tests.slack.fixtures import slack`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack.emulator import Slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A fresh Slack, at Tue 24 Nov 2026 09:00 UTC, with the app installed in one workspace and no request URL yet."""
    with Slack() as running:
        yield running
