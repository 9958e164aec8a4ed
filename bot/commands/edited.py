"""A message that was answered is changed or deleted on its platform: what is in the register stays as it was."""

from __future__ import annotations

from bot.ports import OpenRegister
from bot.words.ids import read_reference
from bot.words.incoming import Sender
from bot.words.message import Button, Message, reply_from_text


def edited(key: str, sender: Sender, open_register: OpenRegister, *, deleted: bool) -> Message | None:
    """What to tell whoever changed the message, or `deleted` it; None where nothing came of it.

    `key` is the platform's for the message. Nothing is written down of this, and of an anonymous message nothing is
    known.
    """
    with open_register() as register:
        answer = register.people.arrive(key, sender, None).answer
    about = reply_from_text(answer).about if answer else ""
    scope, _, reference = about.rpartition(": ")
    if read_reference(reference) is None:
        return None
    line = f"{scope}: " if scope else ""
    did = "deleted" if deleted else "changed"
    change = (
        Button("Delete it", f"{line}delete {reference}") if deleted else Button("Edit it", f"{line}edit {reference}")
    )
    return Message(
        f"You have {did} a message about {reference} that I had answered. {reference} itself stays as it is.",
        buttons=(Button(f"Show {reference}", f"{line}show {reference}"), *([change] if reference[0] == "L" else [])),
    )
