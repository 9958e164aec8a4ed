from __future__ import annotations

import json
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.adapters.slack.office import Office
from tests.slack import Slack
from tests.slack.outbound import FORM, JSON

COMMAND = {
    "command": "/lesson",
    "text": "keep it",
    "team_id": "T0000000001",
    "user_id": "U0000000002",
    "channel_id": "C0000000001",
    "trigger_id": "1.2",
    "response_url": "http://127.0.0.1:1/x",
}
EVENT = {"type": "event_callback", "team_id": "T0000000001", "event_id": "Ev1"}


@pytest.fixture
def office(slack: Slack) -> Iterator[Office]:
    made = Office(slack)
    priya = slack.person("Priya Shah")
    priya.types("/lesson setup DCR", slack.channel("release-team", [priya]))
    yield made
    made.close()


def test_forged(office: Office) -> None:
    """What Slack did not sign, or signed more than five minutes ago, is refused and stores nothing."""
    slack, body = office.slack, urlencode(COMMAND).encode()
    signed = slack.outbound.headers(body, FORM)
    old = Slack(stamp=lambda: time.time() - 301)
    old.app.signing_secret = slack.app.signing_secret
    wrong = [
        {"Content-Type": FORM},
        {**signed, "X-Slack-Signature": "v0=" + "0" * 64},
        {**signed, "X-Slack-Signature": "é"},
        {**signed, "X-Slack-Request-Timestamp": "soon"},
        {**signed, "X-Slack-Request-Timestamp": "9" * 400},
        old.outbound.headers(body, FORM),
    ]
    assert [slack.raw(body, headers).status for headers in wrong] == [401] * len(wrong)
    assert slack.raw(body + b"&x=1", signed).status == 401
    assert office.lessons() == []
    assert slack.raw(body, signed).status == 200
    assert office.lessons() == ["it"]
    old.close()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"\xff\xfe", JSON),
        (b"payload=%7B", FORM),
        (b"payload=[1]", FORM),
        (b"command=/lesson&text=x&team_id=T0000000001", FORM),
        (json.dumps(EVENT).encode(), JSON),
        (json.dumps(EVENT | {"event": "message"}).encode(), JSON),
        (json.dumps(EVENT | {"event": {"type": "app_mention"}}).encode(), JSON),
        (json.dumps(EVENT | {"event": {"type": "message", "channel_type": "im", "user": 7, "text": 1}}).encode(), JSON),
        (json.dumps(EVENT | {"event": {"type": "user_change", "user": 7}}).encode(), JSON),
        (urlencode({"payload": json.dumps({"type": "block_actions", "team": {"id": "T0000000001"}})}).encode(), FORM),
        (
            urlencode(
                {
                    "payload": json.dumps(
                        {
                            "type": "view_submission",
                            "team": {"id": "T0000000001"},
                            "user": {"id": "U0000000002"},
                            "view": {"callback_id": "learnt:form", "type": "modal"},
                        }
                    )
                }
            ).encode(),
            FORM,
        ),
    ],
)
def test_malformed(office: Office, body: bytes, kind: str) -> None:
    """What is signed and yet malformed is answered cheaply, never with a 500, and stores nothing."""
    slack = office.slack
    assert slack.raw(body, slack.outbound.headers(body, kind)).status in {200, 400, 401, 404}
    assert office.lessons() == []


@pytest.mark.parametrize("wrong", [{"profile": "x"}, {"tz": 7}, {"profile": {"real_name": []}}])
def test_malformed_user(office: Office, wrong: dict[str, object]) -> None:
    """A user whose names are no words is not kept: what they do goes on working."""
    slack = office.slack
    (priya,) = (one for one in slack.state.users.values() if one.real_name == "Priya Shah")
    event = {"type": "user_change", "user": priya.json(priya.team, slack.clock.now, email=True) | wrong}
    body = json.dumps(EVENT | {"event": event}).encode()
    assert slack.raw(body, slack.outbound.headers(body, JSON)).status in {200, 400}
    (room,) = (one for one in slack.state.channels.values() if one.name == "release-team")
    assert slack.acts_as(priya).types("/lesson keep it", room).shows.startswith("Stored L-1")


def test_other_workspace(office: Office) -> None:
    """Another workspace gets nothing."""
    slack = office.slack
    body = urlencode(COMMAND | {"team_id": "T0000000099"}).encode()
    answer = slack.raw(body, slack.outbound.headers(body, FORM))
    assert (answer.status, answer.text) == (200, "")
    assert office.lessons() == []


@pytest.mark.filterwarnings("ignore:Sending a large body")
def test_too_long(office: Office) -> None:
    """More than anything Slack sends is not read."""
    slack, body = office.slack, b"x" * (2 * 1024 * 1024)
    assert slack.raw(body, slack.outbound.headers(body, FORM)).status == 413
