"""Reviews, the prompts before them, and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.words.ids import PersonId, ProgrammeId, ReleaseId, ReviewId
from bot.words.review import Prompt, Review, ReviewState, Session, SessionState
from tests.fakes.state import State, add, find, first, save

OVER = (ReviewState.CLOSED, ReviewState.CANCELLED)


class FakeReviews:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, review: Review) -> Review:
        return add(self._state.reviews, review, number=self._state.next_number("review", review.programme))

    def save(self, review: Review) -> None:
        was = self._state.reviews[review.id]
        save(self._state.reviews, replace(review, programme=was.programme, number=was.number))

    def get(self, programme: ProgrammeId, number: int) -> Review | None:
        return first(find(self._state.reviews, programme=programme, number=number))

    def by_id(self, review: ReviewId) -> Review | None:
        return self._state.reviews.get(review)

    def current(self, programme: ProgrammeId) -> Review | None:
        return first([review for review in self.waiting() if review.programme == programme])

    def hold(self, programme: ProgrammeId) -> None:
        """One at a time writes here anyway."""

    def last_closed(self, programme: ProgrammeId, *, limit: int) -> Sequence[Review]:
        closed = find(self._state.reviews, programme=programme, state=ReviewState.CLOSED)
        return sorted(closed, key=lambda review: (review.at, review.number), reverse=True)[:limit]

    def waiting(self) -> Sequence[Review]:
        waiting = [review for review in self._state.reviews.values() if review.state not in OVER]
        return sorted(waiting, key=lambda review: (review.at, review.id))

    def add_prompts(self, prompts: Sequence[Prompt]) -> int:
        new = 0
        for prompt in prompts:
            if self.prompt(prompt.review, prompt.person) is None:
                add(self._state.prompts, prompt)
                new += 1
        return new

    def save_prompt(self, prompt: Prompt) -> None:
        save(self._state.prompts, prompt)

    def prompt(self, review: ReviewId, person: PersonId) -> Prompt | None:
        return first(find(self._state.prompts, review=review, person=person))

    def prompts(self, review: ReviewId, *, promised_before: date | None = None) -> Sequence[Prompt]:
        found = find(self._state.prompts, review=review)
        return [one for one in found if promised_before is None or one.promised < promised_before]

    def prompted(self, review: ReviewId, now: datetime) -> None:
        one = self._state.reviews[review]
        if one.state is ReviewState.SCHEDULED:
            self._state.reviews[review] = replace(one, state=ReviewState.PROMPTED, prompted_at=now)

    def last_prompts(self, person: PersonId) -> Sequence[Prompt]:
        sent = [(p.sent_at, p.id, p) for p in find(self._state.prompts, person=person) if p.sent_at is not None]
        by_programme: dict[ProgrammeId, Prompt] = {}
        for *_, prompt in sorted(sent, key=lambda each: each[:2], reverse=True):
            by_programme.setdefault(prompt.programme, prompt)
        return list(by_programme.values())

    def stand(self, review: ReviewId, channels: tuple[int, ...], agenda: tuple[int, ...]) -> None:
        save(self._state.reviews, replace(self._state.reviews[review], held_in=channels, agenda=agenda))

    def show(self, review: ReviewId, number: int | None) -> None:
        save(self._state.reviews, replace(self._state.reviews[review], showing=number))

    def attended(self, review: ReviewId, person: PersonId) -> None:
        self._state.attendance.add((review, person))

    def forget_attendance(self, review: ReviewId) -> None:
        self._state.attendance = {pair for pair in self._state.attendance if pair[0] != review}

    def attendance(self, review: ReviewId) -> Sequence[PersonId]:
        return sorted(person for held, person in self._state.attendance if held == review)

    def add_session(self, session: Session) -> Session:
        return add(self._state.sessions, session)

    def save_session(self, session: Session) -> None:
        save(self._state.sessions, session)

    def session(self, programme: ProgrammeId, release: ReleaseId | None = None) -> Session | None:
        ahead = (SessionState.SCHEDULED, SessionState.RUNNING)
        found = [one for one in find(self._state.sessions, programme=programme) if one.state in ahead]
        found = [one for one in found if release is None or one.release == release]
        found.sort(key=lambda session: (session.state is SessionState.RUNNING, session.at, session.id), reverse=True)
        return first(found)
