"""Nobody but Teams gets in, and whatever is knocked with, the answer is proper and cheap."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.teams.local import is_local
from tests.adapters.teams.office import Office
from tests.adapters.teams.room import Room
from tests.teams import Teams


def _activity(room: Room) -> dict[str, Any]:
    return room.priya.activity(room.priya.chat, "message", text="keep The stand-up")


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"iss": "https://evil.example"},
        {"serviceurl": "https://evil.example/"},
        {"serviceurl": None},
        {"exp": 1_000_000_000},
        {"kid": "nobody-knows-it"},
        {"kid": None},
        {"unsigned": True},
        {"signed_by": 1},
    ],
    ids=lambda claims: "-".join(f"{name}-{str(value)[:12]}" for name, value in claims.items()),
)
def test_a_token_that_is_not_teams_own_opens_nothing(room: Room, claims: dict[str, Any]) -> None:
    """Issuer, audience, service, time and key all have to be right."""
    assert room.teams.send(_activity(room), **claims).status == 401
    room.office.settles()
    assert room.office.lessons() == []


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic abc", "Bearer \u00e9.\u00e9.\u00e9"]
)
def test_what_is_no_token_opens_nothing(room: Room, header: str) -> None:
    """It is refused, and is no fault of ours."""
    headers = {"Authorization": header} if header else {}
    assert room.teams.raw(_activity(room), headers).status == 401


def test_a_key_that_was_made_up_is_asked_for_once_a_minute(room: Room) -> None:
    """Anybody can send one, and nobody may make us call Microsoft for each."""
    before = room.teams.login.keys_read
    for _ in range(20):
        room.teams.send(_activity(room), kid="nobody-knows-it")
    assert room.teams.login.keys_read <= before + 1


def test_teams_may_sign_with_a_new_key(room: Room) -> None:
    """It is known at the first request that is signed with it, a minute after the last one that was not known."""
    room.teams.login.rolls_keys()
    room.office.clock += 61
    assert room.teams.send(_activity(room)).status == 200


def test_keys_that_can_not_be_had_are_waited_for(teams: Teams) -> None:
    """Where nobody can say who sent it, Teams is to send it again."""
    port, teams.port = teams.port, 9
    office = Office(teams)
    teams.port = port
    priya = teams.person("Priya Shah")
    assert teams.send(priya.activity(priya.chat, "message", text="help")).status == 503
    office.close()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"type": "message"}', b"[" * 100_000, b"\xff\xfe", b'{"type": 7}'],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_activity_is_refused(room: Room, body: bytes) -> None:
    """Bad JSON, and JSON of something else."""
    headers = {"Authorization": f"Bearer {room.teams.login.token(room.teams.service)}"}
    assert room.teams.raw(body, headers).status == 400


def test_what_is_too_long_is_not_read(room: Room) -> None:
    """A request of more than a megabyte is none of Teams'."""
    assert room.teams.raw(b"x" * 2_000_000, {}).status == 413


def test_another_channel_of_the_bot_is_not_believed(room: Room) -> None:
    """In Web Chat anybody may say who they are."""
    activity = {**_activity(room), "channelId": "webchat"}
    assert room.teams.send(activity).status in {200, 401}
    room.office.settles()
    assert room.office.lessons() == []


def test_a_tenant_that_is_not_named_gets_nothing(teams: Teams) -> None:
    """LEARNT_TEAMS_TENANTS says whose people are spoken with."""
    office = Office(teams, tenants=frozenset({"another-tenant"}))
    priya = teams.person("Priya Shah")
    assert priya.says("help").status == 200
    office.settles()
    assert priya.sees() == []
    office.close()


def test_a_token_is_had_once(room: Room) -> None:
    """It is kept as long as it lasts."""
    for _ in range(5):
        room.says(room.sam, "help")
    assert room.teams.login.asked == 1
    room.office.clock += 4_000
    room.says(room.sam, "help")
    assert room.teams.login.asked == 2


def test_a_token_that_is_not_taken_any_more_is_had_anew(room: Room) -> None:
    """After one refusal the next message goes with another token."""
    room.teams.login.tokens.clear()
    room.says(room.sam, "help")
    said = len(room.sam.sees())
    room.says(room.sam, "help")
    assert len(room.sam.sees()) > said
    assert room.teams.login.asked == 2


def test_no_secret_is_logged(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the password nor a token stands in the log, whatever goes wrong and however much is logged."""
    caplog.set_level(logging.DEBUG)
    room.teams.faults.fails("send", 500, times=2)
    room.teams.faults.answers_html("send", 200, times=1)
    for _ in range(4):
        room.says(room.sam, "help")
    room.teams.send(_activity(room), aud="somebody-else")
    assert caplog.text
    assert room.teams.password not in caplog.text
    assert not any(token in caplog.text for token in room.teams.login.tokens)


# --- without authentication -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "local"),
    [
        ({"Host": "127.0.0.1:3978"}, True),
        ({"Host": "localhost:3978"}, True),
        ({"Host": "localhost"}, True),
        ({"Host": "[::1]:3978"}, True),
        ({"Host": "learnt.example"}, False),
        ({"Host": "127.0.0.1.evil.example:80"}, False),
        ({"Host": "localhost:3978", "X-Forwarded-For": "10.0.0.1"}, False),
        ({"Host": "127.0.0.1", "forwarded": "for=1.2.3.4"}, False),
        ({}, False),
    ],
)
def test_only_this_machine_is_local(headers: Mapping[str, str], local: bool) -> None:
    """A tunnel adds a header, and a page that was led here by its name has another host."""
    assert is_local(headers) is local


def test_a_playground_needs_no_token() -> None:
    """On this machine alone, everybody is believed, and nothing is signed."""
    with Teams(authenticated=False) as teams:
        office = Office(teams)
        priya = teams.person("Priya Shah")
        assert priya.says("help").status == 200
        office.settles()
        assert priya.last().shows
        activity = priya.activity(priya.chat, "message", text="help")
        assert teams.raw(activity, {"X-Forwarded-For": "10.0.0.1"}).status == 403
        assert teams.raw(activity, {"Host": "learnt.example"}).status == 403
        assert json.loads(json.dumps(teams.messages()[0].activity))
        office.close()
