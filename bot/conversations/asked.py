"""What somebody was asked in a prompt, found again when they answer: weeks later, elsewhere, or among several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.ask import Ask
from bot.conversations.answering import to_ask
from bot.conversations.understanding.reading import Intent
from bot.conversations.understanding.understand import named, understand
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.action import Action
from bot.words.ids import read_reference
from bot.words.message import Button
from bot.words.programme import Programme
from bot.words.review import Prompt, Review, ReviewState

ASKING = frozenset({ReviewState.SCHEDULED, ReviewState.PROMPTED, ReviewState.IN_SESSION})
_REFERENCE = re.compile(r"(?<![\w#-])(?:a[-\u2010-\u2015]?|#|action )([1-9][0-9]{0,4})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One prompt and its `actions` in the order in which they were shown; `ask` is the speaker's, in its programme.

    Without a prompt they are the speaker's open ones, of which they speak by themselves. `strangers` are references
    that they named and do not own: the reader has to know of them, or it would take what is said of them for word of
    another one.
    """

    ask: Ask
    actions: tuple[Action, ...]
    prompt: Prompt | None = None
    review: Review | None = None
    strangers: tuple[str, ...] = ()

    @property
    def references(self) -> list[str]:
        return [action.reference for action in self.actions]

    @property
    def descriptions(self) -> dict[str, str]:
        return {action.reference: action.text for action in self.actions}

    @property
    def is_open(self) -> bool:
        """Whether its review is still to come or being held."""
        return self.review is not None and self.review.state in ASKING


def which_asked(ask: Ask, register: Register, text: str, *, settled: bool) -> Asked | Mistake | None:
    """The prompt that `text` answers; None where there is none, and it does not begin with an action of theirs.

    `settled`: the line itself says that it is about `ask.programme`. With prompts of several programmes open at once,
    the one whose actions it names; where that leaves a doubt, the programmes as buttons.
    """
    prompts = register.reviews.last_prompts(ask.person.id)
    if settled:
        prompts = [prompt for prompt in prompts if prompt.programme == ask.programme.id]
    found = [asked for prompt in prompts if (asked := _of(ask, register, prompt, text)) is not None]
    candidates = [asked for asked in found if asked.is_open] or found[:1]
    if len(candidates) > 1:
        naming = [asked for asked in candidates if named(text, asked.references, asked.descriptions)]
        if len(naming) != 1 and not all(_of_no_programme(asked, text) for asked in candidates):
            return _which(naming or candidates, text)
        candidates = naming or candidates
    return candidates[0] if candidates else _unasked(ask, register, text)


def _of_no_programme(asked: Asked, text: str) -> bool:
    """Whether it is about the speaker alone, such as leave, or says nothing that could be stored or answered."""
    reading = understand(text, asked.references, asked.ask.today, asked.descriptions)
    return reading.away or reading.stop or (reading.intent is Intent.UNCLEAR and not reading.unsure)


def _which(candidates: Sequence[Asked], text: str) -> Mistake:
    programmes = [asked.ask.programme for asked in candidates]
    buttons = tuple(Button(programme.name, f"{programme.key}: {text}") for programme in programmes[:5])
    return Mistake("I have asked you about actions of several programmes. Which one do you mean?", buttons)


def _of(ask: Ask, register: Register, prompt: Prompt, text: str) -> Asked | None:
    review = register.reviews.by_id(prompt.review)
    programme = register.programmes.get(prompt.programme)
    member = register.people.member(prompt.programme, ask.person.id)
    if review is None or programme is None or member is None:
        return None
    if programme.id != ask.programme.id:
        ask = replace(ask, programme=programme, member=member, channel=None, release=None, fits=())
    mine = {action.number: action for action in register.actions.open_of(programme.id, ask.person.id)}
    shown = [mine.get(number) or register.actions.get(ask.viewer, number) for number in prompt.asked]
    actions = [action for action in shown if action is not None] or _listed(register, prompt, programme)
    known = {action.number for action in actions}
    beyond = [number for number in _typed(text) if number not in known]
    actions += [mine[number] for number in beyond if number in mine]
    strangers = tuple(f"A-{number}" for number in beyond if number not in mine)
    return Asked(ask=ask, actions=tuple(actions), prompt=prompt, review=review, strangers=strangers)


def _listed(register: Register, prompt: Prompt, programme: Programme) -> list[Action]:
    """What a prompt listed without asking about it, as it was too new; word of it is welcome all the same."""
    since = prompt.sent_at
    if since is None or prompt.asked:
        return []
    return [a for a in to_ask(register, programme, prompt.person, since)[1] if a.created_at < since]


def _typed(text: str) -> list[int]:
    """The numbers of the actions that a text names by reference."""
    return list(dict.fromkeys(int(found[1]) for found in _REFERENCE.finditer(text)))


def _unasked(ask: Ask, register: Register, text: str) -> Asked | None:
    """Word of one's own open actions that nobody asked for: it has to begin with one of them."""
    words = text.split(maxsplit=1)
    first = read_reference(words[0].strip(",:")) if words else None
    mine = register.actions.open_of(ask.programme.id, ask.person.id)
    if first is None or str(first) not in {action.reference for action in mine}:
        return None
    known = {action.number for action in mine}
    strangers = tuple(f"A-{number}" for number in _typed(text) if number not in known)
    return Asked(ask=ask, actions=tuple(mine), strangers=strangers)
