"""Live cards: the message of a running session or review, kept up to date in the channel where it is held.

One row of the deliveries is one card. Whatever changes the programme marks it as changed; what it then shows is made
when it is sent, so that the last state wins however much happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.ports import Register
from bot.views import agenda as agenda_view
from bot.views import session as session_view
from bot.words.delivery import Delivery, DeliveryKind
from bot.words.ids import NEW, DeliveryId, ProgrammeId, ReleaseId, ReviewId
from bot.words.message import Message
from bot.words.person import Platform
from bot.words.programme import Channel, Programme, Purpose, room_viewer
from bot.words.release import Release
from bot.words.review import Review, ReviewState, Session, SessionState

_STILL: Final = frozenset({Platform.CONSOLE})
"""Where what was said stays as it is, so that a card is an answer like any other."""


def lives(channel: Channel) -> bool:
    """Whether what stands in this channel can change in place."""
    return channel.platform not in _STILL


def places(
    register: Register, here: Channel | None, release: Release | None, programme: Programme
) -> tuple[Channel, ...]:
    """Where the card lives: the channel that is meant, and one of each other workspace or tenant that takes part.

    Here; in a direct message the release's channel, or the only one: empty where none can be meant, or where a card
    can't live. Elsewhere the release's channel, or else the first that is linked.
    """
    channels = [one for one in register.programmes.channels(programme.id) if lives(one)]
    bound = [one for one in channels if release is not None and one.release == release.id]
    meant = here or next(iter(bound), None) or (channels[0] if len(channels) == 1 else None)
    if meant is None or not lives(meant):
        return ()
    found = {(meant.platform, meant.workspace): meant}
    for one in (*bound, *channels):
        if one.purpose is Purpose.TEAM and (release is None or one.release in {None, release.id}):
            found.setdefault((one.platform, one.workspace), one)
    return tuple(found.values())


def of_session(
    register: Register, programme: Programme, session: Session, channels: Sequence[Channel], now: datetime
) -> None:
    """Post the session's card in those channels, and keep it up to date from now on."""
    key = f"{programme.key}:card:session-{session.id}"
    _put(register, programme, key, "session", f"{session.release}", channels, now)


def of_review(
    register: Register, programme: Programme, review: Review, channels: Sequence[Channel], now: datetime
) -> None:
    """The same for a review, on the day that it is held: moved to another one, it gets another card."""
    key = f"{programme.key}:card:review-{review.number}:{review.day.isoformat()}"
    _put(register, programme, key, "review", f"{review.id}", channels, now)


def _put(
    register: Register,
    programme: Programme,
    key: str,
    compose: str,
    body: str,
    channels: Sequence[Channel],
    now: datetime,
) -> None:
    cards = [
        Delivery(
            id=DeliveryId(NEW),
            key=f"{key}:channel-{channel.id}",
            programme=programme.id,
            kind=DeliveryKind.CARD,
            channel=channel.id,
            body=body,
            compose=compose,
            due=now,
            running=True,
        )
        for channel in channels
    ]
    register.deliveries.put(cards)


def changed(register: Register, programme: ProgrammeId, now: datetime) -> None:
    """Something has changed in a programme: what its running cards show may have, too."""
    register.deliveries.change_cards(programme, now)


def ended(register: Register, programme: Programme, what: str, now: datetime) -> None:
    """The card of that session or review ("session", "review") shows its last state, and then rests."""
    register.deliveries.change_cards(programme.id, now, last=what)


def compose(register: Register, card: Delivery, now: datetime) -> Message | None:
    """What the card shows now, to everyone in its channel; None where there is nothing to show any more."""
    programme = register.programmes.get(card.programme) if card.programme else None
    channel = register.programmes.channel(card.channel) if card.channel else None
    if programme is None or channel is None:
        return None
    viewer = room_viewer(channel)
    if card.compose == "session":
        release = register.releases.get(ReleaseId(int(card.body)))
        session = register.reviews.session(programme.id, release.id) if release else None
        ended = session is None or session.state is not SessionState.RUNNING
        return session_view.card(register, viewer, release, ended=ended) if release else None
    review = register.reviews.by_id(ReviewId(int(card.body)))
    if review is None:
        return None
    today = now.astimezone(programme.zoneinfo).date()
    if review.state is ReviewState.CANCELLED or channel.id not in review.held_in:
        return agenda_view.not_held(programme, review, today)
    return agenda_view.card(register, programme, viewer, review, today, over=review.state is ReviewState.CLOSED)
