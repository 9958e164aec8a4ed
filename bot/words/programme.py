"""The body of work whose releases are learnt from, and the channels it lives in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from zoneinfo import ZoneInfo

from bot.words.ids import ChannelId, ProgrammeId, QuietPeriodId, ReleaseId
from bot.words.person import Audience, Platform, Viewer


class Names(Enum):
    """How people are called in lists and summaries that others read."""

    NAME = "names"
    ORGANISATION = "organisations"
    NUMBER = "numbers"


class Purpose(Enum):
    """What a linked channel is for."""

    TEAM = "team"
    WORKING_GROUP = "working group"
    BOARD = "board"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One programme with its settings. It has one register.

    `zone` is an IANA name, `region` a bank-holiday region, `review_rule` the text of a rule ("first Tuesday 10:00").
    `names` is None until it is set: then organisations where outside people or the Board read, else names.
    """

    id: ProgrammeId
    key: str
    name: str
    zone: str = "Europe/London"
    region: str = "England"
    names: Names | None = None
    review_rule: str | None = None

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A Slack, Teams or console channel that is linked to a programme.

    `account` is the platform's id of the channel; `outside`: outside people read it; `release`: the one bound to it;
    `echo`: captures are shown to everyone in it.
    """

    id: ChannelId
    programme: ProgrammeId
    platform: Platform
    workspace: str
    account: str
    name: str
    purpose: Purpose = Purpose.TEAM
    outside: bool = False
    echo: bool = False
    release: ReleaseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietPeriod:
    """Days, both included, in which a programme sends nothing unasked."""

    id: QuietPeriodId
    programme: ProgrammeId
    first: date
    last: date


def room_viewer(channel: Channel) -> Viewer:
    """On whose behalf a channel reads: the narrowest reader in it."""
    clearance = Audience.EVERYONE if channel.outside else Audience.PARTNERS
    board = channel.purpose is Purpose.BOARD
    return Viewer(programme=channel.programme, person=None, clearance=clearance, board=board)


def partners_of(programme: Programme) -> Viewer:
    """On whose behalf everybody inside reads together."""
    return Viewer(programme=programme.id, person=None, clearance=Audience.PARTNERS)
