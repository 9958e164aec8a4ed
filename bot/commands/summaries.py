"""Commands about what is posted after a review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.views import summary as summary_view
from bot.views.fit import MANY
from bot.views.names import listed
from bot.words.delivery import Delivery
from bot.words.ids import NEW, ChannelId, DeliveryId
from bot.words.message import Button, Message, Reply, Row, Rows, Said, Section, Text, message_to_json, reply
from bot.words.person import Viewer
from bot.words.programme import Channel, Purpose, partners_of, room_viewer
from bot.words.review import Review

_FIRST: Final = (Purpose.BOARD, Purpose.WORKING_GROUP, Purpose.TEAM)
_NOT_NOW: Final = Button("Not now", "review later")


def preview(ask: Ask, register: Register, review: Review, *, about: str = "") -> Reply:
    """The summary as the coordinator sees it before it is posted."""
    message = _summary(ask, register, review, partners_of(ask.programme))
    channels = _channels(ask, register)
    posts = tuple(_post_to(channel) for channel in channels[:1])
    rest = Button("More", "review post") if len(channels) > 1 else _NOT_NOW
    sections = (*message.sections, *_mind(ask, register, channels))
    buttons = (*posts, Button("Edit the opening line", "review opening"), rest)
    posted = register.programmes.channel(review.posted_to) if review.posted_to is not None else None
    if posted is not None:
        sections = (*sections, Text(f"It is in #{posted.name} already, where it stays as it was posted."))
    whole = replace(message, title=f"Preview \u00b7 {message.title}", sections=sections, buttons=buttons)
    return Reply((Said(whole),), about=about)


def _mind(ask: Ask, register: Register, channels: Sequence[Channel]) -> list[Section]:
    """What the coordinator has to know besides, and nobody else reads."""
    said: list[Section] = []
    if register.reviews.current(ask.programme.id) is None:
        said.append(Text("No next review is planned. Type: review schedule first Tuesday 10:00"))
    less = [f"#{channel.name}" for channel in channels if channel.outside]
    if less:
        said.append(Text(f"In {listed(less)}, where outside people read, it leaves out what is not for them."))
    return said


def _channels(ask: Ask, register: Register) -> list[Channel]:
    """Where it can be posted: the Board's and the Working Group's channels first."""
    return sorted(register.programmes.channels(ask.programme.id), key=lambda channel: _FIRST.index(channel.purpose))


def _post_to(channel: Channel) -> Button:
    return Button(f"Post to #{channel.name}", f"review post #{channel.name}")


def _summary(ask: Ask, register: Register, review: Review, viewer: Viewer) -> Message:
    return summary_view.summary(register, ask.programme, review, ask.zone, ask.today, viewer)


def opening(ask: Ask, register: Register) -> Reply | Mistake:
    """`review opening TEXT`: the line at the top of the last summary."""
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    if not closed:
        return Mistake("No review has been closed yet. Type: review close")
    review = replace(closed[0], opening=ask.fields.text("text"))
    register.reviews.save(review)
    return preview(ask, register, review, about=f"review {review.number}")


def opens_with(ask: Ask, register: Register) -> str:
    """The line that there is."""
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    return (closed[0].opening or "") if closed else ""


def summary(ask: Ask, register: Register) -> Reply | Mistake:
    """`review summary [#channel]`: the preview of the last closed review's summary, or its posting."""
    if ask.fields.text("channel"):
        return post(ask, register)
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    return preview(ask, register, closed[0]) if closed else Mistake("No review has been closed yet.")


def later(ask: Ask, register: Register) -> Reply | Mistake:  # noqa: ARG001  # every handler takes both
    """`review later`: nothing is posted for now."""
    return reply("Nothing is posted. To see it again, and to post it, type: review summary")


def post(ask: Ask, register: Register) -> Reply | Mistake:
    """`review post #channel`: posts the summary there, once; without a channel, each is offered."""
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    if not closed:
        return Mistake("No review has been closed yet. Type: review close")
    if not ask.fields.text("channel"):
        return _where(ask, register)
    name = ask.fields.text("channel").casefold()
    channels = register.programmes.channels(ask.programme.id)
    meant = [channel for channel in channels if channel.name.casefold() == name]  # one in Slack and one in Teams, say
    if not meant:
        have = ", ".join(f"#{c.name}" for c in channels) or "none yet"
        return Mistake(f"#{name} is not linked to {ask.programme.key}. Linked channels: {have}.")
    review = closed[0]
    messages = [(channel, _summary(ask, register, review, room_viewer(channel))) for channel in meant]
    new = register.deliveries.put([_to_channel(ask, review, one.id, message, ask.now) for one, message in messages])
    register.reviews.save(replace(review, posted_to=meant[0].id))
    if not new:
        return Mistake(f"The summary of that review is in #{meant[0].name} already.")
    return reply(f"Posted to #{meant[0].name}.", about=f"review {review.number}")


def _where(ask: Ask, register: Register) -> Reply | Mistake:
    """The channels it can be posted to, and who reads there."""
    channels = _channels(ask, register)
    if not channels:
        return Mistake(f"No channel is linked to {ask.programme.key} yet. In one, type: link")
    rows = tuple(
        Row(
            f"#{channel.name}",
            f"{channel.purpose.value} channel",
            "outside people read there" if channel.outside else "",
            (_post_to(channel),),
        )
        for channel in channels[:MANY]
    )
    return reply("Where should the summary go? It may go to several.", Rows(rows), buttons=(_NOT_NOW,))


def _to_channel(ask: Ask, review: Review, channel: ChannelId, message: Message, now: datetime) -> Delivery:
    return Delivery(
        id=DeliveryId(NEW),
        key=f"{ask.programme.key}:summary:review-{review.number}:channel-{channel}",
        programme=ask.programme.id,
        channel=channel,
        body=json.dumps(message_to_json(message), ensure_ascii=False),
        due=now,
    )
