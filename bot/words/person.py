"""People, the accounts they have, whom they work for, and what they may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, IntEnum
from zoneinfo import ZoneInfo

from bot.words.ids import IdentityId, MemberId, OrganisationId, PersonId, ProgrammeId


class Audience(IntEnum):
    """Who may read a lesson or an action. Narrower audiences have higher numbers."""

    EVERYONE = 0
    PARTNERS = 1  # people of organisations on the inside
    PMO = 2  # coordinators

    @property
    def words(self) -> str:
        return {0: "everyone", 1: "partners", 2: "the PMO"}[self.value]


def read_audience(word: str) -> Audience | None:
    """The audience that is typed so ("partners"), whatever its case."""
    return next((audience for audience in Audience if audience.name == word.upper()), None)


class Side(Enum):
    """Which side an organisation is on, seen from one programme."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Platform(Enum):
    """Where an account lives."""

    CONSOLE = "console"
    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Whom people work for, as one programme sees it.

    `sign` is how its people are recognised: a mail domain ("northgate.example"), a Slack workspace or a Teams tenant.
    """

    id: OrganisationId
    programme: ProgrammeId
    name: str
    side: Side
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody Learnt has met, whatever the number of their accounts.

    `zone` and `region` are the person's own where known; otherwise the programme's count.
    `paused`: they asked for no unasked-for messages. `away_until`: the last day of their leave, in their own zone;
    until it is over they are sent nothing unasked either. `forgotten`: erased on request; only the row's key remains.
    """

    id: PersonId
    name: str
    email: str | None = None
    zone: str | None = None
    region: str | None = None
    paused: bool = False
    away_until: date | None = None
    forgotten: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One account of a person on one platform.

    `workspace` is the Slack workspace or Teams tenant (empty on the console); `last_used` a UTC instant,
    None once it has refused a message since.
    """

    id: IdentityId
    person: PersonId
    platform: Platform
    workspace: str
    account: str
    handle: str
    last_used: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person's place in one programme. `noticed`: they have been told once that this is a record.

    Whoever has `left` has lost the register, but for the actions that are still theirs.
    """

    id: MemberId
    programme: ProgrammeId
    person: PersonId
    coordinator: bool = False
    organisation: OrganisationId | None = None
    side: Side = Side.OUTSIDE
    noticed: bool = False
    added: bool = False  # by name, so leaving the last channel does not end it
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """On whose behalf the register is read. Every reading query takes one and hides what is not for them.

    `clearance` is the narrowest audience that they are in. `person` is None where a whole channel reads, `board` where
    that is the Board, to which nobody is named unless the programme says so. Whoever has `left` reads only the actions
    that are theirs or offered to them.
    """

    programme: ProgrammeId
    person: PersonId | None
    clearance: Audience
    left: bool = False
    board: bool = False

    @property
    def is_coordinator(self) -> bool:
        return self.person is not None and self.clearance is Audience.PMO


def viewer_of(member: Member) -> Viewer:
    """What this member may read."""
    inside = Audience.PARTNERS if member.side is Side.INSIDE else Audience.EVERYONE
    clearance = Audience.PMO if member.coordinator else inside
    if member.left:
        return Viewer(programme=member.programme, person=member.person, clearance=Audience.EVERYONE, left=True)
    return Viewer(programme=member.programme, person=member.person, clearance=clearance)


def zone_of(person: Person | None, programme_zone: str) -> ZoneInfo:
    """The zone in which a person reads times; the programme's where theirs is not known."""
    return ZoneInfo((person.zone if person else None) or programme_zone)
