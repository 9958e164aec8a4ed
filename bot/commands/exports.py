"""The command that takes the register out."""

from __future__ import annotations

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.message import File, Message, Reply, Said, Text


def export(ask: Ask, register: Register) -> Reply | Mistake:  # noqa: ARG001  # every handler takes the register
    """`export`: the whole register as a workbook, for the coordinator who asks."""
    key = ask.programme.key
    file = File(f"{key.casefold()}-{ask.today.isoformat()}.xlsx", ask.viewer)
    said = Message(
        f"The register of {ask.programme.name} is in {file.name}.",
        (Text("It holds names and what only the PMO may read. learnt import takes it in again."),),
    )
    return Reply((Said(said),), file=file, about=f"programme {key}")
