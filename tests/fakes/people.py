"""People, their accounts, and where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.ports import Arrival
from bot.words.ids import ChannelId, PersonId, ProgrammeId
from bot.words.incoming import Place, Sender
from bot.words.person import Identity, Member, Person
from bot.words.programme import Programme
from tests.fakes.reviews import OVER
from tests.fakes.state import State, add, find, first, save


class FakePeople:
    def __init__(self, state: State) -> None:
        self._state = state

    def arrive(self, key: str, sender: Sender, place: Place | None) -> Arrival:
        state = self._state
        answer = state.seen[key][0] if key in state.seen else None
        account = {"platform": sender.platform, "workspace": sender.workspace, "account": sender.account}
        identity = first(find(state.identities, **account))
        person = state.people[identity.person] if identity else None
        # Without the workspace: in a shared channel people of several workspaces write.
        linked = find(state.channels, platform=sender.platform, account=place.account) if place else []
        channel = first(linked)
        if channel is None:
            return Arrival(answer=answer, person=person, identity=identity)
        return Arrival(
            answer=answer,
            person=person,
            identity=identity,
            channel=channel,
            programme=state.programmes[channel.programme],
            member=self.member(channel.programme, person.id) if person else None,
            release=state.releases[channel.release] if channel.release else None,
            cards=any(one.running and one.programme == channel.programme for one in state.deliveries.values()),
            review=next(
                (
                    one.id
                    for one in state.reviews.values()
                    if one.programme == channel.programme and one.held_in and one.state not in OVER
                ),
                None,
            ),
            here=person is not None and (channel.id, person.id) in state.present,
        )

    def get(self, person: PersonId) -> Person | None:
        return self._state.people.get(person)

    def several(self, people: Sequence[PersonId]) -> Mapping[PersonId, Person]:
        return {one: self._state.people[one] for one in people if one in self._state.people}

    def by_email(self, email: str) -> Person | None:
        wanted = email.casefold()
        return first([p for p in self._state.people.values() if p.email and p.email.casefold() == wanted])

    def add(self, person: Person) -> Person:
        return add(self._state.people, person)

    def save(self, person: Person) -> None:
        save(self._state.people, person)

    def add_identity(self, identity: Identity) -> Identity:
        return add(self._state.identities, identity)

    def save_identity(self, identity: Identity) -> None:
        save(self._state.identities, identity)

    def identities(self, person: PersonId) -> Sequence[Identity]:
        return find(self._state.identities, person=person)

    def member(self, programme: ProgrammeId, person: PersonId) -> Member | None:
        return first(find(self._state.members, programme=programme, person=person))

    def members(self, programme: ProgrammeId) -> Sequence[tuple[Member, Person]]:
        return [(m, self._state.people[m.person]) for m in find(self._state.members, programme=programme)]

    def memberships(self, person: PersonId) -> Sequence[tuple[Member, Programme]]:
        return [(m, self._state.programmes[m.programme]) for m in find(self._state.members, person=person)]

    def add_member(self, member: Member) -> Member:
        return add(self._state.members, member)

    def save_member(self, member: Member) -> None:
        save(self._state.members, member)

    def join(self, channel: ChannelId, person: PersonId) -> None:
        self._state.present.add((channel, person))

    def leave(self, channel: ChannelId, person: PersonId) -> None:
        self._state.present.discard((channel, person))

    def in_channel(self, channel: ChannelId) -> Sequence[PersonId]:
        return sorted(person for where, person in self._state.present if where == channel)

    def named(self, programme: ProgrammeId, words: str, *, left: bool = False) -> Sequence[Person]:
        wanted = words.strip().removeprefix("@").casefold()
        people = [p for m, p in self.members(programme) if wanted and (left or not m.left) and not p.forgotten]
        people.sort(key=lambda person: person.id)
        exact = [person for person in people if wanted in self._whole_names(person)]
        return exact or [person for person in people if person.first_name.casefold() == wanted]

    def _whole_names(self, person: Person) -> set[str]:
        handles = {identity.handle.removeprefix("@") for identity in self.identities(person.id)}
        return {name.casefold() for name in handles | {person.name, person.email or ""} if name}
