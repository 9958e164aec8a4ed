"""The command that takes the register out."""

from __future__ import annotations

import json
from datetime import datetime

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.delivery import Delivery
from bot.words.ids import ReviewId
from bot.words.message import File, Message, Reply, Said, Text, message_from_json, message_to_json
from bot.words.person import viewer_of


def export(ask: Ask, register: Register) -> Reply | Mistake:  # noqa: ARG001  # every handler takes the register
    """`export`: the whole register as a workbook, for the coordinator who asks."""
    key = ask.programme.key
    file = File(f"{key.casefold()}-{ask.today.isoformat()}.xlsx", ask.viewer, ask.now)
    said = Message(
        f"The register of {ask.programme.name} is in {file.name}.",
        (Text("It holds names and what only the PMO may read. learnt import takes it in again."),),
    )
    return Reply((Said(said),), file=file, about=f"programme {key}")


def kept(file: File, message: Message) -> str:
    """A file that is to be handed over, as the body of its delivery. What it holds is made when it goes out."""
    asked_at = file.asked_at.isoformat() if file.asked_at else None
    kept = {"name": file.name, "asked_at": asked_at, "review": file.review, "message": message_to_json(message)}
    return json.dumps(kept, ensure_ascii=False)


def compose(register: Register, delivery: Delivery) -> tuple[Message, File] | None:
    """The file of that delivery; None where whoever asked for it may not have it any more."""
    if delivery.programme is None or delivery.person is None:
        return None
    member = register.people.member(delivery.programme, delivery.person)
    if member is None or member.left or not member.coordinator:
        return None
    held = json.loads(delivery.body)
    asked_at = datetime.fromisoformat(held["asked_at"]) if held["asked_at"] else None
    review = ReviewId(held["review"]) if held.get("review") else None  # rows of an earlier Learnt have none
    return message_from_json(held["message"]), File(held["name"], viewer_of(member), asked_at, review)
