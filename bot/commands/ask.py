"""What a handler is given: who asks what, where, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.commands.shape import Fields
from bot.words.action import Action, How
from bot.words.incoming import Incoming
from bot.words.lesson import Lesson
from bot.words.person import Audience, Member, Person, Side, Viewer, viewer_of, zone_of
from bot.words.programme import Channel, Programme, room_viewer
from bot.words.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One command, ready to be carried out: its references are resolved and the speaker may do it.

    `channel` is the linked channel it was said in, None in a direct message. `release` is the
    one that is meant; where several could be, it is None and they are in `fits`. `now` is a UTC instant.
    """

    incoming: Incoming
    fields: Fields
    now: datetime
    person: Person
    programme: Programme
    member: Member
    channel: Channel | None = None
    release: Release | None = None
    fits: tuple[Release, ...] = ()
    lesson: Lesson | None = None
    other: Lesson | None = None
    action: Action | None = None

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.member)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.person, self.programme.zone)

    @property
    def today(self) -> date:
        """The date where the speaker is."""
        return self.now.astimezone(self.zone).date()

    @property
    def how(self) -> How:
        return self.incoming.how

    def the_lesson(self) -> Lesson:
        """The lesson that the command's shape requires."""
        if self.lesson is None:
            raise LookupError("this command's usage names no lesson")
        return self.lesson

    def the_action(self) -> Action:
        """The action that the command's shape requires."""
        if self.action is None:
            raise LookupError("this command's usage names no action")
        return self.action

    def default_audience(self) -> Audience:
        """Everyone where it is captured in front of outside people, or by one; otherwise partners."""
        in_front = self.channel is not None and (
            self.channel.outside or (self.incoming.place is not None and self.incoming.place.outside)
        )
        return Audience.EVERYONE if in_front or self.member.side is Side.OUTSIDE else Audience.PARTNERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A command that needs no programme yet: setting one up, linking, help. `channel`: it is linked already."""

    incoming: Incoming
    fields: Fields
    now: datetime
    person: Person
    channel: Channel | None = None


def room_reads(ask: Ask) -> Viewer:
    """The viewer for what everyone here sees: a channel's narrowest reader, or in a direct message the speaker."""
    return ask.viewer if ask.channel is None else room_viewer(ask.channel)
