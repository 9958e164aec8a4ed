"""The command that invites to a review."""

from __future__ import annotations

from bot.commands.ask import Ask
from bot.conversations.invitation import as_text, invitation
from bot.dates.show import show_date
from bot.mistake import Mistake
from bot.ports import Register
from bot.words.message import File, Message, Reply, Said, Text
from bot.words.review import Review, ReviewState


def invite(ask: Ask, register: Register) -> Reply | Mistake:
    """`review invitation [NUMBER]`: of the next review, or of that one: text to paste, and a file for calendars."""
    review = _meant(ask, register)
    if isinstance(review, Mistake):
        return review
    if review.state is ReviewState.CLOSED:
        return Mistake(f"Review {review.number} has been held. For the next one, type: review invitation")
    of = invitation(register, ask.programme, review, ask.person)
    name = f"{ask.programme.key.casefold()}-review-{review.number}.ics"
    does = "takes the review out of calendars" if of.cancelled else "puts the review into a calendar"
    day = show_date(review.day, ask.today)
    again = "It replaces what an earlier file of this review put there." if of.sequence else ""
    file = Message(f"{name} {does}: {day}.", (Text(again),) if again else ())
    paste = Message("To paste into an invitation:", (Text(as_text(of, ask.programme, ask.today)),))
    return Reply((Said(file), Said(paste)), file=File(name, ask.viewer, ask.now, review.id))


def _meant(ask: Ask, register: Register) -> Review | Mistake:
    number = ask.fields.text("number")
    if not number:
        review = register.reviews.current(ask.programme.id)
        return review or Mistake("No review is planned. Type: review schedule first Tuesday 10:00")
    found = register.reviews.get(ask.programme.id, int(number))
    return found or Mistake(f"There is no review {number} of {ask.programme.key}.")
