"""The one way in: an event is read, the person found, the right checked, the command carried out, and committed.

All of it happens in one transaction, and the reply leaves only after the commit. Typing, buttons and forms take the
same way, as every button is a sentence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.commands import arrivals, drafts, forms, permission, replies
from bot.commands.ask import Ask, Newcomer
from bot.commands.capture import day_of, store
from bot.commands.carry_out import Done, carry_out, which
from bot.commands.grammar import Asked, Bare, Captured, Empty, Unnamed, addressed, as_is, read, split_scope
from bot.commands.near_miss import turned_round
from bot.conversations import agenda, cards
from bot.conversations.answer import answer
from bot.mistake import Mistake
from bot.ports import OpenRegister, Register
from bot.words.action import How
from bot.words.audit import Entry, Undo
from bot.words.clean import LIMIT, clean
from bot.words.ids import NEW, AuditId
from bot.words.incoming import Incoming
from bot.words.message import (
    Button,
    Quote,
    Reply,
    reply,
    reply_from_text,
    reply_to_text,
    scoped_buttons,
    scoped_reply,
    without_buttons,
)
from bot.words.person import zone_of
from bot.words.programme import Programme
from bot.words.release import Release

_CAPTURE: Final = "capture"
_WHO: Final = "I could not find out just now who you are, so nothing is stored. Please send this again in a minute:"


def dispatch(incoming: Incoming, now: datetime, open_register: OpenRegister) -> Reply:
    """Answer one event. `now` is a UTC instant.

    What the user can mend comes back as a sentence and stores nothing; whatever else goes wrong is raised.
    """
    text = clean(incoming.text)
    fields = {name: clean(value) for name, value in incoming.fields.items()}
    if text is None or None in fields.values():
        return reply(f"That is longer than {LIMIT:,} characters, so nothing is stored. Please say it in fewer.")
    if text != incoming.text or fields != incoming.fields:
        incoming = replace(incoming, text=text, fields={name: value or "" for name, value in fields.items()})
    with open_register() as register:
        arrival = register.people.arrive(incoming.key, incoming.sender, incoming.place)
        if arrival.answer is not None:
            return reply_from_text(arrival.answer)  # the platform sent it again; it gets the same answer again
        if arrival.person is None and incoming.sender.vague:
            return replace(reply(_WHO, Quote(addressed(incoming.text)[0])), mistaken=True)
        met = arrivals.meet(register, incoming, arrival, now)
        done = _scoped(_understood(incoming, met, register, now), incoming)
        if isinstance(done.outcome, Reply) and done.outcome.form is None:
            answer = drafts.with_drafts(done.outcome, register, met.person.id, now)
            if done.what or done.ask:  # else it was a question, and what it is about must not stay
                answer = replies.keep(
                    register,
                    incoming,
                    answer,
                    person=met.person.id,
                    programme=done.ask.programme.id if done.ask else None,
                    now=now,
                    anonymous=done.anonymous,
                )
            _record(register, incoming, done, answer, met, now)
            if arrival.review is not None and met.channel is not None and not done.anonymous:
                agenda.note_attendance(register, arrival.review, met.channel, met.person.id, now)
            if done.what and done.ask and (arrival.cards or done.ask.programme != arrival.programme):
                cards.changed(register, done.ask.programme.id, now)
            register.commit()
            return answer
    if isinstance(done.outcome, Reply):
        return done.outcome
    return _mistaken(done.outcome, incoming, open_register, now)


def _scoped(done: Done, incoming: Incoming) -> Done:
    """In a direct message nothing but the line itself says which programme a button is about."""
    if (incoming.place is not None and not incoming.apart) or done.ask is None:
        return done
    key = done.ask.programme.key
    if isinstance(done.outcome, Reply):
        return replace(done, outcome=scoped_reply(done.outcome, key))
    return replace(done, outcome=replace(done.outcome, instead=scoped_buttons(done.outcome.instead, key)))


def _record(
    register: Register, incoming: Incoming, done: Done, answer: Reply, met: arrivals.Met, now: datetime
) -> None:
    scope = f"{done.ask.programme.key}: " if done.ask else ""
    # An author's key stands in the buttons, and an anonymous event is not to lead to its lesson.
    shown = (
        replace(without_buttons(answer), about="") if done.anonymous else replace(answer, about=scope + answer.about)
    )
    if done.what or answer.following:
        register.seen.add(incoming.key, reply_to_text(shown), now)
    if not done.what:
        return
    person = None if done.anonymous else met.person.id
    programme = done.ask.programme.id if done.ask else None
    entry = register.audit.add(
        Entry(
            id=AuditId(NEW),
            at=day_of(now, done.ask) if done.anonymous and done.ask else now,
            programme=programme,
            person=person,
            what=done.what,
            about=answer.about or None,
            why=answer.why or None,
            how=incoming.how.value,
        )
    )
    if person is not None and done.what != "undo":  # also where there is no way back, or undo would take the one before
        line = scope + answer.undo if answer.undo else ""
        undo = Undo(entry=entry, person=person, line=line, about=scope + answer.about, at=now)
        register.audit.keep_undo(undo)


def _understood(incoming: Incoming, met: arrivals.Met, register: Register, now: datetime) -> Done:
    line, was_addressed = addressed(incoming.text)
    line = drafts.drafted(line, met.person.id, register)
    scope = None
    if (parts := split_scope(line)) is not None:
        scope, line = arrivals.scope(register, met, parts, line)
        if scope is None and (unknown := arrivals.no_such_release(register, met, parts, line)) is not None:
            return Done(unknown)
    zone = zone_of(met.person, met.programme.zone if met.programme else "Europe/London")
    today = now.astimezone(zone).date()
    # The words of an answer stand behind "which programme?" as they were typed, and must not become a lesson.
    handed_on = incoming.how is How.BUTTON and isinstance(scope, Programme)
    capture = (was_addressed and not handed_on) or incoming.place is not None or isinstance(scope, Release)
    asked = read(line, today, capture=capture)
    if incoming.fields:
        asked = forms.complete(asked, incoming.fields, today)
    if isinstance(asked, Mistake):
        return Done(asked)
    if isinstance(asked, Asked) and isinstance(scope, Release):
        asked = asked.about(scope.name)
    if isinstance(asked, Asked) and _needs_no_programme(asked, met):
        return _early(incoming, asked, met, register, now)
    if scope is None and isinstance(asked, Asked):
        scope = arrivals.named(met, asked.fields)
    place = arrivals.settle(register, met, scope, line)
    if isinstance(place, Mistake):
        return Done(place)
    fields = asked.fields if isinstance(asked, Asked) else forms.capture_fields(incoming, today)
    if isinstance(fields, Mistake):
        return Done(fields)
    ask = Ask(
        incoming=incoming,
        fields=fields,
        now=now,
        person=met.person,
        programme=place.programme,
        member=place.member,
        channel=place.channel,
        release=scope if isinstance(scope, Release) else place.release,
        fits=place.fits,
    )
    if place.member.left and not isinstance(asked, Asked | Bare | Unnamed):
        return Done(permission.gone(ask))
    match asked:
        case Empty(kind):
            return Done(Reply(form=forms.capture(kind)))
        case Captured(text, kind, anonymous):
            outcome = store(ask, register, text, kind, anonymous=anonymous)
            return Done(outcome, _CAPTURE, ask, anonymous)
        case Bare(text):
            return _bare(ask, register, text, settled=scope is not None)
        case Unnamed(command):
            return _answered(ask, register, line, settled=scope is not None) or Done(
                which(ask, register, command), "", ask
            )
        case Asked(command, _, missing):
            return carry_out(ask, register, command, forms.ask_for(command, line, missing) if missing else None)


def _needs_no_programme(asked: Asked, met: arrivals.Met) -> bool:
    """`setup NAME` and `link CODE` come before there is a programme; alone they are about the one there is."""
    command = asked.command
    alone = not asked.fields.values
    return command.early is not None and not (alone and command.handle is not None and met.knows_programme)


def _early(incoming: Incoming, asked: Asked, met: arrivals.Met, register: Register, now: datetime) -> Done:
    """Commands that need no programme: help, setting one up, codes."""
    command = asked.command
    if command.early is None:
        raise LookupError(f"{command.name} has no early handler")
    if command.name == "setup":
        if not asked.fields.values:
            return Done(Reply(form=forms.setup()))
        if met.programme is not None:
            key, name = met.programme.key, met.programme.name
            return Done(Mistake(f"This channel belongs to {name} ({key}) already.", (Button("What is set", "setup"),)))
    newcomer = Newcomer(incoming=incoming, fields=asked.fields, now=now, person=met.person, channel=met.channel)
    return Done(command.early(newcomer, register), command.name if command.changes else "")


def _answered(ask: Ask, register: Register, line: str, *, settled: bool) -> Done | None:
    """A status alone, such as "done", where the prompt in this direct message asks about one action only."""
    if ask.incoming.place is not None:
        return None
    answered = answer(ask, register, line, settled=settled)
    if answered is None or not isinstance(answered.outcome, Reply) or not answered.outcome.about:
        return None
    return Done(answered.outcome, "answer", answered.ask)


def _bare(ask: Ask, register: Register, text: str, *, settled: bool) -> Done:
    """Bare text in a direct message: the answer to what is open, else something to offer to save."""
    if (answered := answer(ask, register, text, settled=settled)) is not None:
        if not isinstance(answered.outcome, Reply):
            return Done(answered.outcome)  # its buttons say which programme they are about
        return Done(answered.outcome, "answer" if answered.outcome.about else "", answered.ask)
    if ask.member.left:
        return Done(permission.gone(ask))
    if meant := tuple(turned_round(text, ask.today)):  # word of somebody else's action, which a coordinator may give
        return Done(Mistake("Did you mean one of these? Nothing is stored yet.", (*meant, as_is(text))), "", ask)
    said = "I have stored nothing. Is that a lesson?"
    if (prompts := register.reviews.last_prompts(ask.person.id)) and all(one.answered_at for one in prompts):
        said = "You have answered all that I asked, so I have stored nothing more. Is that a lesson?"
    return Done(reply(said, Quote(text), buttons=(as_is(text), Button("Help", "help"))))


def _mistaken(mistake: Mistake, incoming: Incoming, open_register: OpenRegister, now: datetime) -> Reply:
    """A mistake as a reply. Nothing of what was asked is stored; only a line too long for its button is kept."""
    answer = replace(reply(mistake.sentence, buttons=mistake.instead), mistaken=True)
    if not drafts.has_long_button(answer):
        return answer
    with open_register() as register:
        arrival = register.people.arrive(incoming.key, incoming.sender, incoming.place)
        answer = drafts.with_drafts(answer, register, arrivals.meet(register, incoming, arrival, now).person.id, now)
        register.commit()
    return answer
