"""Going through a review's agenda, one action at a time: for everybody where it is held, or by oneself."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask, room_reads
from bot.conversations import cards
from bot.mistake import Mistake
from bot.ports import Register
from bot.views import agenda as agenda_view
from bot.views import turn
from bot.words.action import Action, How
from bot.words.message import Message, Reply, Said, To, reply
from bot.words.review import Review, ReviewState


def next_(ask: Ask, register: Register) -> Reply | Mistake:
    """`review next [A-7]`: the one that comes after A-7 on the agenda, or after the one that is shown."""
    return _go(ask, register, 1)


def back(ask: Ask, register: Register) -> Reply | Mistake:
    """`review back [A-7]`: the one before."""
    return _go(ask, register, -1)


def _go(ask: Ask, register: Register, step: int) -> Reply | Mistake:
    review = register.reviews.current(ask.programme.id)
    if review is None:
        return Mistake("No review is planned. Type: review schedule first Tuesday 10:00")
    begun = review.state is ReviewState.IN_SESSION or bool(review.held_in)
    shared = begun and (ask.channel is not None or ask.member.coordinator)
    ordered = agenda_view.in_order(register, review, room_reads(ask), ask.today)
    current = ask.action.number if ask.action else review.showing if shared else None
    action = agenda_view.next_to(ordered, review, current, step)
    if shared:
        review = replace(review, showing=action.number if action else None)
        register.reviews.show(review.id, review.showing)
        cards.changed(register, ask.programme.id, ask.now)
    if ask.channel is not None and cards.lives(ask.channel) and ask.channel.id in review.held_in:
        # The card shows it to everybody; only who typed may not have it in sight.
        where = f"{action.reference} is shown" if action else "The whole agenda is shown"
        return Reply() if ask.how is How.BUTTON else reply(f"{where} on the card of the review.")
    return Reply((Said(_shown(ask, register, review, ordered, action), To.HERE if ask.channel else To.YOU),))


def _shown(ask: Ask, register: Register, review: Review, ordered: agenda_view.Rated, action: Action | None) -> Message:
    """The action, or beyond either end of the agenda the whole of it."""
    viewer = room_reads(ask)
    if action is None:
        return agenda_view.as_it_stands(register, ask.programme, viewer, review, ask.today)
    at, why = next((at, why) for at, (one, why) in enumerate(ordered, 1) if one.id == action.id)
    return turn.card(register, ask.programme, viewer, action, why, f"{at} of {len(ordered)}", ask.today)
