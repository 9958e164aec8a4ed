"""A small world for the contract: two programmes, their people, and rows with little to say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.ports import Register
from bot.words.action import Action, How, Update
from bot.words.delivery import Delivery
from bot.words.ids import (
    NEW,
    ActionId,
    ChannelId,
    DeliveryId,
    LessonId,
    MemberId,
    PersonId,
    ProgrammeId,
    PromptId,
    ReleaseId,
    ReviewId,
    UpdateId,
)
from bot.words.lesson import Kind, Lesson
from bot.words.person import Audience, Member, Person, Platform, Side, Viewer, viewer_of
from bot.words.programme import Channel, Programme
from bot.words.release import Release, ReleaseState
from bot.words.review import Prompt, Review, ReviewState

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
GONE = " who left"


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`dcr` is the programme; `other` is another one, where `stranger` is the coordinator."""

    dcr: Programme
    other: Programme
    release: Release
    channel: Channel
    people: dict[str, Person]
    members: dict[str, Member]

    def person(self, name: str) -> PersonId:
        return self.people[name].id

    def viewer(self, name: str) -> Viewer:
        """What a person may read; "the channel" and "the board" are whole channels, "… who left" is not there now."""
        if name == "the channel":
            return Viewer(programme=self.dcr.id, person=None, clearance=Audience.EVERYONE)
        if name == "the board":
            return Viewer(programme=self.dcr.id, person=None, clearance=Audience.PARTNERS)
        if name.endswith(GONE):
            return viewer_of(replace(self.members[name.removesuffix(GONE)], left=True))
        return viewer_of(self.members[name])

    @property
    def pmo(self) -> Viewer:
        return self.viewer("coordinator")

    def lesson(self, text: str = "Test data came late", **fields: Any) -> Lesson:
        base = Lesson(id=LessonId(NEW), programme=self.dcr.id, number=0, kind=Kind.IMPROVE, text=text, raised_at=NOW)
        return replace(base, **fields)

    def action(self, lesson: Lesson, text: str = "Book the data early", **fields: Any) -> Action:
        base = Action(
            id=ActionId(NEW), programme=lesson.programme, number=0, lesson=lesson.id, text=text,
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        return replace(base, **fields)

    def update(self, action: Action, minutes: int = 1, **fields: Any) -> Update:
        base = Update(id=UpdateId(NEW), action=action.id, at=at(minutes), by=self.person("owner"), how=How.TYPED)
        return replace(base, **fields)

    def review(self, days: int = 7, **fields: Any) -> Review:
        base = Review(
            id=ReviewId(NEW), programme=self.dcr.id, number=0, state=ReviewState.SCHEDULED,
            at=NOW + timedelta(days=days), day=day(days),
        )  # fmt: skip
        return replace(base, **fields)

    def prompt(self, review: Review, name: str, **fields: Any) -> Prompt:
        base = Prompt(
            id=PromptId(NEW), programme=review.programme, review=review.id, person=self.person(name),
            promised=review.day, asked=(3, 1), at=NOW,
        )  # fmt: skip
        return replace(base, **fields)

    def delivery(self, key: str, minutes: int = 0, **fields: Any) -> Delivery:
        base = Delivery(
            id=DeliveryId(NEW), key=key, programme=self.dcr.id, person=self.person("owner"), body="{}", due=at(minutes)
        )
        return replace(base, **fields)


def settle(register: Register) -> World:
    """Add the world to an empty register."""
    dcr = register.programmes.add(Programme(id=ProgrammeId(NEW), key="DCR", name="Digital Care Records"))
    other = register.programmes.add(Programme(id=ProgrammeId(NEW), key="LIMS", name="Laboratories"))
    release = register.releases.add(
        Release(id=ReleaseId(NEW), programme=dcr.id, name="24.3", state=ReleaseState.OPEN, opened_at=NOW)
    )
    channel = register.programmes.add_channel(
        Channel(
            id=ChannelId(NEW),
            programme=dcr.id,
            platform=Platform.SLACK,
            workspace="T1",
            account="C1",
            name="dcr-team",
            release=release.id,
        )
    )
    people: dict[str, Person] = {}
    members: dict[str, Member] = {}
    for name in ("outside", "partner", "coordinator", "author", "owner", "offered", "stranger"):
        person = Person(id=PersonId(NEW), name=f"{name.title()} Jones", email=f"{name}@northgate.example")
        people[name] = register.people.add(person)
        members[name] = register.people.add_member(
            Member(
                id=MemberId(NEW),
                programme=other.id if name == "stranger" else dcr.id,
                person=people[name].id,
                coordinator=name in ("coordinator", "stranger"),
                side=Side.INSIDE if name in ("partner", "coordinator", "stranger") else Side.OUTSIDE,
            )
        )
    return World(dcr=dcr, other=other, release=release, channel=channel, people=people, members=members)
