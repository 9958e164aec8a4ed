from __future__ import annotations

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from tests.adapters.cli.terminal import Terminal, chat


def held(terminal: Terminal) -> None:
    """A review that was run and closed, before its time, and one to come."""
    chat(
        terminal,
        "setup DCR",
        "improve the feeds",
        "action L-1 mend them @sam by 4 Dec",
        "action L-1 watch them @sam by 4 Dec",
        "done A-2",
        "review schedule first Tuesday 10:00",
        "review start",
        "review close",
    )


def test_a_closed_review_reads_as_its_summary(terminal: Terminal) -> None:
    """What is printed is what was previewed, line by line."""
    held(terminal)
    code, out, err = terminal.run("review", "1")
    assert (code, err) == (0, "")
    preview = chat(terminal, "review summary")
    for line in out.splitlines():
        assert line.replace("  ", " ").strip() in preview.replace("Preview \u00b7 ", "").replace("  ", " ")
    assert "1 closed, 1 open, 0 blocked, 0 overdue" in out
    assert "Thank you, Sam." in out


def test_a_review_to_come_reads_as_it_stands(terminal: Terminal) -> None:
    """Who was asked and has answered, and what needs talking about; one that was called off says so."""
    held(terminal)
    _, out, _ = terminal.run("review", "2")
    assert out.startswith(
        "Review 2 of DCR is on Tue 5 Jan 2027 at 10:00. 0 asked so far, 0 answered.\n\nLessons-learnt"
    )
    chat(terminal, "review cancel nobody is there")
    assert terminal.run("review", "2")[1] == "Review 2 of DCR, on Tue 5 Jan 2027 at 10:00, was called off.\n"


def test_as_a_file(terminal: Terminal) -> None:
    """The text goes into a file as it would be printed; another ending is no format."""
    held(terminal)
    file = terminal.folder / "review.txt"
    code, out, _ = terminal.run("review", "1", "--to", str(file))
    assert (code, out) == (0, f"It is in {file}.\n")
    assert file.read_text(encoding="utf-8") == terminal.run("review", "1")[1]
    code, _, err = terminal.run("review", "1", "--to", "review.docx")
    assert code == 2
    assert "ends in no format; call it review.txt or review.ics" in err


def test_the_invitation(terminal: Terminal) -> None:
    """A file whose name ends so is the invitation in the coordinator's name; a review that was held has none."""
    held(terminal)
    file = terminal.folder / "review.ics"
    assert terminal.run("review", "2", "--to", str(file))[0] == 0
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt == datetime(2027, 1, 5, 10, tzinfo=UTC)
    assert event["ORGANIZER"] == "mailto:sam@pmo.example"
    code, _, err = terminal.run("review", "1", "--to", str(terminal.folder / "held.ics"))
    assert (code, err) == (1, "learnt: review 1 has been held, so nobody is invited to it any more.\n")
    assert not (terminal.folder / "held.ics").exists()


def test_the_bot_writes_it_too(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the terminal the file that the bot gives is written into the folder one is in."""
    monkeypatch.chdir(terminal.folder)
    held(terminal)
    assert "dcr-review-2.ics puts the review into a calendar" in chat(terminal, "review invitation")
    (event,) = Calendar.from_ical((terminal.folder / "dcr-review-2.ics").read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Lessons-learnt review of DCR (DCR)"


def test_which_there_are(terminal: Terminal) -> None:
    """A number that no review has is answered by those that there are; what is no number is wrong usage."""
    chat(terminal, "setup DCR")
    assert terminal.run("review", "1")[2] == "learnt: there is no review 1 of DCR: none is planned yet.\n"
    chat(terminal, "review schedule first Tuesday 10:00")
    assert terminal.run("review", "7")[2] == "learnt: there is no review 7 of DCR: the only one is 1.\n"
    assert terminal.run("review", "last")[0] == 2
    code, _, err = terminal.run("review", "1", "--programme", "LIMS")
    assert (code, err) == (1, "learnt: there is no programme LIMS: there is DCR.\n")
