"""Commands about what is posted after a review."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from bot.commands.ask import Ask
from bot.mistake import Mistake
from bot.ports import Register
from bot.views import summary as summary_view
from bot.words.delivery import Delivery
from bot.words.ids import NEW, ChannelId, DeliveryId
from bot.words.message import Button, Message, Reply, Said, message_to_json, reply
from bot.words.review import Review


def preview(ask: Ask, register: Register, review: Review, *, about: str = "") -> Reply:
    """The summary as the coordinator sees it before it is posted."""
    message = _summary(ask, register, review)
    posts = tuple(
        Button(f"Post to #{channel.name}", f"review post #{channel.name}")
        for channel in register.programmes.channels(ask.programme.id)[:2]
    )
    buttons = (*posts, Button("Edit the opening line", "review opening"))
    preview = replace(message, title=f"Preview \u00b7 {message.title}", buttons=buttons)
    return Reply((Said(preview),), about=about)


def _summary(ask: Ask, register: Register, review: Review, *, outside: bool = False) -> Message:
    return summary_view.summary(register, ask.programme, review, ask.zone, ask.today, outside=outside)


def opening(ask: Ask, register: Register) -> Reply | Mistake:
    """`review opening TEXT`: the line at the top of the last summary."""
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    if not closed:
        return Mistake("No review has been closed yet. Type: review close")
    review = replace(closed[0], opening=ask.fields.text("text"))
    register.reviews.save(review)
    return preview(ask, register, review, about=f"review {review.number}")


def summary(ask: Ask, register: Register) -> Reply | Mistake:
    """`review summary [#channel]`: the preview of the last closed review's summary, or its posting."""
    if ask.fields.text("channel"):
        return post(ask, register)
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    return preview(ask, register, closed[0]) if closed else Mistake("No review has been closed yet.")


def post(ask: Ask, register: Register) -> Reply | Mistake:
    """`review post #channel`: posts the summary there, once."""
    closed = register.reviews.last_closed(ask.programme.id, limit=1)
    if not closed:
        return Mistake("No review has been closed yet. Type: review close")
    name = ask.fields.text("channel").casefold()
    channels = register.programmes.channels(ask.programme.id)
    channel = next((c for c in channels if c.name.casefold() == name), None)
    if channel is None:
        have = ", ".join(f"#{c.name}" for c in channels) or "none yet"
        return Mistake(f"#{name} is not linked to {ask.programme.key}. Linked channels: {have}.")
    review = closed[0]
    message = _summary(ask, register, review, outside=channel.outside)
    new = register.deliveries.put([_to_channel(ask, review, channel.id, message, ask.now)])
    register.reviews.save(replace(review, posted_to=channel.id))
    if not new:
        return Mistake(f"The summary of that review is in #{channel.name} already.")
    return reply(f"Posted to #{channel.name}.", about=f"review {review.number}")


def _to_channel(ask: Ask, review: Review, channel: ChannelId, message: Message, now: datetime) -> Delivery:
    return Delivery(
        id=DeliveryId(NEW),
        key=f"{ask.programme.key}:summary:review-{review.number}:channel-{channel}",
        programme=ask.programme.id,
        channel=channel,
        body=json.dumps(message_to_json(message), ensure_ascii=False),
        due=now,
    )
