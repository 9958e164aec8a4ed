"""What Learnt needs to speak with Slack."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.words.installation import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth:
    """By which workspaces let Learnt in themselves: only the `workspaces` (T…, or E… for a whole organisation) may.

    `public_url` is Learnt's own address, without a slash at its end.
    """

    client_id: str
    client_secret: str = field(repr=False)
    workspaces: frozenset[str]
    public_url: str

    def allows(self, installation: Installation) -> bool:
        """Whether Learnt may be there."""
        return not self.workspaces.isdisjoint({installation.workspace, installation.organisation})

    @property
    def redirect(self) -> str:
        """Where Slack sends whoever has allowed it."""
        return f"{self.public_url}/slack/oauth_redirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Slack's credentials; none of them shows in a `repr`. A `bot_token` is for one workspace, `oauth` for several.

    With an `app_token` Slack is reached by Socket Mode, without one by HTTP, which needs the `signing_secret`.
    """

    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    oauth: OAuth | None = None

    @property
    def socket_mode(self) -> bool:
        return bool(self.app_token)
