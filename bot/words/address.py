"""Where an answer belongs, as the platform that the event came from knows it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.words.person import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A conversation on a platform, which need not be a linked channel.

    `workspace` is the Slack workspace or Teams tenant by which the event came, whose app therefore answers.
    `conversation` is the platform's id of the channel or chat; empty where only the person is known, and then it is
    their direct message. `thread` is empty outside one. `only_for` is the account that alone may see the answer;
    empty, everybody there does. `quick` is an adapter's own word for a way that may be open for a while only.
    """

    platform: Platform
    workspace: str = ""
    conversation: str = ""
    thread: str = ""
    only_for: str = ""
    quick: str = ""


def address_to_text(address: Address) -> str:
    """An address as text, for the register."""
    return json.dumps({**asdict(address), "platform": address.platform.name}, ensure_ascii=False)


def address_from_text(stored: str) -> Address:
    """The address that `address_to_text` wrote."""
    read: dict[str, Any] = json.loads(stored)
    return Address(platform=Platform[read.pop("platform")], **read)
