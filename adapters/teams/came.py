"""What came from Teams, each kind of activity brought to one shape.

Activities: learn.microsoft.com/microsoftteams/platform, "Bot conversations", "Universal Actions", "Dialogs" and
"Action commands".
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from adapters.teams import dialog, reading, render
from adapters.teams.reading import Mention, Payload, part
from bot.words.action import How
from bot.words.address import Address
from bot.words.message import Message
from bot.words.person import Platform

log = logging.getLogger("learnt.teams")
MESSAGE_PREFIX: Final = ";messageid="
_WORDS: Final = (
    "tenant service account member name zone conversation place place_name team thread text link author card"
).split()
"""What of an event has to be text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One event of a person's. `tenant` is the conversation's, and `service` by what it is spoken with.

    `member` is what Teams calls the person to this bot, and `account` what they are in their organisation. `place` is
    the channel's or chat's own id, empty in the chat with Learnt; `thread` the message that it hangs from. `card` is
    the one that was pressed, and `said` what it says, where it remembers; `inline`: the client has no dialogs. `author`
    wrote what `link` leads to.
    """

    key: str
    tenant: str
    service: str
    account: str
    member: str
    name: str = ""
    zone: str = ""
    conversation: str
    place: str = ""
    place_name: str = ""
    team: str = ""
    thread: str = ""
    text: str
    mentions: tuple[Mention, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    how: How = How.TYPED
    visible: bool = False
    link: str = ""
    author: str = ""
    card: str = ""
    said: Message | None = None
    inline: bool = False
    carried: int = 0

    @property
    def private(self) -> bool:
        """Whether only the person reads there."""
        return not self.place

    @property
    def line(self) -> str:
        """What was typed or pressed, without what it was addressed with."""
        return self.text.removeprefix("/lesson").strip()

    @property
    def back(self) -> Address:
        """Where answers to it belong."""
        return Address(
            platform=Platform.TEAMS,
            workspace=self.tenant,
            conversation=self.place or self.conversation,
            thread=self.thread,
            only_for=self.account,
        )


def read(kind: Callable[[Payload], Came | None], activity: Payload) -> Came | None:
    """The activity, brought to one shape; None where it is none of that kind, or not what Teams documents."""
    try:
        came = kind(activity)
    except (LookupError, TypeError, AttributeError):
        log.warning("an activity lacks what Teams' have", exc_info=True)
        return None
    if came is None or _are_words(came):
        return came
    log.warning("an activity holds what Teams' do not")
    return None


def _are_words(came: Came) -> bool:
    named = [word for one in came.mentions for word in (one.account, one.name, one.text)]
    values: list[object] = [*(getattr(came, name) for name in _WORDS), *named]
    return all(isinstance(value, str) for value in values)


def is_bots(activity: Payload) -> bool:
    """Whether a bot sent it: theirs are the ids that begin with 28."""
    return str(part(activity, "from").get("id") or "").startswith("28:")


def _is_private(conversation: Payload) -> bool:
    """Whether only one person reads there. Where Teams doesn't say, an id that several people's have is theirs."""
    kind = conversation.get("conversationType")
    if kind is not None:
        return kind == "personal"
    return not (conversation.get("isGroup") or conversation["id"].startswith("19:"))


def typed(activity: Payload) -> Came | None:
    """A message. In channels and group chats only one that names the app; everybody there read it."""
    text: str = activity.get("text") or ""
    named = reading.mentions(activity)
    us = part(activity, "recipient").get("id")
    ours = next((one for one in named if one.account == us), None)
    others = tuple(one for one in named if one is not ours)
    if ours is not None:
        line = reading.without(text, ours)
        text = line if line.startswith("/lesson") else f"/lesson {line}"
    came = _came(activity, text=text.strip(), mentions=others)
    if not came.private and ours is None:
        return None
    if not text.strip():
        return None
    return came if came.private else replace(came, visible=True)


def pressed(activity: Payload) -> Came | None:
    """A button of a card: Action.Execute, or the Action.Submit in its stead. None where it carries no line."""
    value: Payload = activity["value"]
    action = part(value, "action")
    data = part(action, "data") or value
    line = data.get("line")
    if not isinstance(line, str) or not line:
        return None
    card: str = activity.get("replyToId") or ""
    inline = "msteams" in data  # a client that has dialogs would have opened one
    return _came(
        activity, text=f"/lesson {line}", how=How.BUTTON, card=card, said=render.remembered(data), inline=inline
    )


def asked(activity: Payload) -> Came:
    """A button that opens a form."""
    data = part(activity["value"], "data")
    line = data.get("line")
    return _came(activity, text=f"/lesson {line if isinstance(line, str) else ''}".strip(), how=How.BUTTON)


def is_form(activity: Payload) -> bool:
    """Whether a card's answer is a form's."""
    value: object = activity["value"]
    return isinstance(value, dict) and dialog.sent(cast("Payload", value)) is not None


def submitted(activity: Payload) -> Came | None:
    """A form that was sent, or a button inside a dialog; None where it is neither."""
    data = part(activity["value"], "data") or activity["value"]
    sent = dialog.sent(data)
    if sent is None:
        line = data.get("line")
        return _came(activity, text=f"/lesson {line}", how=How.BUTTON) if isinstance(line, str) else None
    origin = _origin(sent.origin)
    return _came(
        activity,
        text=f"/lesson {sent.line}",
        fields=sent.answers,
        how=How.BUTTON,
        link=origin.get("link", ""),
        author=origin.get("author", ""),
    )


def bare(activity: Payload) -> Came:
    """An event that says no line."""
    return _came(activity, text="")


def command(activity: Payload) -> Came:
    """The message extension: "New lesson", or "Save as lesson" on a message."""
    message = part(activity["value"], "messagePayload")
    who = part(part(message, "from"), "user")
    link = message.get("linkToMessage") or ""
    return _came(activity, text="/lesson", how=How.BUTTON, link=link, author=who.get("id") or "")


def nowhere(came: Came) -> Came:
    """The same, said in no conversation."""
    return replace(came, conversation="", place="", place_name="", thread="", team="")


def quoted(activity: Payload) -> str:
    """The text of the message that was saved; empty where there is none."""
    message = part(activity["value"], "messagePayload")
    body = part(message, "body")
    content: object = body.get("content") or ""
    if not isinstance(content, str):
        return ""
    return reading.of_html(content) if body.get("contentType") == "html" else content.strip()


def origin(came: Came) -> str:
    """Where a form came from, for it to carry. Only what its sender could have said as well: it comes back by them."""
    parts = {"link": came.link, "author": came.author}
    return json.dumps({name: part for name, part in parts.items() if part})


def _origin(kept: str) -> dict[str, str]:
    try:
        found: object = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: one for name, one in cast("dict[str, object]", found).items() if isinstance(one, str)}


def _came(activity: Payload, **more: Any) -> Came:
    conversation: Payload = activity["conversation"]
    channel = part(activity, "channelData")
    who: Payload = activity["from"]
    whole: str = conversation["id"]
    place, _, thread = whole.partition(MESSAGE_PREFIX)
    private = _is_private(conversation)
    named = part(channel, "channel")
    team = part(channel, "team")
    return Came(
        key=_key(activity, whole),
        tenant=conversation.get("tenantId") or part(channel, "tenant").get("id") or "",
        service=activity["serviceUrl"],
        account=who.get("aadObjectId") or who["id"],
        member=who["id"],
        name=who.get("name") or "",
        zone=activity.get("localTimezone") or "",
        conversation=whole,
        place="" if private else place,
        place_name=named.get("name") or conversation.get("name") or team.get("name") or "",
        team=team.get("id") or "",
        thread="" if private else thread,
        **more,
    )


def _key(activity: Payload, conversation: str) -> str:
    """Teams' own id of the activity; what has none is known by all that it says."""
    if own := activity.get("id"):
        return f"teams:{conversation}:{own}"
    whole = json.dumps(activity, sort_keys=True, default=str)
    return f"teams:{hashlib.sha256(whole.encode()).hexdigest()[:32]}"
