"""Whatever is sent in Teams' name, Learnt answers properly and at once, and nothing goes wrong inside."""

from __future__ import annotations

import os
from random import Random
from typing import Any

import pytest

from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.teams import Teams
from tests.teams.mangle import mangled

A_GAME = 250
GAMES = int(os.environ.get("LEARNT_STORM", "25")) * 20 // A_GAME  # 20,000 activities in `make storm`


def _real(room: Room) -> list[dict[str, Any]]:
    """One of each kind of thing that Teams sends."""
    sent: list[dict[str, Any]] = []
    keep = room.teams.send

    def send(activity: dict[str, Any], **claims: Any) -> Any:
        sent.append(activity)
        return keep(activity, **claims)

    room.teams.send = send  # type: ignore[method-assign]  # it only listens
    room.mentions(room.priya, "improve the feeds")
    room.mentions(room.sam, "action L-1 mend it {0} by 11 Jan", others=(room.tom,))
    room.says(room.priya, "Release notes were late")
    room.presses(room.priya, "Save as lesson")
    room.presses(room.priya, "Something to improve", room.channel)
    room.submits(room.priya, text="Feeds were on")
    room.tom.says("It broke again", room.channel)
    room.priya.saves_as_lesson(room.channel.messages[-1], room.tom, "<p>It broke</p>")
    room.priya.new_lesson(room.channel)
    room.submits(room.priya, kind="keep", text="It went well")
    room.teams.renames(room.channel, "release-24-4", room.sam)
    room.teams.joins(room.team, room.teams.person("Ann Lee"))
    room.teams.installs(room.team, room.sam)
    room.priya.edits(next(one for one in room.channel.messages if not one.by_bot), "x")
    room.priya.invokes(room.priya.chat, "fileConsent/invoke", {"action": "decline", "context": {}})
    room.teams.send = keep  # type: ignore[method-assign]  # as above
    return sent


@pytest.mark.filterwarnings("ignore:Sending a large body")
@pytest.mark.parametrize("seed", range(GAMES))
def test_spoilt_activities(
    teams: Teams, room: Room, office: Office, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Real activities, spoilt: no fault, nothing that hangs, no task that stays."""
    chance, corpus = Random(seed), _real(room)  # noqa: S311  # a seeded game, no secret
    office.settles()
    before = office.tasks()
    header = {"Authorization": f"Bearer {teams.login.token(teams.service)}"}
    for number in range(A_GAME):
        body = mangled(chance, chance.choice(corpus), number)
        outcome = teams.raw(body, header)
        assert outcome.status in {200, 400, 401, 413, 501}, (outcome, body)
    office.settles()
    faults = [one for one in caplog.records if one.name == "learnt.teams" and one.exc_info and one.levelno > 30]
    assert [(one.message, str(one.exc_info)) for one in faults] == []
    assert office.tasks() <= before
