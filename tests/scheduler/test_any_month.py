"""Whatever a month brings: leave, holidays, zones and several programmes, every promise about messages holds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest

from bot.rules.allowance import A_WEEK, monday
from bot.rules.hours import Hours, hours_of
from bot.rules.working_days import WorkingDays
from bot.words.message import Message
from bot.words.person import Person
from bot.words.programme import Programme
from scheduler.deliver import Recipient
from scheduler.retry import Failed, Failure
from tests.rooms import Post, Room

BEGINS: Final = datetime(2026, 11, 30, tzinfo=UTC)
DAYS: Final = 36
ZONES: Final = ("Europe/London", "America/New_York", "Asia/Kolkata", None)
REGIONS: Final = ("England", "Scotland", "PT", None)
REVIEWS: Final = ("8 Dec 10:00", "10 Dec 15:00", "15 Dec 10:00", "18 Dec 09:30", "29 Dec 11:00")
ENOUGH: Final = 3
"""Days on which somebody was there, after which a prompt is lost if it was not sent: on one alone they may leave."""
SAM: Final = "sam@pmo.example"
OWNERS: Final = ("ann@pmo.example", "tom@pmo.example")


@dataclass(frozen=True)
class Sent:
    at: datetime
    to: Person
    key: str


class Kept(Post):
    """Keeps when what went to whom; one in ten sends fails."""

    def __init__(self, room: Room, chance: random.Random) -> None:
        super().__init__()
        self._room, self._chance = room, chance
        self.kept: list[Sent] = []

    async def send(self, to: Recipient, message: Message, key: str, *, again: bool) -> str | Failure:
        if self._chance.random() < 0.1:
            return Failed("a bad moment")
        if to.person is not None and any(f"{word}:" in key for word in ("prompt", "nudge", "word", "preview")):
            self.kept.append(Sent(self._room.now, to.person, key))
        return await super().send(to, message, key, again=again)


class Month:
    """A month played from a seed, hour by hour."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  a game
        self.room = Room()
        self.room.now = datetime(2026, 11, 2, 10, tzinfo=UTC)
        self.post = self.room.post = Kept(self.room, random.Random(seed))  # noqa: S311  as above
        self.away: dict[str, set[date]] = {owner: set() for owner in OWNERS}
        places = [f"P{number}" for number in range(self.chance.randint(1, 4))]
        for place in places:
            self.room.says(SAM, f"setup {place}x Programme", place=place)
            for owner in OWNERS:
                self.room.says(owner, "improve it", place=place)
            for number, owner in enumerate(OWNERS, 1):
                due = self.chance.choice(("4 Dec", "11 Dec", "16 Dec", "22 Dec", "30 Jan 2027"))
                self.room.says(SAM, f"action L-1 mend it @{owner[:3]} by {due}", place=place)
                self.room.says(owner, f"fine A-{number}", place=place)
            self.room.says(SAM, "review schedule every 4 weeks on Tue 10:00", place=place)
            self.room.says(SAM, f"review move {self.chance.choice(REVIEWS)}", place=place)
        for owner in OWNERS:
            self.becomes(owner, zone=self.chance.choice(ZONES), region=self.chance.choice(REGIONS))
        self.room.goes_out(self.room.now + timedelta(hours=1))
        self.post.kept.clear()
        for hour in range(DAYS * 24):
            self.hour(BEGINS + timedelta(hours=hour))

    def becomes(self, who: str, **changes: object) -> None:
        with self.room.store.open() as register:
            person = register.people.by_email(who)
            assert person is not None
            register.people.save(replace(person, **changes))  # pyright: ignore[reportArgumentType]  # fields of a person
            register.commit()

    def hour(self, now: datetime) -> None:
        """Somebody may go on leave for some days, from tomorrow on; then what is due goes out."""
        if self.chance.random() < 0.006:
            owner, days = self.chance.choice(OWNERS), self.chance.randint(1, 9)
            self.becomes(owner, away_until=now.date() + timedelta(days=days))
            self.away[owner] = {day for day in self.away[owner] if day < now.date()}
            self.away[owner] |= {now.date() + timedelta(days=after) for after in range(1, days + 1)}
        self.room.goes_out(now)

    def hours(self, person: Person) -> Hours:
        return hours_of(person, Programme(id=person.id, key="P", name="P"), WorkingDays("England"))  # pyright: ignore[reportArgumentType]  # its key is not looked at


@pytest.mark.parametrize("seed", range(3))
def test_any_month(seed: int) -> None:
    """Each message comes in its reader's hours, once, never on leave, one a day and three a week."""
    month = Month(seed)
    kept = month.post.kept
    assert kept
    assert max(Counter(one.key for one in kept).values()) == 1
    counts: Counter[tuple[int, date]] = Counter()
    for one in kept:
        hours = month.hours(one.to)
        local = one.at.astimezone(hours.zone)
        assert 9 <= local.hour < 17, one
        assert hours.days.is_working(local.date()), one
        assert local.date() not in month.away.get(one.to.email or "", set()), one
        counts[one.to.id, local.date()] += 1
    weeks: Counter[tuple[int, date]] = Counter()
    for (person, day), many in counts.items():
        last = many > 1  # on the last morning before a review, whatever waits goes
        if last:
            assert _is_last_morning(month, person, day), (person, day)
        weeks[person, monday(day)] += 0 if _is_last_morning(month, person, day) else many
    assert not weeks or max(weeks.values()) <= A_WEEK
    for key, free in _prompts_to_come(month):
        assert free < ENOUGH or key in {one.key for one in kept}, key


def _prompts_to_come(month: Month) -> Iterator[tuple[str, int]]:
    """The key of each prompt, with the days on which it could have gone out.

    Of several programmes' prompts one may wait its turn until its reader leaves, so then only who never left counts.
    """
    with month.room.store.open() as register:
        programmes = register.programmes.all()
        for programme in programmes:
            for review in register.reviews.last_closed(programme.id, limit=9):
                for owner in OWNERS:
                    if month.away[owner] and len(programmes) > 1:
                        continue
                    person = register.people.by_email(owner)
                    assert person is not None
                    hours = month.hours(person)
                    first = hours.days.on_or_before(review.day - timedelta(days=7))
                    days = {first + timedelta(days=after) for after in range((review.day - first).days)}
                    free = {day for day in days - month.away[owner] if hours.days.is_working(day)}
                    yield f"{programme.key}:prompt:review-{review.number}:person-{person.id}", len(free)


def _is_last_morning(month: Month, person: int, day: date) -> bool:
    """Whether a prompt that went to them that day could not have waited for their next working day."""
    with month.room.store.open() as register:
        someone = next(p for _, p in register.people.members(register.programmes.all()[0].id) if p.id == person)
        nine = month.hours(replace(someone, away_until=None)).days.add(day, 1)
        reviews = [r for p in register.programmes.all() for r in register.reviews.last_closed(p.id, limit=9)]
        return any(day <= review.day <= nine for review in reviews)
