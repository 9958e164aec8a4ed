from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.adapters.cli.terminal import Terminal, chat
from tests.registers import empty_postgres_url


def test_chat(terminal: Terminal) -> None:
    """A person types lines, and a button's number presses it."""
    out = chat(terminal, "setup Data Centre Release", "Release notes were late", "2")
    assert "Stored L-1 · unsorted" in out
    assert "[1] Keep  [2] Improve" in out
    assert "L-1 · kind: improve" in out


def test_form(terminal: Terminal) -> None:
    """A form is a short run of questions, each of which can be left with cancel."""
    out = chat(terminal, "setup DCR", "improve", "It broke", "", "", "", "improve", "cancel", "list")
    assert "“It broke”" in out
    assert "Left. Nothing is stored." in out
    assert "L-2" not in out


def test_form_asks_a_spoilt_date_again(terminal: Terminal) -> None:
    """A date that is none is asked for again, and what was answered before it is kept."""
    form = ("improve", "It broke", "", "", "yes", "Mend it", "me")
    out = chat(terminal, "setup DCR", *form, "sometime", "1 Jan 2020", "4 Dec", "actions mine")
    assert "\u201csometime\u201d is no date." in out
    assert "has passed" in out
    assert "A-1  Mend it" in out
    assert "due Fri 4 Dec" in out


def test_form_with_an_action(terminal: Terminal) -> None:
    """What the form folds away is asked only where it is wanted, and stored with the lesson or not at all."""
    form = ("improve", "It broke", "", "", "yes", "Mend it")
    out = chat(terminal, "setup DCR", *form, "nobody-known", "4 Dec", *form, "me", "4 Dec", "list", "actions mine")
    assert "Nothing is stored yet." in out
    assert "A-1 for L-1 · Sam · due Fri 4 Dec" in out
    assert "L-2" not in out


def test_run_due(terminal: Terminal) -> None:
    """What goes to a person of the console is printed with its recipient."""
    chat(terminal, "setup DCR", "improve x", "action L-1 mend it @sam by 4 Dec", "review schedule first Tuesday 10:00")
    code, out, _ = terminal.run("run-due", "--at", "2026-11-25T09:00")
    assert code == 0
    assert "→ (to Sam, directly)  The lessons-learnt review of DCR is on Tue 1 Dec at 10:00." in out
    assert "1 sent." in out
    assert "0 sent." in terminal.run("run-due", "--at", "2026-11-25T09:00")[1]


def test_understand(terminal: Terminal) -> None:
    """Answers are read line by line, and what is no answer is unclear."""
    asked = {"asked": ["A-7", "A-9"], "text": "A-7 done, A-9 blocked waiting on supplier, due 4 Dec"}
    other = {"asked": ["A-7"], "text": "lovely weather for it"}
    code, out, _ = terminal.run("understand", "--today", "2026-11-24", typed=[json.dumps(asked), json.dumps(other)])
    assert code == 0
    first, second = (json.loads(line) for line in out.splitlines())
    assert first["updates"] == [
        {"action": "A-7", "status": "done", "due": None},
        {"action": "A-9", "status": "blocked", "due": "2026-12-04"},
    ]
    assert second == {"intent": "unclear", "updates": [], "snooze": None, "to": None}


def test_person(terminal: Terminal) -> None:
    """What is held about a person can be had, and forgotten."""
    chat(terminal, "setup DCR")
    chat(terminal, "improve x", who="ann@pmo.example")
    assert "ann@pmo.example" in terminal.run("person", "export", "ann@pmo.example")[1]
    assert terminal.run("person", "forget", "ann@pmo.example")[0] == 0
    assert terminal.run("person", "export", "ann@pmo.example")[0] == 1
    assert "a former member" in chat(terminal, "show L-1")


def test_the_last_coordinator_is_not_forgotten(terminal: Terminal) -> None:
    """A programme keeps a coordinator: what names another one is said, works, and then the first can be forgotten."""
    sam, ann = "sam@pmo.example", "ann@pmo.example"
    chat(terminal, "setup DCR")
    chat(terminal, "improve x", who=ann)
    code, out, err = terminal.run("person", "forget", sam)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"learnt chat --as {sam} and type DCR: coordinator add @name" in err
    assert "Sam" in terminal.run("person", "export", sam)[1]
    assert "Ann now coordinates DCR" in terminal.run("chat", "--as", sam, typed=["DCR: coordinator add @ann"])[1]
    assert terminal.run("person", "forget", sam)[0] == 0


