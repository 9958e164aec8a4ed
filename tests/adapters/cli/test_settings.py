from __future__ import annotations

import pytest

from adapters.cli.settings import Settings, Wrong, read

SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "client-secret",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "LEARNT_SLACK_WORKSPACES": "T1, E2",
    "LEARNT_PUBLIC_URL": "https://learnt.example/",
    "LEARNT_SECRET_KEY": "a-key-of-which-nobody-knows-anything",
}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_SIGNING_SECRET": "signing-secret"}


def test_off() -> None:
    """Without credentials Slack is off, whatever address its API has."""
    settings = read({"SLACK_API_URL": "http://127.0.0.1:1/api/"})
    assert isinstance(settings, Settings)
    assert settings.slack is None


def test_slack() -> None:
    """A bot token and a signing secret are HTTP; an app token is Socket Mode, for which no secret is needed."""
    http = read(HTTP)
    socket = read({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"})
    assert isinstance(http, Settings)
    assert isinstance(socket, Settings)
    assert http.slack is not None
    assert socket.slack is not None
    assert (http.slack.socket_mode, socket.slack.socket_mode) == (False, True)
    assert http.slack.api_url == "https://slack.com/api/"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_SIGNING_SECRET"]),
        ({"SLACK_SIGNING_SECRET": "s"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ({**HTTP, "SLACK_API_URL": "slack.com"}, ["SLACK_API_URL"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "LEARNT_PORT": "x"}, ["LEARNT_PORT", "SLACK_SIGNING_SECRET"]),
        ({"LEARNT_PUBLIC_URL": "learnt.example"}, ["LEARNT_PUBLIC_URL"]),
        ({**SEVERAL, "SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_BOT_TOKEN"]),
        ({**SEVERAL, "LEARNT_SLACK_WORKSPACES": "northgate"}, ["LEARNT_SLACK_WORKSPACES"]),
        ({**SEVERAL, "LEARNT_SECRET_KEY": "short"}, ["LEARNT_SECRET_KEY"]),
        (
            {"SLACK_CLIENT_ID": "1.2"},
            [
                "SLACK_SIGNING_SECRET",
                "SLACK_CLIENT_SECRET",
                "LEARNT_SLACK_WORKSPACES",
                "LEARNT_PUBLIC_URL",
                "LEARNT_SECRET_KEY",
            ],
        ),
    ],
)
def test_half_set(environ: dict[str, str], said: list[str]) -> None:
    """What is half set or mixed up is a sentence each, all of them at once."""
    wrong = read(environ)
    assert isinstance(wrong, Wrong)
    assert [sentence.split()[0] for sentence in wrong.sentences] == said


def test_several() -> None:
    """With a client's id, several workspaces let Learnt in themselves; none of the secrets shows."""
    settings = read(SEVERAL)
    assert isinstance(settings, Settings)
    assert settings.slack is not None
    assert settings.slack.oauth is not None
    assert settings.slack.oauth.workspaces == {"T1", "E2"}
    assert settings.slack.oauth.redirect == "https://learnt.example/slack/oauth_redirect"
    assert "client-secret" not in repr(settings)
    assert "nobody-knows" not in repr(settings)


def test_lists() -> None:
    """Several workspaces and keys are parted by commas or spaces."""
    settings = read({"LEARNT_TRUSTED": "T1, T2", "LEARNT_SECRET_KEY": "new old"})
    assert isinstance(settings, Settings)
    assert settings.trusted == {"T1", "T2"}
    assert settings.secret_keys == ("new", "old")


def test_secrets() -> None:
    """No secret shows in the settings' repr or in what is said of wrong ones."""
    settings = read({**HTTP, "LEARNT_SECRET_KEY": "key-secret", "LEARNT_DATABASE_URL": "postgresql://x:db-secret@h/d"})
    wrong = read({"SLACK_BOT_TOKEN": "misplaced-secret", "SLACK_APP_TOKEN": "other-secret"})
    assert isinstance(wrong, Wrong)
    assert "secret" not in repr(settings).replace("secret_keys", "").replace("signing_secret", "")
    assert "-secret" not in "".join(wrong.sentences)
