"""Slack, and a small Bolt app that it knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.slack.small_app import serve
from tests.slack import Host, Slack
from tests.slack.fixtures import slack

__all__ = ["bolt", "slack"]


@pytest.fixture
def bolt(slack: Slack) -> Iterator[list[str]]:
    """The app is up, and known to Slack; the value is what events it has heard."""
    heard: list[str] = []
    with Host(lambda: serve(slack, heard)) as host:
        slack.app.url = f"{host.url}/slack/events"
        yield heard
