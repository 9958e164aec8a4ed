"""What reaches the bot, whichever platform it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.words.action import How
from bot.words.address import Address
from bot.words.person import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The account that acts. `email` is given only where the platform's word for it is to be believed.

    `vague`: the platform could not say just now who it is, so nobody is to be made of it.
    """

    platform: Platform
    account: str
    workspace: str = ""
    name: str = ""
    handle: str = ""
    email: str | None = None
    zone: str | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The channel it happened in. `outside`: the platform knows that people of other organisations read it.

    `workspace` is the one whose app heard it, whichever one the speaker is of; empty where there is but one.
    """

    account: str
    name: str
    outside: bool = False
    workspace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One event. `key` is the platform's own key for it, the same when it is sent again.

    `place` is None in a direct message. `fields` are a form's answers, which complete the line in `text`.
    `link` leads to the message that it is about, and `quoted` is who wrote that. `mentions` are the accounts that the
    line names: a command that hands something to somebody finds them, even if they never said anything here.
    `carried` is how many messages the platform's acknowledgement carries; what is beyond goes `back` as deliveries.
    Where there is no such address, the way in says all of it. `apart`: the platform has no answer that only one person
    sees there, so it goes to their own chat; where others read the line (`visible`), they are told that much.
    """

    key: str
    sender: Sender
    place: Place | None = None
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    how: How = How.TYPED
    visible: bool = False
    link: str | None = None
    quoted: Sender | None = None
    mentions: tuple[Sender, ...] = ()
    back: Address | None = None
    carried: int = 0
    apart: bool = False
