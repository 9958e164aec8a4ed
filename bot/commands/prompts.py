"""Commands about the prompts before a review: looking at them first, holding them back, letting them go on."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.commands.calendar import working_days
from bot.conversations import preview
from bot.dates.show import show_date
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.message import Button, Reply, Said, Text, reply
from bot.words.review import Review, ReviewState

_HOLD, _GO_ON = Button("Hold", "prompts hold"), Button("Go on", "prompts go")


def _coming(ask: Ask, register: Register) -> Review | Mistake:
    register.reviews.hold(ask.programme.id)
    review = register.reviews.current(ask.programme.id)
    if review is None or review.state is ReviewState.IN_SESSION:
        return Mistake("No prompts are to come. Type: review")
    return review


def show(ask: Ask, register: Register) -> Reply | Mistake:
    """`prompts`: who will be asked before the next review, and who can't be reached."""
    review = _coming(ask, register)
    if isinstance(review, Mistake):
        return review
    message = preview.of_review(register, ask.programme, review, ask.now, None)
    return Reply((Said(message),)) if message else reply("Nobody is to be asked who has not been asked already.")


def fine(ask: Ask, register: Register) -> Reply | Mistake:
    """`prompts fine`: they go out as they would have anyway."""
    review = _coming(ask, register)
    if isinstance(review, Mistake):
        return review
    if review.held:
        return Mistake("The prompts are held back.", (_GO_ON,))
    return reply(f"Thank you. {_goes_out(ask, register, review)}")


def hold(ask: Ask, register: Register) -> Reply | Mistake:
    """`prompts hold`: nobody is asked before this review until `prompts go`."""
    review = _coming(ask, register)
    if isinstance(review, Mistake):
        return review
    if review.held:
        return Mistake("The prompts are held back already.", (_GO_ON,))
    register.reviews.save(replace(review, held=True))
    return reply(
        "Held back: nobody is asked before this review until you say so.",
        Text("To ask about one action all the same, type ask and its number, such as: ask A-7"),
        buttons=(_GO_ON,),
        about=f"review {review.number}",
        undo="prompts go",
    )


def go_on(ask: Ask, register: Register) -> Reply | Mistake:
    """`prompts go`: whoever is to be asked by now is asked at the next moment of their working hours."""
    review = _coming(ask, register)
    if isinstance(review, Mistake):
        return review
    if not review.held:
        return Mistake(f"The prompts are not held back. {_goes_out(ask, register, review)}", (_HOLD,))
    register.reviews.save(replace(review, held=False))
    return reply(
        f"They go on. {_goes_out(ask, register, review)}",
        buttons=(_HOLD,),
        about=f"review {review.number}",
        undo="prompts hold",
    )


def change(ask: Ask, register: Register) -> Reply | Mistake:
    """`prompts change`: what can be changed before they go out."""
    review = _coming(ask, register)
    if isinstance(review, Mistake):
        return review
    return reply(
        "What is to change? Move the review, leave it out, or look at whose action is whose.",
        Text("An action is given to somebody else by: give A-7 @name. Its date is changed by: due A-7 4 Dec"),
        buttons=(Button("Move it", "review move"), Button("Leave it out", "review skip"), Button("Actions", "actions")),
    )


def _goes_out(ask: Ask, register: Register, review: Review) -> str:
    days = working_days(register, ask.programme)
    at = preview.prompts_at(review, ask.programme, days)
    if at <= ask.now:
        return "Whoever has not been asked yet is asked in the next working hour of theirs."
    return f"Owners are asked on {show_date(at.astimezone(ask.zone).date(), ask.today)} at 09:00, where they are."
