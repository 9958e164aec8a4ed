"""Teams' activities about channels and people, as what happens to the register.

learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from adapters.teams import came as kinds
from adapters.teams.came import Came
from adapters.teams.chats import Chats
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


async def read(activity: Payload, people: People, chats: Chats) -> Happened:
    """What it is. Raises TypeError, LookupError or AttributeError where it is not what Teams documents."""
    here = kinds.bare(activity)
    if activity["type"] == "installationUpdate":
        places = [here.place, *(await chats.of_team(here.team) if here.team else ())]
        return _installed(here, places, str(activity.get("action") or ""))
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
    places = {here.place, *(await chats.of_team(here.team) if here.team else ())}
    return await _members(activity, here, sorted(places), people)


def _installed(here: Came, places: Sequence[str], action: str) -> Happened:
    if action.startswith("remove") and not here.private:
        return Happened(tuple(Closed(Platform.TEAMS, place, archived=False) for place in dict.fromkeys(places)))
    return Happened(arrived=here) if action.startswith("add") else Happened()


async def _members(activity: Payload, here: Came, places: Sequence[str], people: People) -> Happened:
    """Teams tells of a team's people in its general channel; they come into all of its channels, and go from all."""
    us = part(activity, "recipient").get("id")
    added = cast("Sequence[Payload]", activity.get("membersAdded") or ())
    removed = cast("Sequence[Payload]", activity.get("membersRemoved") or ())
    if here.private:
        return Happened(arrived=here) if any(one["id"] == us for one in added) else Happened()
    happenings: list[Happening] = []
    for one in added:
        if one["id"] != us:
            people.forget(here.tenant, places, one["id"])
            sender, outside = await people.of(here, one)
            happenings += [Joined(sender, Place(account=place, name="", outside=outside)) for place in places]
    for one in removed:
        if one["id"] == us:
            happenings += [Closed(Platform.TEAMS, place, archived=False) for place in places]
        else:
            sender, outside = await people.of(here, one)
            people.forget(here.tenant, places, one["id"])
            happenings += [Left(sender, Place(account=place, name="", outside=outside)) for place in places]
    arrived = here if any(one["id"] == us for one in added) else None
    return Happened(tuple(happenings), arrived)
