"""Why Slack did not take a message, told apart: wait, try again, or say what mends it.

Codes: docs.slack.dev/reference/methods/chat.postMessage#errors and /reference/methods/auth.test#errors.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, cast

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from scheduler.retry import Busy, Failed, Failure, Refused

FAULTS: Final = (SlackClientError, ClientError, OSError, TimeoutError)
"""How a call to Slack fails."""

_GONE: Final = "the channel is gone from Slack, or Learnt may not see it: invite Learnt into it again"
_TOKEN: Final = "Slack no longer takes Learnt's token: install the app again (alone, set the new SLACK_BOT_TOKEN)"  # noqa: S105
_ACCOUNT: Final = "their Slack account is deactivated: give their actions to somebody else"
_RULES: Final = "the workspace's rules don't let Learnt post there: an administrator of Slack can allow it"
MENDS: Final[Mapping[str, str]] = {
    "channel_not_found": _GONE,
    "is_archived": "the channel is archived: unarchive it, or link another one",
    "is_inactive": "the channel is archived: unarchive it, or link another one",
    "not_in_channel": "Learnt is not in the channel: type /invite @Learnt there",
    "account_inactive": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "org_login_required": "the organisation is being moved by Slack: try again when that is done",
    "missing_scope": "the app lacks a scope: paste the newest manifest, and install the app again",
    "user_disabled": _ACCOUNT,
    "user_not_found": "Slack does not know that account any more: give their actions to somebody else",
    "users_not_found": "Slack does not know that account any more: give their actions to somebody else",
    "cannot_dm_bot": "that account is a bot's: give its actions to a person",
    "messages_tab_disabled": "the app takes no direct messages: switch on its Messages Tab under App Home",
    "restricted_action": _RULES,
    "restricted_action_read_only_channel": _RULES,
    "restricted_action_thread_only_channel": _RULES,
    "restricted_action_non_threadable_channel": _RULES,
    "ekm_access_denied": _RULES,
    "team_access_not_granted": "the app is not approved for that workspace: an administrator of Slack can approve it",
    "access_denied": _RULES,
    "no_permission": _RULES,
    "team_not_found": "that workspace is gone from Slack",
}
_LATER: Final = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


def code_of(error: BaseException) -> str:
    """Slack's own word for what went wrong, else the kind of error."""
    if isinstance(error, SlackApiError):
        return str(_answer(error).get("error") or "unknown_error")
    return type(error).__name__


def failure_of(error: BaseException) -> Failure:
    """What a failed call means for a delivery. Anything that isn't Slack's own refusal is tried again."""
    if not isinstance(error, SlackApiError):
        return Failed(f"Slack could not be reached ({code_of(error)})")
    code, status = code_of(error), _status(error)
    if status == 429 or code in {"ratelimited", "rate_limited", "message_limit_exceeded"}:
        return Busy(timedelta(seconds=wait_of(error)))
    if status >= 500 or code in _LATER:
        return Failed(f"Slack answered {code}")
    if code in MENDS:
        return Refused(MENDS[code])
    return Refused(f"Slack refused it ({code})") if status == 200 else Failed(f"Slack answered {status}")


def wait_of(error: SlackApiError) -> float:
    """Seconds to wait, as Slack says; one where it says nothing usable."""
    headers = cast("Mapping[str, str]", getattr(error.response, "headers", None) or {})
    said = next((value for name, value in headers.items() if name.casefold() == "retry-after"), "1")
    return max(float(said), 1.0) if said.replace(".", "", 1).isdecimal() else 1.0


def _answer(error: SlackApiError) -> Mapping[str, object]:
    data: object = getattr(error.response, "data", error.response)
    return cast("Mapping[str, object]", data) if isinstance(data, Mapping) else {}


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 200))
