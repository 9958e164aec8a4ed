from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.cli.exchange import read_in
from bot.exchange.bring_in import BATCH
from bot.ports import Register
from tests.adapters.cli.terminal import Terminal, chat
from tests.adapters.files.registers import NOW, Office, counts

TABLE = "Lesson,Release,Action,Owner\nLate,24.3,Be early,sam@pmo.example\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "lessons.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_import(terminal: Terminal, table: Path) -> None:
    """Import says how each column was read and what it came to; a dry run says it and stores nothing."""
    chat(terminal, "setup DCR")
    code, dry, _ = terminal.run("import", str(table), "--dry-run")
    assert (code, "L-1" in chat(terminal, "list")) == (0, False)
    assert "1 lesson and 1 action would be added; 0 lessons and 0 actions there already." in dry
    assert "Nothing is stored: this was a dry run." in dry
    code, out, err = terminal.run("import", str(table))
    assert (code, err) == (0, "")
    assert "lessons.csv is a table separated by commas, in UTF-8." in out
    assert "Lesson   lesson" in out
    assert "Made, as closed releases: 24.3." in out
    assert "1 lesson and 1 action added; 0 lessons and 0 actions there already." in out
    assert "A-1  Be early  Sam" in chat(terminal, "show L-1").replace("not started · ", "")
    assert (
        "0 lessons and 0 actions added; 1 lesson and 1 action there already." in terminal.run("import", str(table))[1]
    )


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_export(terminal: Terminal, table: Path, ending: str) -> None:
    """What is exported can be imported into an empty register."""
    chat(terminal, "setup DCR")
    terminal.run("import", str(table))
    file = terminal.folder / f"out.{ending}"
    code, out, err = terminal.run("export", "--to", str(file))
    assert (code, err) == (0, "")
    assert "It holds names and what only the PMO may read." in out
    terminal.environ["LEARNT_DATABASE_URL"] = f"sqlite:///{terminal.folder / 'other.db'}"
    chat(terminal, "setup DCR")
    assert "1 lesson and 1 action added" in terminal.run("import", str(file))[1]


def test_programmes(terminal: Terminal, table: Path) -> None:
    """A programme has to be named only where there is more than one; a wrong key says which there are."""
    code, _, err = terminal.run("import", str(table))
    assert (code, err.startswith("learnt: there is no programme yet")) == (1, True)
    chat(terminal, "setup DCR")
    assert terminal.run("import", str(table), "--programme", "dcr")[0] == 0
    assert terminal.run("export", "--to", str(table), "--programme", "X")[2] == (
        "learnt: there is no programme X: there is DCR.\n"
    )
    chat(terminal, "setup LIMS", channel="other")
    for verb in (("import", str(table)), ("export", "--to", str(table))):
        code, out, err = terminal.run(*verb)
        assert (code, out) == (1, "")
        assert err == "learnt: there are several programmes: add --programme with one of DCR and LIMS.\n"


def test_failures(terminal: Terminal, tmp_path: Path) -> None:
    """Whatever goes wrong is one line and exit 1; an ending that names no format is wrong usage."""
    chat(terminal, "setup DCR")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    for argv in (
        ("import", str(tmp_path / "nowhere.csv")),
        ("import", str(tmp_path)),
        ("import", str(wrong)),
        ("export", "--to", str(tmp_path / "nowhere" / "out.csv")),
    ):
        code, out, err = terminal.run(*argv)
        assert (code, out, err.count("\n")) == (1, "", 1), argv
        assert err.startswith("learnt: "), argv
    assert terminal.run("export", "--to", "out.pdf")[0] == 2
    assert terminal.run("export")[0] == 2


class CutError(Exception):
    """Stands for a kill."""


def test_resume(tmp_path: Path) -> None:
    """Rows are committed together by the batch; after a kill, importing again adds exactly the rest."""
    office, path = Office(), tmp_path / "long.csv"
    rows = [f"Lesson {number},Action {number}" for number in range(BATCH)]
    path.write_text("\n".join(["Lesson,Action", *rows]), encoding="utf-8")
    opened = 0

    @contextmanager
    def cut_short() -> Generator[Register, None, None]:
        nonlocal opened
        opened += 1
        if opened == 3:  # the first looks at what is there, the second stores the first batch
            raise CutError
        with office.store.open() as register:
            yield register

    with pytest.raises(CutError):
        read_in(path, office.programme, cut_short, NOW)
    assert len(office.holds()) == BATCH // 2
    assert counts(office.bring(path)[0]) == (BATCH // 2, BATCH // 2, BATCH // 2, BATCH // 2)
    assert [one.text for one in office.holds()] == [f"Lesson {number}" for number in range(BATCH)]
