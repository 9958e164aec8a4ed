"""The app in one workspace of a chat platform, and what it may speak with there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.words.ids import InstallationId
from bot.words.person import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One workspace that has let Learnt in. `workspace` is its id; an organisation's, where all of it did so at once.
    `organisation` is the one that it belongs to, if any.

    `token` is None where it was `revoked_at` an instant, or where no key opens it any more. `refresh` gets the next
    token before this one `expires` (UTC); both None where tokens last. Neither token shows in a `repr`.
    """

    id: InstallationId
    platform: Platform
    workspace: str
    organisation: str = ""
    name: str
    bot: str
    scopes: str
    token: str | None = field(default=None, repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires: datetime | None = None
    installed_at: datetime
    installed_by: str
    revoked_at: datetime | None = None