def test_what_the_forgotten_held_waits_for_an_owner(terminal: Terminal) -> None:
    """Open actions of somebody who is forgotten are nobody's from then on, and the coordinators hear of it."""
    chat(terminal, "setup DCR", "improve x")
    chat(terminal, "improve y", who="ann@pmo.example")
    chat(terminal, "action L-1 mend it @ann by 4 Dec", "action L-1 look at it @sam by 4 Dec", "give A-2 @ann")
    assert terminal.run("person", "forget", "ann@pmo.example")[0] == 0
    out = chat(terminal, "actions")
    assert "A-1  mend it  no owner yet" in out
    assert "Somebody in DCR was forgotten on request, so 1 open action of theirs waits for an owner." in out
    assert "Give it to somebody" in out
    assert "ann" not in out.casefold()


def test_backup(terminal: Terminal) -> None:
    """A backup is a register of its own, and never replaces a file."""
    chat(terminal, "setup DCR", "improve x")
    copy = terminal.folder / "copy.db"
    assert terminal.run("backup", str(copy))[0] == 0
    assert terminal.run("backup", str(copy))[0] == 1
    terminal.environ["LEARNT_DATABASE_URL"] = f"sqlite:///{copy}"
    assert "L-1  x" in chat(terminal, "list")


@pytest.mark.parametrize("argv", [(), ("nonsense",), ("chat",), ("run-due", "--at", "soon"), ("understand",)])
def test_wrong_usage(terminal: Terminal, argv: tuple[str, ...]) -> None:
    """Wrong usage exits with 2."""
    assert terminal.run(*argv)[0] == 2


def test_unusable_register(terminal: Terminal) -> None:
    """A register that can't be used is one line that says why, and exit 1."""
    terminal.environ["LEARNT_DATABASE_URL"] = f"sqlite:///{terminal.folder / 'nowhere' / 'learnt.db'}"
    code, out, err = terminal.run("chat", "--as", "sam@pmo.example", typed=["help"])
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_wrong_settings(terminal: Terminal) -> None:
    """All wrong settings are said at once."""
    terminal.environ |= {"LEARNT_PORT": "x", "LEARNT_LOG": "xml"}
    code, _, err = terminal.run("migrate")
    assert code == 1
    assert "LEARNT_PORT" in err
    assert "LEARNT_LOG" in err


def test_demo(terminal: Terminal) -> None:
    """The demo does what it shows, and leaves a register to go on with."""
    file = terminal.folder / "demo.db"
    code, out, err = terminal.run("demo", "--to", str(file))
    assert (code, err) == (0, "")
    assert "83 lessons and 17 actions" in out
    terminal.environ["LEARNT_DATABASE_URL"] = f"sqlite:///{file}"
    assert "A-19" in chat(terminal, "actions", channel="release-team")


@pytest.mark.parametrize("module", ["adapters.cli.verbs", "adapters.slack.app", "bot.commands.reading"])
def test_a_process_of_its_own_begins(module: str) -> None:
    """Nothing hangs on what happened to be imported before: each way in starts from nothing."""
    done = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("verb", [("serve",), ("run-due",), ("chat", "--as", "sam@pmo.example")])
def test_a_postgresql_without_tables_is_said_at_the_start(terminal: Terminal, verb: tuple[str, ...]) -> None:
    """Nothing starts on a database whose schema is not there or old: one line says what to run."""
    terminal.environ["LEARNT_DATABASE_URL"] = empty_postgres_url()
    code, out, err = terminal.run(*verb)
    assert (code, out) == (1, "")
    assert err.rstrip().endswith("run `learnt migrate` first.")
    assert err.count("\n") == 1


def test_run_due_says_what_was_late(terminal: Terminal) -> None:
    """The run after a gap in which something fell due tells the coordinators what was late."""
    chat(terminal, "setup DCR", "improve x", "action L-1 mend it @sam by 4 Dec", "review schedule first Tuesday 10:00")
    terminal.run("run-due", "--at", "2026-11-24T17:30")
    assert "Nothing was sent for DCR from" not in terminal.run("run-due", "--at", "2026-11-24T17:44")[1]
    _, out, _ = terminal.run("run-due", "--at", "2026-11-27T12:00")
    assert "Nothing was sent for DCR from Tue 24 Nov at 17:44 to Fri 27 Nov at 12:00, as Learnt was not running." in out


def test_nothing_to_press(terminal: Terminal) -> None:
    """A number that presses nothing any more, or a form left twice, is not stored as a lesson."""
    out = chat(terminal, "setup DCR", "2", "cancel", "list")
    assert "There is no 2 to press here. Nothing is stored." in out
    assert "Nothing here yet." in out
