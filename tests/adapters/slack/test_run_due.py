"""`learnt run-due`, for whoever runs Learnt by cron: it posts in Slack as `learnt serve` does."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.cli.conftest import terminal
from tests.adapters.cli.terminal import Terminal
from tests.adapters.slack.office import Office
from tests.registers import sqlite_store
from tests.slack import Slack
from tests.slack.fixtures import slack

__all__ = ["slack", "terminal"]


def test_reminders_go_out_in_slack(slack: Slack, terminal: Terminal, tmp_path: Path) -> None:
    """What is due to somebody on Slack is posted there, once, and not given up."""
    office = Office(slack, sqlite_store(tmp_path))
    sam, ann = slack.person("Sam Field"), slack.person("Ann Fox")
    team = slack.channel("release-team", [sam, ann])
    sam.types("/lesson setup Data Centre Release", team)
    ann.types("/lesson improve Release notes were late", team)
    sam.types("/lesson action L-1 Send them earlier @ann by 4 Dec", team)
    office.close()
    terminal.environ |= {"LEARNT_DATABASE_URL": f"sqlite:///{tmp_path / 'learnt.db'}", **slack.environment()}
    code, out, err = terminal.run("run-due", "--at", "2026-11-24T09:30")
    assert (code, out, err) == (0, "1 sent.\n", "")
    assert "Send them earlier" in ann.reads(ann.direct)[-1]
    assert terminal.run("run-due", "--at", "2026-11-24T09:31")[1] == "0 sent.\n"
