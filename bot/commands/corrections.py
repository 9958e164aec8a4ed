"""`undo`, and an anonymous author's own key."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.commands.ask import Ask
from bot.commands.capture import token_hash
from bot.commands.lessons import take_out
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.audit import Undo
from bot.words.ids import read_reference
from bot.words.lesson import Lesson
from bot.words.message import Quote, Reply, reply


def last(ask: Ask, register: Register) -> Undo | None:
    """The speaker's last change within a day that can be taken back."""
    return register.audit.last_undo(ask.person.id, ask.now - timedelta(days=1))


def undo(ask: Ask, register: Register) -> Reply | Mistake:
    """`undo L-14 KEY`: an anonymous lesson, by the key from its confirmation. Without them, dispatch does it."""
    words = ask.fields.text("line").split()
    if len(words) == 2:
        return _undo_anonymous(ask, register, words[0], words[1])
    return Mistake("Type undo alone: it takes back your last change, if that was within a day.")


def split_key(ask: Ask) -> tuple[str | None, str]:
    """The key and the new text of `edit L-14 ~KEY TEXT`; no key where it is an ordinary edit."""
    key, _, text = ask.fields.text("text").partition(" ")
    is_key = re.fullmatch(r"~[0-9a-f]{8}", key) is not None and ask.lesson is not None
    return (key[1:], text.strip()) if is_key else (None, "")


def _undo_anonymous(ask: Ask, register: Register, word: str, key: str) -> Reply | Mistake:
    reference = read_reference(word)
    lesson = register.lessons.get(ask.viewer, reference.number) if reference else None
    if lesson is None or not _opens(ask, lesson, key):
        return Mistake("That key is not, or no longer, valid. It works for a day.")
    return take_out(ask, register, lesson) or reply(f"{lesson.reference} is deleted.", about=lesson.reference)


def _opens(ask: Ask, lesson: Lesson, key: str) -> bool:
    """Whether it is that lesson's key, and still of its day: only the day of an anonymous lesson is known."""
    return lesson.token == token_hash(key) and ask.now - lesson.raised_at < timedelta(days=2)


def edit_anonymous(ask: Ask, register: Register, key: str, text: str) -> Reply | Mistake:
    """`edit L-14 ~KEY TEXT`, by whoever holds the key."""
    lesson = ask.the_lesson()
    if not _opens(ask, lesson, key):
        return Mistake("That key is not, or no longer, valid. It works for a day.")
    register.lessons.save(replace(lesson, text=text, redacted=False))
    return reply(f"{lesson.reference} now reads:", Quote(text), about=lesson.reference)
