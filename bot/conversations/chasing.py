"""Asking whoever an action waits for, instead of its owner: offered where the reason of a block names them.

Nothing is sent before the owner has seen the exact words and said yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from bot.ports import Register
from bot.views.action import answer_buttons, due_phrase
from bot.words.action import Action
from bot.words.message import Button, Message, Quote, Text
from bot.words.person import Person, viewer_of

_WORD: Final = re.compile(r"@?[^\W\d_][\w.'\u2019-]*")
_BEFORE_A_NAME: Final = frozenset({"on", "for", "from", "by", "with", "to", "until", "till"})
_NO_NAME: Final = frozenset({"the", "a", "an", "our", "my", "their", "his", "her", "its", "this", "that", "it", "them"})
_LOOKED_AT: Final = 20
"""Words of a reason in which a name is looked for."""


def blocker(register: Register, action: Action) -> Person | None:
    """The one member whom the reason of a block names, who may read the action and does not own it."""
    if not action.is_blocked or not action.note or action.owner is None:
        return None
    for name in _names(action.note):
        found = register.people.named(action.programme, name)
        if len(found) == 1 and found[0].id != action.owner:
            member = register.people.member(action.programme, found[0].id)
            if member is not None and register.actions.get(viewer_of(member), action.number) is not None:
                return found[0]
    return None


def _names(note: str) -> Iterator[str]:
    """What may be a name in it, whole names first: a word with a capital or an @, or one that follows "on" or "for"."""
    words = [word.rstrip(".'\u2019-") for word in _WORD.findall(note)[:_LOOKED_AT]]
    words = [re.sub(r"['\u2019]s$", "", word) for word in words]
    likely = [
        word.casefold() not in _NO_NAME
        and (word[:1] == "@" or word[:1].isupper() or before.casefold() in _BEFORE_A_NAME)
        for before, word in zip(["", *words], words, strict=False)
    ]
    for (first, second), is_likely in zip(pairwise(words), likely, strict=False):
        if is_likely:
            yield f"{first} {second}"
    for word, is_likely in zip(words, likely, strict=True):
        if is_likely:
            yield word


def offer(register: Register, action: Action) -> tuple[Button, ...]:
    """The button that asks whoever it waits for; none where nobody is named."""
    person = blocker(register, action)
    if person is None:
        return ()
    return (Button(f"Ask {person.first_name}", f"chase {action.reference} {person.email or '@' + person.name}"),)


def buttons(register: Register, action: Action, today: date) -> tuple[Button, ...]:
    """What an owner is offered in a prompt: where somebody else holds it up, to have them asked."""
    done, second, more = answer_buttons(action, today)
    return (done, *(offer(register, action) or (second,)), more)


def message(asks: Person, action: Action, today: date) -> Message:
    """The exact words that go to whoever it waits for. `today` is theirs who ask."""
    title = f"{asks.name} asks: {action.reference} is waiting for you, {due_phrase(action, today)}. Is there news?"
    reason = (Text(f"The reason given: \u201c{action.note}\u201d"),) if action.note else ()
    answer = Button("Answer", f"chase answer {action.reference}")
    return Message(title, (Quote(action.text), *reason), (answer, Button("Show it", f"show {action.reference}")))
