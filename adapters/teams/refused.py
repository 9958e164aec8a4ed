"""Why Teams did not take a message, told apart: wait, try again, or say what mends it.

Codes: learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "Status codes from bot APIs".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from scheduler.retry import Busy, Failed, Failure, Refused


class RejectedError(Exception):
    """The connector answered, and not with yes. `wait` is in seconds, where it says how long; None elsewhere."""

    def __init__(self, status: int, code: str, wait: float | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.wait = status, code, wait


class UnansweredError(Exception):
    """No answer, or none that can be read: it may have been taken all the same."""


FAULTS: Final = (RejectedError, UnansweredError)
"""How a call to Teams fails."""

NOT_INSTALLED: Final = (
    "Learnt is not installed there: add the app to the team, or for the person (an administrator can do it for "
    "everybody under Setup policies in the Teams admin centre)"
)
_MENDS: Final[Mapping[str, str]] = {
    "BotNotInConversationRoster": NOT_INSTALLED,
    "ForbiddenOperationException": NOT_INSTALLED,
    "ConversationBlockedByUser": "they have blocked Learnt in Teams: ask them to unblock it",
    "BotDisabledByAdmin": "an administrator has blocked the app: allow it under Manage apps in the Teams admin centre",
    "MessageWritesBlocked": "nobody may write there: change the channel's settings for who can post",
    "NotEnoughPermissions": "the app may not write there: update it to the newest package",
    "BotNotRegistered": "Teams does not know the bot: switch on the Teams channel of the bot in Azure",
    "ConversationNotFound": "the conversation is gone from Teams: link another channel, or ask them to write to Learnt",
    "MessageSizeTooBig": "the message is too long for Teams",
}
_GONE: Final = frozenset({"ActivityNotFoundInConversation"})
_RETRIED: Final = frozenset({408, 412, 429, 500, 502, 503, 504})


def code_of(error: BaseException) -> str:
    """Teams' own word for what went wrong, else the kind of error."""
    if isinstance(error, RejectedError):
        return error.code or str(error.status)
    return str(error) or type(error).__name__


def is_gone(error: BaseException) -> bool:
    """Whether the message that was to be changed is not there any more."""
    return isinstance(error, RejectedError) and (error.code in _GONE or error.status == 404)


def is_missing(error: BaseException) -> bool:
    """Whether Learnt is not installed there."""
    return isinstance(error, RejectedError) and error.status == 403


def failure_of(error: BaseException) -> Failure:
    """What a failed call means for a delivery. Anything that isn't Teams' own refusal is tried again."""
    if not isinstance(error, RejectedError):
        return Failed(f"Teams could not be reached ({code_of(error)})")
    if error.wait is not None or error.status == 429:
        return Busy(timedelta(seconds=error.wait or 2.0))
    if error.code in _MENDS:
        return Refused(_MENDS[error.code])
    if error.status in _RETRIED:
        return Failed(f"Teams answered {code_of(error)}")
    if error.status == 401:
        return Failed("Teams does not take Learnt's credentials: learnt check says what is wrong")
    if error.status == 403:
        return Refused(NOT_INSTALLED)
    return Refused(f"Teams refused it ({code_of(error)})")


def wait_of(header: str | None) -> float | None:
    """Seconds to wait, as Teams says; None where it says nothing usable."""
    if header is None or not header.strip().replace(".", "", 1).isdecimal():
        return None
    return max(float(header), 1.0)
