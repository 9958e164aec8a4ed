from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.slack.manifest import manifest
from tests.adapters.cli.conftest import terminal
from tests.adapters.cli.terminal import Terminal
from tests.slack import Slack
from tests.slack.manifest import problems_of_manifest

__all__ = ["terminal"]
READY = Path(__file__).parents[3] / "manifest" / "slack.json"


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("socket_mode", [False, True])
def test_taken(socket_mode: bool, several: bool) -> None:
    """Slack takes the manifest, over HTTP and for Socket Mode, for one workspace and for several."""
    made = manifest("https://learnt.example", socket_mode=socket_mode, several=several)
    assert problems_of_manifest(made) == []
    assert ("redirect_urls" in made["oauth_config"]) == several


def test_ready_one(terminal: Terminal) -> None:
    """The manifest in the repository is the one that is printed."""
    code, out, _ = terminal.run("manifest", "slack")
    assert code == 0
    assert READY.read_text(encoding="utf-8") == out


def test_printed(terminal: Terminal) -> None:
    """The address is the one given, else Learnt's own; a wrong one is wrong usage."""
    terminal.environ["LEARNT_PUBLIC_URL"] = "https://lessons.example/"
    own = json.loads(terminal.run("manifest", "slack")[1])
    given = json.loads(terminal.run("manifest", "slack", "--url", "https://other.example")[1])
    assert own["settings"]["interactivity"]["request_url"] == "https://lessons.example/slack/events"
    assert given["settings"]["interactivity"]["request_url"] == "https://other.example/slack/events"
    assert "https" not in terminal.run("manifest", "slack", "--socket-mode")[1]
    assert terminal.run("manifest", "slack", "--url", "learnt.example")[0] == 2


def test_check(terminal: Terminal, slack: Slack) -> None:
    """Check says who the token is of; a wrong clock, a missing scope and a wrong token each with what mends it."""
    terminal.environ |= slack.environment()
    installed = slack.state.installations[slack.workspace.id]
    _, out, err = terminal.run("check")
    assert "in Partners." in out
    assert err == "" or "clock is off" in err  # the terminal's time stands still, Slack's answers are of today
    installed.tokens[-1].scopes -= {"im:history"}
    assert "The app lacks im:history" in terminal.run("check")[2]
    installed.tokens[-1].dead = "token_revoked"
    code, _, err = terminal.run("check")
    assert (code, err.startswith("SLACK_BOT_TOKEN is not taken (token_revoked)")) == (1, True)
    assert slack.bot_token not in err


def test_check_off(terminal: Terminal) -> None:
    """Without credentials Slack is off, which is no failure."""
    code, out, err = terminal.run("check")
    assert (code, err) == (0, "")
    assert "Slack is off" in out
