"""The app package, and whether the configuration works."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.adapters.cli.conftest import terminal
from tests.adapters.cli.terminal import Terminal
from tests.teams import Teams

__all__ = ["terminal"]
SCHEMA = Path(__file__).parents[2] / "teams" / "schemas" / "teams-manifest-v1.25.schema.json"
APP = "0e3a2b1c-4d5e-4f60-8a7b-9c0d1e2f3a4b"


@pytest.fixture
def package(terminal: Terminal, tmp_path: Path) -> Iterator[zipfile.ZipFile]:
    """The package that the command line writes."""
    file = tmp_path / "app.zip"
    code, out, err = terminal.run(
        "manifest", "teams", "--app-id", APP, "--url", "https://learnt.example", "--to", str(file)
    )
    assert (code, err) == (0, "")
    assert str(file) in out
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as opened:
        yield opened


def test_teams_takes_the_manifest(package: zipfile.ZipFile) -> None:
    """It passes Microsoft's own schema."""
    made: dict[str, Any] = json.loads(package.read("manifest.json"))
    schema = jsonschema.Draft4Validator(json.loads(SCHEMA.read_text()))
    assert [f"{one.json_path}: {one.message}" for one in schema.iter_errors(made)] == []
    assert made["bots"][0]["botId"] == APP
    assert all(len(one["commands"]) <= 10 for one in made["bots"][0]["commandLists"])
    titles = [command for one in made["bots"][0]["commandLists"] for command in one["commands"]]
    assert all(len(one["title"]) <= 32 and len(one["description"]) <= 128 for one in titles)
    assert "webApplicationInfo" not in made
    assert "authorization" not in made


def test_the_icons_have_their_sizes(package: zipfile.ZipFile) -> None:
    """192 by 192 in colour, 32 by 32 in white on nothing, and nothing else lies beside them."""
    assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
    sizes = {name: struct.unpack(">IIBB", package.read(name)[16:26]) for name in ("color.png", "outline.png")}
    assert sizes["color.png"][:2] == (192, 192)
    assert sizes["outline.png"][:2] == (32, 32)
    assert sizes["outline.png"][3] == 6  # with transparency


def test_whose_package_it_is_has_to_be_said(terminal: Terminal) -> None:
    """Without the bot's id there is nothing to write; one that is none is wrong usage."""
    code, _, err = terminal.run("manifest", "teams")
    assert code == 1
    assert "--app-id" in err
    assert terminal.run("manifest", "teams", "--app-id", "learnt")[0] == 2


def _check(terminal: Terminal) -> tuple[int, str, str]:
    code, out, err = terminal.run("check")
    lines = [line for line in err.splitlines() if "clock is off" not in line]  # the terminal's time stands still
    return code, out, "\n".join(lines)


@pytest.fixture
def told(terminal: Terminal, teams: Teams) -> Terminal:
    """A terminal whose environment is Teams'."""
    terminal.environ |= {**teams.environment(), "LEARNT_PUBLIC_URL": "https://learnt.example"}
    return terminal


def test_check_says_what_works(told: Terminal, teams: Teams) -> None:
    """The credentials, the keys, and which address the bot has to have."""
    _, out, err = _check(told)
    assert f"Microsoft takes the credentials of {teams.app_id}" in out
    assert "the keys that its requests are signed with can be read" in out
    assert "https://learnt.example/api/messages" in out
    assert err == ""


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("MICROSOFT_APP_PASSWORD", "another", "MICROSOFT_APP_PASSWORD is not taken"),
        ("MICROSOFT_APP_TENANT_ID", "another", "MICROSOFT_APP_TENANT_ID is no tenant"),
        ("MICROSOFT_APP_ID", "0e3a2b1c-4d5e-4f60-8a7b-9c0d1e2f3a4b", "MICROSOFT_APP_PASSWORD is not taken"),
        ("MICROSOFT_CLOUD", "login=https://127.0.0.1:9 openid=http://127.0.0.1:9/keys", "gives no token"),
        ("LEARNT_PUBLIC_URL", "http://learnt.example", "LEARNT_PUBLIC_URL is not an https:// address"),
    ],
)
def test_check_names_what_is_wrong(told: Terminal, teams: Teams, setting: str, value: str, said: str) -> None:
    """Each with what mends it, and never with the secret itself."""
    told.environ[setting] = value
    code, _, err = _check(told)
    assert code == 1
    assert said in err
    assert teams.password not in err


def test_teams_is_off_without_credentials(terminal: Terminal) -> None:
    """Which is no failure."""
    code, out, err = terminal.run("check")
    assert (code, err) == (0, "")
    assert "Teams is off" in out
