"""What Learnt needs to speak with Slack."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Slack's credentials; none of them shows in a `repr`.

    With an `app_token` Slack is reached by Socket Mode, without one by HTTP, which needs the `signing_secret`.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"

    @property
    def socket_mode(self) -> bool:
        return bool(self.app_token)
