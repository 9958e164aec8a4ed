"""Whom a name in a file means. Nobody is guessed: a wrong guess would ask the wrong person for an action."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bot.commands.people import ensure_member
from bot.ports import Register
from bot.words.clean import tidy
from bot.words.ids import NEW, PersonId
from bot.words.person import Person
from bot.words.programme import Programme

FORMER: Final = "a former member"

_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_NAMED: Final = re.compile(rf"(?P<name>[^<>]*?)\s*[<(](?:mailto:)?(?P<address>{_ADDRESS.pattern})[>)]")


@dataclass(slots=True)
class Roll:
    """The people of one file. `stores`: whoever is known by nothing but an address may be added to the register."""

    programme: Programme
    stores: bool
    found: dict[str, PersonId | str] = field(default_factory=dict[str, PersonId | str])
    new: dict[str, str] = field(default_factory=dict[str, str])
    members: set[PersonId] = field(default_factory=set[PersonId])

    def find(self, register: Register, label: str, *, owns: bool = False) -> PersonId | str | None:
        """The person, None where the label names nobody by design, or a sentence that says why it can't be settled.

        A mail address is enough: who has none in the register yet is added. A name has to be a member's whole name
        or handle, and nobody else's. `owns`: they are to have a place in the programme.
        """
        if not label or label.casefold() == FORMER:
            return None
        person = self.found.get(label)
        if person is None:
            person = self.found[label] = self._settle(register, label)
        if owns and self.stores and not isinstance(person, str) and person not in self.members:
            someone = register.people.get(person)
            if someone is not None:
                ensure_member(register, self.programme.id, someone)
            self.members.add(person)
        return person

    def _settle(self, register: Register, label: str) -> PersonId | str:
        named = _NAMED.fullmatch(label)
        address = named["address"] if named else label if _ADDRESS.fullmatch(label) else ""
        if address:
            known = register.people.by_email(address)
            return known.id if known else self._add(register, named["name"] if named else "", address)
        fits = [p for p in register.people.named(self.programme.id, label) if _is_called(register, p, label)]
        if len(fits) == 1:
            return fits[0].id
        return "fits several people" if fits else "is nobody's whole name, handle or mail address here"

    def _add(self, register: Register, name: str, address: str) -> PersonId:
        shown = tidy(name) or address.partition("@")[0].replace(".", " ").title()
        self.new.setdefault(address.casefold(), f"{shown} <{address}>")
        if not self.stores:
            return PersonId(NEW)
        return register.people.add(Person(id=PersonId(NEW), name=shown, email=address)).id


def label_of(person: Person) -> str:
    """How an export names somebody, so that an import finds them again."""
    if person.forgotten:
        return FORMER
    return f"{person.name} <{person.email}>" if person.email else person.name


def _is_called(register: Register, person: Person, label: str) -> bool:
    """Whether it is the whole name or the handle: a first name alone is found too, where people are talking."""
    plain = label.strip().removeprefix("@").casefold()
    handles = {identity.handle.removeprefix("@").casefold() for identity in register.people.identities(person.id)}
    return plain in {person.name.casefold(), *handles}
