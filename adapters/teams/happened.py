"""Teams' activities about channels and people, as what happens to the register.

learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from adapters.teams import came as kinds
from adapters.teams.came import Came
from adapters.teams.people import People
from adapters.teams.reading import Payload, part
from bot.words.happening import Closed, Happening, Joined, Left, Renamed
from bot.words.incoming import Place
from bot.words.person import Platform

_CLOSES: Final = {"channelDeleted": True, "teamDeleted": True, "teamHardDeleted": True, "teamArchived": True}


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened, and where the app itself has arrived: there it says what it is for."""

    happenings: tuple[Happening, ...] = ()
    arrived: Came | None = None


async def read(activity: Payload, us: str, people: People) -> Happened:
    """What it is. Raises TypeError, LookupError or AttributeError where it is not what Teams documents."""
    here = kinds.bare(activity)
    if activity["type"] == "installationUpdate":
        return _installed(here, str(activity.get("action") or ""))
    channel = part(activity, "channelData")
    kind = channel.get("eventType")
    if kind == "channelRenamed":
        named = part(channel, "channel")
        return Happened((Renamed(Platform.TEAMS, Place(account=named["id"], name=named["name"])),))
    if kind == "teamRenamed":  # its general channel has the team's name, and its id
        team = part(channel, "team")
        return Happened((Renamed(Platform.TEAMS, Place(account=team["id"], name=team["name"])),))
    if kind in _CLOSES:
        account = part(channel, "channel").get("id") or part(channel, "team").get("id") or here.place
        return Happened((Closed(Platform.TEAMS, account, archived=True),))
    return await _members(activity, here, us, people)


def _installed(here: Came, action: str) -> Happened:
    if action.startswith("remove") and not here.private:
        return Happened((Closed(Platform.TEAMS, here.place, archived=False),))
    return Happened(arrived=here) if action.startswith("add") else Happened()


async def _members(activity: Payload, here: Came, us: str, people: People) -> Happened:
    added = cast("Sequence[Payload]", activity.get("membersAdded") or ())
    removed = cast("Sequence[Payload]", activity.get("membersRemoved") or ())
    if here.private:
        return Happened(arrived=here) if any(one["id"] == us for one in added) else Happened()
    happenings: list[Happening] = []
    for one in added:
        if one["id"] != us:
            people.forget(here.tenant, here.place, one["id"])
            sender, outside = await people.of(here, one)
            happenings.append(Joined(sender, Place(account=here.place, name="", outside=outside)))
    for one in removed:
        if one["id"] == us:
            happenings.append(Closed(Platform.TEAMS, here.place, archived=False))
        else:
            sender, outside = await people.of(here, one)
            people.forget(here.tenant, here.place, one["id"])
            happenings.append(Left(sender, Place(account=here.place, name="", outside=outside)))
    arrived = here if any(one["id"] == us for one in added) else None
    return Happened(tuple(happenings), arrived)
