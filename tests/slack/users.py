"""Users: members, guests, bots, people of other organisations, the deactivated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(slots=True, eq=False)
class User:
    """A user's record. `name` is the handle, `real_name` what people read."""

    id: str
    team: str
    name: str
    real_name: str
    email: str = ""
    zone: str = "Europe/London"
    locale: str = "en-GB"
    deleted: bool = False
    is_bot: bool = False
    bot_id: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    enterprise: str = ""
    updated: int = 0

    def json(
        self, viewer_team: str, now: datetime, *, email: bool, locale: bool = False, stranger: bool = False
    ) -> Any:
        """As users.info gives it to an app of `viewer_team`: the email with its scope only, to outsiders less."""
        outside = viewer_team != self.team
        profile: dict[str, Any] = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": "" if self.is_bot else self.name,
            "display_name_normalized": "" if self.is_bot else self.name,
            "first_name": self.real_name.partition(" ")[0],
            "last_name": self.real_name.partition(" ")[2],
            "team": self.team,
            "image_72": "https://avatars.invalid/72.png",
        }
        if email and self.email and not self.is_bot and not outside:
            profile["email"] = self.email
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": "", "always_active": True}
        found: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if outside:
            found["is_stranger"] = stranger
        if self.deleted:
            return found
        zone = ZoneInfo(self.zone)
        offset = now.astimezone(zone).utcoffset()
        found |= {
            "real_name": self.real_name,
            "tz": self.zone,
            "tz_label": now.astimezone(zone).tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": True,
        }
        if self.enterprise:
            found["enterprise_user"] = {"id": self.id, "enterprise_id": self.enterprise, "teams": [self.team]}
        if locale and not outside:
            found["locale"] = self.locale
        return found
