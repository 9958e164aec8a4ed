from __future__ import annotations

from dataclasses import replace

from bot.ports import Register
from bot.words.ids import NEW, InstallationId
from bot.words.installation import Installation
from bot.words.person import Platform
from tests.contract.rows import NOW, at


def _installed(workspace: str, token: str) -> Installation:
    return Installation(
        id=InstallationId(NEW),
        platform=Platform.SLACK,
        workspace=workspace,
        name="Northgate",
        bot="U0BOT",
        scopes="chat:write,commands",
        token=token,
        refresh="xoxe-1-a",
        expires=at(720),
        installed_at=NOW,
        installed_by="U0SAM",
    )


def test_installations(register: Register) -> None:
    """Each workspace has one installation; installing again replaces it, and its tokens come out as they went in."""
    assert register.installations.at(Platform.SLACK, "T1") is None
    first = register.installations.put(_installed("T1", "xoxb-1"))
    second = register.installations.put(_installed("T2", "xoxb-2"))
    assert register.installations.at(Platform.SLACK, "T1") == first
    assert register.installations.at(Platform.TEAMS, "T1") is None
    again = register.installations.put(replace(_installed("T1", "xoxb-3"), installed_at=at(5), refresh=None))
    assert again.id == first.id
    assert list(register.installations.all(Platform.SLACK)) == [again, second]
    gone = register.installations.put(replace(again, token=None, refresh=None, revoked_at=at(9)))
    assert register.installations.at(Platform.SLACK, "T1") == gone


def test_no_token_shows(register: Register) -> None:
    """What an installation looks like in a log or an error holds no token."""
    installed = register.installations.put(_installed("T1", "xoxb-secret"))
    assert "xoxb" not in repr(installed)
    assert "xoxe" not in repr(installed)
