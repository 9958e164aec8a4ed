"""How people are called where others read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.ports import Register
from bot.words.ids import PersonId
from bot.words.person import Audience, Person, Viewer
from bot.words.programme import Names, Programme

NOBODYS: Final = "no owner yet"
FORMER: Final = "a former member"
SOMEBODY: Final = "somebody"
"""Whoever may not be named here, and whose organisation is not known."""


def called(register: Register, programme: Programme, person: PersonId | None, viewer: Viewer) -> str:
    """The name, organisation or number of a person for this reader, by the programme's setting.

    Coordinators and the person themselves always see the name.
    """
    if person is None:
        return NOBODYS
    someone = register.people.get(person)
    if someone is None or someone.forgotten:
        return FORMER
    if viewer.person == person or viewer.is_coordinator:
        return someone.name
    names = programme.names or (
        Names.NAME if viewer.clearance >= Audience.PARTNERS and not viewer.board else Names.ORGANISATION
    )
    match names:
        case Names.NAME:
            return someone.name
        case Names.NUMBER:
            return f"person {person}"
        case Names.ORGANISATION:
            member = register.people.member(programme.id, person)
            known = {o.id: o.name for o in register.programmes.organisations(programme.id)}
            return known.get(member.organisation, SOMEBODY) if member and member.organisation else SOMEBODY


def by_name(register: Register, person: PersonId | None) -> str:
    """The name of a person, whoever reads: in thanks, and on the card of what is theirs to do."""
    someone = register.people.get(person) if person is not None else None
    if someone is None:
        return NOBODYS if person is None else FORMER
    return FORMER if someone.forgotten else someone.name


def to_name(register: Register, people: Sequence[Person], viewer: Viewer) -> list[tuple[str, str]]:
    """Of each, a label that tells them apart, and the words after "@" that name this one and nobody else.

    Where two are called the same, that is by their mail address or their handle, which outside people don't see.
    """
    alike = len({person.name.casefold() for person in people}) < len(people)
    named: list[tuple[str, str]] = []
    for person in people:
        handles = [one.handle for one in register.people.identities(person.id) if one.handle]
        words = person.email or (handles[0] if alike and handles else person.name)
        apart = alike and viewer.clearance >= Audience.PARTNERS
        named.append((f"{person.name} ({words})" if apart else person.name, words))
    return named


def listed(names: list[str]) -> str:
    """ "Priya, Tom and Ann" """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 action", "3 actions" """
    return f"{number} {one if number == 1 else many or one + 's'}"
