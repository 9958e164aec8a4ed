"""Who is asked in a storm."""

from __future__ import annotations

from datetime import date, timedelta

from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import NEW, ActionId, LessonId, MemberId, PersonId, ProgrammeId, ReviewId
from bot.words.lesson import Kind, Lesson
from bot.words.person import Audience, Member, Person
from bot.words.programme import Programme
from bot.words.review import Review, ReviewState
from tests.storm.fronts import Front
from tests.storm.time import START

COORDINATOR = "sam@pmo.example"


def fill(register: Register, front: Front, many: int) -> dict[str, PersonId]:
    """A coordinator, a review in a week, and owners of an action each: whose account is whose."""
    programme = register.programmes.add(Programme(id=ProgrammeId(NEW), key="P", name="P"))
    sam = register.people.add(Person(id=PersonId(NEW), name="Sam Coordinator", email=COORDINATOR))
    register.people.add_member(Member(id=MemberId(NEW), programme=programme.id, person=sam.id, coordinator=True))
    keys = {front.add(register, "Sam Coordinator", sam.id): sam.id}
    before = START - timedelta(days=30)
    lesson = register.lessons.add(
        Lesson(
            id=LessonId(NEW),
            programme=programme.id,
            number=NEW,
            kind=Kind.IMPROVE,
            text="Feeds were late",
            audience=Audience.EVERYONE,
            raised_by=sam.id,
            raised_at=before,
        )
    )
    for number in range(many):
        person = register.people.add(Person(id=PersonId(NEW), name=f"Owner {number}", email=f"{number}@x.example"))
        keys[front.add(register, person.name, person.id)] = person.id
        register.actions.add(
            Action(
                id=ActionId(NEW),
                programme=programme.id,
                number=NEW,
                lesson=lesson.id,
                text=f"Mend feed {number}",
                owner=person.id,
                due=date(2026, 12, 18),
                audience=Audience.EVERYONE,
                created_at=before,
                updated_at=before,
                fine=True,
            )
        )
    at = START + timedelta(days=7)
    review = Review(
        id=ReviewId(NEW), programme=programme.id, number=NEW, state=ReviewState.SCHEDULED, at=at, day=at.date()
    )
    register.reviews.add(review)
    return keys
