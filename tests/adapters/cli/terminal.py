"""`learnt` as a person runs it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.cli.main import main

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Terminal:
    """`learnt` in an empty folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.environ = {"LEARNT_DATABASE_URL": f"sqlite:///{folder / 'learnt.db'}"}
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys

    def run(self, *argv: str, typed: Sequence[str] = ()) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        try:
            code = main(argv, self.environ, lambda: NOW)
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = self.capsys.readouterr()
        return code, said.out, said.err


def chat(terminal: Terminal, *typed: str, who: str = "sam@pmo.example", channel: str = "team") -> str:
    code, out, _ = terminal.run("chat", "--as", who, "--channel", channel, typed=typed)
    assert code == 0
    return out
