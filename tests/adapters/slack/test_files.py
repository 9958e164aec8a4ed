"""The workbook is handed to whoever asked for it, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.cli.exchange import made
from adapters.slack.manifest import manifest
from bot.words.message import File
from tests.adapters.slack.office import Office
from tests.fakes import FakeStore
from tests.registers import sqlite_store
from tests.slack import Slack
from tests.slack.app import App
from tests.slack.people import Person


class Desk:
    """A programme, and its coordinator."""

    def __init__(self, slack: Slack, office: Office) -> None:
        self.slack, self.office = slack, office
        self.priya: Person = slack.person("Priya Shah", email="priya@pmo.example")
        self.tom: Person = slack.person("Tom Ray", email="tom@pmo.example")
        self.channel = slack.channel("release-team", [self.priya, self.tom])
        self.priya.types("/lesson setup Data Centre Release", self.channel)
        self.tom.types("/lesson keep the tea", self.channel)

    def files(self, who: Person) -> list[tuple[str, bytes]]:
        """What was shared in somebody's direct message with Learnt."""
        held = [one.arguments for one in self.slack.messages(who.direct) if "content" in one.arguments]
        return [pair for one in held for pair in zip(one["files"], one["content"], strict=True)]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Slack(App.from_manifest(manifest())) as slack:
        made = Desk(slack, Office(slack, FakeStore(lambda: slack.clock.now)))
        yield made
        made.office.close()


def test_handed_over(desk: Desk) -> None:
    """Asked in a channel, it comes in the direct message, as its reader may read it, and once."""
    outcome = desk.priya.types("/lesson export", desk.channel)
    assert outcome.shows.startswith("I am putting dcr-")
    desk.office.settles()
    ((name, content),) = desk.files(desk.priya)
    assert name.startswith("dcr-")
    assert content.decode().startswith(f"{name} for ")
    assert desk.priya.reads()[-1].startswith(f"The register of Data Centre Release is in {name}.")
    desk.slack.again(outcome)
    desk.office.settles()
    assert len(desk.files(desk.priya)) == 1


def test_mentioned(desk: Desk) -> None:
    """Asked by a mention, both what is said and the file come by themselves."""
    desk.priya.mentions_bot("export", desk.channel)
    desk.office.settles()
    assert len(desk.files(desk.priya)) == 1
    assert any(one.shows.startswith("I am putting dcr-") for one in desk.slack.messages(desk.channel))


def test_not_for_everybody(desk: Desk) -> None:
    """Nobody but a coordinator gets it, not even when they were one when they asked."""
    desk.tom.types("/lesson export", desk.channel)
    desk.office.settles()
    assert desk.files(desk.tom) == []
    desk.priya.types(f"/lesson coordinator add {desk.tom.mention}", desk.channel)
    desk.priya.types("/lesson export", desk.channel)
    desk.tom.types(f"/lesson coordinator remove {desk.priya.mention}", desk.channel)
    desk.office.settles()
    assert desk.files(desk.priya) == []


def test_invitation(desk: Desk) -> None:
    """The invitation to a review is a file in the direct message, beside the text to paste."""
    desk.priya.types("/lesson review schedule first Tuesday 10:00", desk.channel)
    desk.office.settles()
    said = desk.priya.types("/lesson review invitation", desk.channel)
    assert said.shows.startswith("I am putting dcr-review-1.ics together.")
    desk.office.settles()
    ((name, _),) = desk.files(desk.priya)
    assert name == "dcr-review-1.ics"
    (paste,) = [one for one in desk.slack.messages(desk.channel) if "To paste into an invitation:" in one.shows]
    assert paste.only == desk.priya.id


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
def test_lost_answers(desk: Desk, step: str) -> None:
    """Whichever answer of Slack's is lost, the file is there once in the end."""
    desk.slack.faults.loses_answers(step, times=1)
    desk.priya.types("/lesson export", desk.channel)
    desk.office.settles()
    desk.slack.passes(timedelta(minutes=1))
    desk.office.settles()
    assert len(desk.files(desk.priya)) == 1


def test_missing_scope(desk: Desk) -> None:
    """Without the scope the coordinator reads what mends it."""
    desk.slack.state.installations[desk.slack.workspace.id].tokens[-1].scopes -= {"files:write"}
    desk.priya.types("/lesson export", desk.channel)
    desk.office.settles()
    assert "paste the newest manifest" in desk.priya.types("/lesson undelivered", desk.channel).shows


def test_real_workbook(tmp_path: Path) -> None:
    """What is handed over opens as the workbook that learnt export writes."""
    store = sqlite_store(tmp_path)
    with Slack(App.from_manifest(manifest())) as slack:
        office = Office(slack, store)

        def makes(file: File) -> bytes:
            return made(store, file)

        office.makes = makes
        desk = Desk(slack, office)
        desk.priya.types("/lesson export", desk.channel)
        office.settles()
        ((name, content),) = desk.files(desk.priya)
        office.close()
    store.close()
    (tmp_path / name).write_bytes(content)
    book = load_workbook(tmp_path / name, read_only=True)
    assert "the tea" in str(list(book["Lessons"].iter_rows(values_only=True)))
    book.close()
