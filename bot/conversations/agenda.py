"""A review's agenda in the channels where the review is held: posted at its time, whoever runs it, or nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.conversations import cards
from bot.conversations.leaving import tell_coordinators
from bot.ports import Register
from bot.views import agenda as agenda_view
from bot.words.delivery import Delivery
from bot.words.ids import NEW, DeliveryId, PersonId, ReviewId
from bot.words.message import Button, Message, Text, message_to_json
from bot.words.person import Audience, Platform, Viewer
from bot.words.programme import Channel, Programme, Purpose, room_viewer
from bot.words.release import ReleaseState
from bot.words.review import Review, ReviewState

LATE: Final = timedelta(hours=4)
"""An agenda that could not be posted within this time comes too late for whoever met."""
_COMING: Final = frozenset({ReviewState.SCHEDULED, ReviewState.PROMPTED})
_UNDER_WAY: Final = frozenset({ReleaseState.OPEN, ReleaseState.DELIVERED})


def rooms(register: Register, programme: Programme) -> tuple[Channel, ...]:
    """Where a review is held unless somebody says where: one team channel of each workspace or tenant.

    Rather a channel of the programme's own than one of a release, and rather that of a release that is under way.
    """
    found: dict[tuple[Platform, str], tuple[int, Channel]] = {}
    for channel in register.programmes.channels(programme.id):
        if channel.purpose is Purpose.TEAM:
            where, rank = (channel.platform, channel.workspace), _rank(register, channel)
            if where not in found or rank < found[where][0]:
                found[where] = rank, channel
    return tuple(channel for _, channel in found.values())


def _rank(register: Register, channel: Channel) -> int:
    release = register.releases.get(channel.release) if channel.release else None
    if release is None:
        return 0
    return 1 if release.state in _UNDER_WAY else 2


def stand(
    register: Register, programme: Programme, review: Review, channels: Sequence[Channel], now: datetime
) -> Review:
    """Let the agenda stand in those channels too, in the order of the first time; the review as it then is."""
    new = [channel for channel in channels if channel.id not in review.held_in]
    order = review.agenda
    if not order:
        everything = Viewer(programme=programme.id, person=None, clearance=Audience.PMO)
        today = now.astimezone(programme.zoneinfo).date()
        order = tuple(action.number for action, _ in agenda_view.rated(register, review, everything, today))
    review = replace(review, held_in=(*review.held_in, *(channel.id for channel in new)), agenda=order)
    register.reviews.stand(review.id, review.held_in, review.agenda)
    cards.of_review(register, programme, review, [channel for channel in new if cards.lives(channel)], now)
    return review


def post_when_due(register: Register, review: Review, now: datetime) -> bool:
    """Post the agenda at the review's time where nobody has started it before; whether there was something to post."""
    programme = register.programmes.get(review.programme)
    if programme is None or review.held_in or review.state not in _COMING or not review.at <= now < review.at + LATE:
        return False
    there = rooms(register, programme)
    if not there:
        return _nowhere(register, programme, review, now)
    review = stand(register, programme, review, there, now)
    today = now.astimezone(programme.zoneinfo).date()
    for channel in there:
        if not cards.lives(channel):
            message = agenda_view.card(register, programme, room_viewer(channel), review, today)
            _say(register, programme, review, channel, message, now)
    return True


def _say(
    register: Register, programme: Programme, review: Review, channel: Channel, message: Message, now: datetime
) -> None:
    """Where nothing changes in place, the agenda is a message like any other."""
    key = f"{programme.key}:agenda:review-{review.number}:{review.day.isoformat()}:channel-{channel.id}"
    body = json.dumps(message_to_json(message), ensure_ascii=False)
    row = Delivery(id=DeliveryId(NEW), key=key, programme=programme.id, channel=channel.id, body=body, due=now)
    register.deliveries.put([row])


def _nowhere(register: Register, programme: Programme, review: Review, now: datetime) -> bool:
    """The coordinators hear, once, that there is no channel to hold it in."""
    if not register.seen.once(f"nowhere:review-{review.id}:{review.day.isoformat()}", now):
        return False
    message = Message(
        f"The lessons-learnt review of {programme.key} is now, and I have no team channel to hold it in.",
        (Text("In the channel where it is held, type: link, and then: review start"),),
        (Button("Hold it here", f"{programme.key}: review start"),),
    )
    tell_coordinators(register, programme, f"nowhere:review-{review.number}:{review.day}", message, now)
    return True


def end(register: Register, programme: Programme, review: Review, now: datetime) -> Review:
    """The review is not held after all, or not now: its cards say so, and it stands nowhere any more."""
    if not review.held_in:
        return review
    register.reviews.stand(review.id, (), ())
    register.reviews.show(review.id, None)
    register.reviews.forget_attendance(review.id)
    cards.ended(register, programme, "review", now)
    return replace(review, held_in=(), agenda=(), showing=None)


def is_held_in(review: Review | None, channel: Channel | None, now: datetime) -> bool:
    """Whether that channel is where it is held, and now."""
    if review is None or channel is None or review.state is ReviewState.CLOSED:
        return False
    return channel.id in review.held_in and (review.started_at or review.at) <= now


def note_attendance(register: Register, review_id: ReviewId, channel: Channel, person: PersonId, now: datetime) -> None:
    """Whoever says something where a review is held, while it is, was there."""
    review = register.reviews.by_id(review_id)
    if is_held_in(review, channel, now):
        register.reviews.attended(review_id, person)
