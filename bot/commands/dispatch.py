"""The one way in: an event is read, the person found, the right checked, the command carried out, and committed.

All of it happens in one transaction, and the reply leaves only after the commit. Typing, buttons and forms take the
same way, as every button is a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.commands import arrivals, corrections, drafts, forms, permission, replies
from bot.commands.ask import Ask, Newcomer
from bot.commands.capture import day_of, store
from bot.commands.grammar import Asked, Bare, Captured, Empty, addressed, as_is, read, split_scope
from bot.commands.shape import parts_of
from bot.commands.table import Command
from bot.conversations import cards, prompt
from bot.mistake import Mistake
from bot.ports import OpenRegister, Register
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
from bot.words.release import Release

_CAPTURE: Final = "capture"
_WHO: Final = "I could not find out just now who you are, so nothing is stored. Please send this again in a minute:"


@dataclass(frozen=True, slots=True)
class _Done:
    """What was carried out: for the audit log."""

    outcome: Reply | Mistake
    what: str = ""
    ask: Ask | None = None
    anonymous: bool = False


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
        done = _scoped(_carry_out(incoming, met, register, now), incoming)
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
            if done.what and done.ask and (arrival.cards or done.ask.programme != arrival.programme):
                cards.changed(register, done.ask.programme.id, now)
            register.commit()
            return answer
    if isinstance(done.outcome, Reply):
        return done.outcome
    return _mistaken(done.outcome, incoming, open_register, now)


def _scoped(done: _Done, incoming: Incoming) -> _Done:
    """In a direct message nothing but the line itself says which programme a button is about."""
    if incoming.place is not None or done.ask is None:
        return done
    key = done.ask.programme.key
    if isinstance(done.outcome, Reply):
        return replace(done, outcome=scoped_reply(done.outcome, key))
    return replace(done, outcome=replace(done.outcome, instead=scoped_buttons(done.outcome.instead, key)))


def _record(
    register: Register, incoming: Incoming, done: _Done, answer: Reply, met: arrivals.Met, now: datetime
) -> None:
    shown = without_buttons(answer) if done.anonymous else answer  # an author's key stands in them
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
        scope = f"{done.ask.programme.key}: " if done.ask else ""
        line = scope + answer.undo if answer.undo else ""
        undo = Undo(entry=entry, person=person, line=line, about=scope + answer.about, at=now)
        register.audit.keep_undo(undo)


def _carry_out(incoming: Incoming, met: arrivals.Met, register: Register, now: datetime) -> _Done:
    line, was_addressed = addressed(incoming.text)
    line = drafts.drafted(line, met.person.id, register)
    scope = None
    if (parts := split_scope(line)) is not None:
        scope, line = arrivals.scope(register, met, parts, line)
    zone = zone_of(met.person, met.programme.zone if met.programme else "Europe/London")
    today = now.astimezone(zone).date()
    capture = was_addressed or incoming.place is not None or isinstance(scope, Release)
    asked = read(line, today, capture=capture)
    if incoming.fields:
        asked = forms.complete(asked, incoming.fields, today)
    if isinstance(asked, Mistake):
        return _Done(asked)
    if isinstance(asked, Asked) and _needs_no_programme(asked, met):
        return _early(incoming, asked, met, register, now)
    if scope is None and isinstance(asked, Asked):
        scope = arrivals.named(met, asked.fields)
    place = arrivals.settle(register, met, scope, line)
    if isinstance(place, Mistake):
        return _Done(place)
    fields = asked.fields if isinstance(asked, Asked) else forms.capture_fields(incoming, today)
    if isinstance(fields, Mistake):
        return _Done(fields)
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
    if place.member.left and not isinstance(asked, Asked | Bare):
        return _Done(permission.gone(ask))
    match asked:
        case Empty(kind):
            return _Done(Reply(form=forms.capture(kind)))
        case Captured(text, kind, anonymous):
            outcome = store(ask, register, text, kind, anonymous=anonymous)
            return _Done(outcome, _CAPTURE, ask, anonymous)
        case Bare(text):
            return _bare(ask, register, text)
        case Asked(command, _, missing):
            return _command(ask, register, command, forms.ask_for(command, line, missing) if missing else None)


def _needs_no_programme(asked: Asked, met: arrivals.Met) -> bool:
    """`setup NAME` and `link CODE` come before there is a programme; alone they are about the one there is."""
    command = asked.command
    alone = not asked.fields.values
    return command.early is not None and not (alone and command.handle is not None and met.knows_programme)


def _early(incoming: Incoming, asked: Asked, met: arrivals.Met, register: Register, now: datetime) -> _Done:
    """Commands that need no programme: help, setting one up, codes."""
    command = asked.command
    if command.early is None:
        raise LookupError(f"{command.name} has no early handler")
    if command.name == "setup":
        if not asked.fields.values:
            return _Done(Reply(form=forms.setup()))
        if met.programme is not None:
            key, name = met.programme.key, met.programme.name
            return _Done(Mistake(f"This channel belongs to {name} ({key}) already.", (Button("What is set", "setup"),)))
    newcomer = Newcomer(incoming=incoming, fields=asked.fields, now=now, person=met.person, channel=met.channel)
    return _Done(command.early(newcomer, register), command.name if command.changes else "")


def _command(ask: Ask, register: Register, command: Command, form: Reply | None) -> _Done:
    resolved = permission.resolve(ask, register, command)
    if isinstance(resolved, Mistake):
        return _Done(Mistake(resolved.sentence, (*resolved.instead, *_keep(ask))))
    key, text = corrections.split_key(resolved)
    if key is not None:
        if not text:
            return _Done(forms.ask_for_text(f"edit {resolved.the_lesson().reference} ~{key}"))
        return _Done(corrections.edit_anonymous(resolved, register, key, text), "edit", resolved, anonymous=True)
    refused = permission.refuse(resolved, register, command)
    if refused is not None:
        kept = _keep(ask) if _starts_free(command) else ()
        return _Done(replace(refused, instead=(*refused.instead, *kept)))
    if form is not None:
        return _Done(form)
    arrivals.introduce(register, ask.incoming, ask.programme, ask.now)
    if command.name == "undo" and not resolved.fields.values:
        return _undo(resolved, register)
    if command.handle is None:
        raise LookupError(f"{command.name} has no handler")
    outcome = command.handle(resolved, register)
    by_key = command.name == "undo"  # with an anonymous author's key, so it must not name them
    if isinstance(outcome, Mistake) and _starts_free(command):
        outcome = replace(outcome, instead=(*outcome.instead, *_keep(ask)))
    return _Done(outcome, command.name if command.changes else "", resolved, anonymous=by_key)


def _starts_free(command: Command) -> bool:
    """Whether any text fits it, so that what was typed may have been a lesson all the same."""
    parts = parts_of(command.shape)
    return bool(parts) and parts[0].kind == "free"


def _undo(ask: Ask, register: Register) -> _Done:
    """Carry out the line that takes the speaker's last change back."""
    last = corrections.last(ask, register)
    if last is None:
        return _Done(Mistake("There is nothing of yours from the last day to take back."))
    if not last.line:
        what = f" ({last.about.removeprefix(f'{ask.programme.key}: ')})" if last.about else ""
        return _Done(Mistake(f"Your last change{what} can't be taken back by undo. Type what should be instead."))
    line = last.line.removeprefix(f"{ask.programme.key}: ")
    asked = read(line, ask.today, capture=False)
    if not isinstance(asked, Asked):
        register.audit.use_undo(last)
        return _Done(reply(f"I can't take that back by myself. Type: {line}", about=last.about), "undo", ask)
    register.audit.use_undo(last)
    what = last.about.removeprefix(f"{ask.programme.key}: ")
    back = permission.resolve(replace(ask, fields=asked.fields), register, asked.command)
    if not isinstance(back, Mistake) and back.action is not None and back.action.updated_at > last.at:
        return _Done(reply(f"{what} has changed since, so it stays as it is now.", about=what), "undo", ask)
    done = _command(replace(ask, fields=asked.fields), register, asked.command, None)
    if isinstance(done.outcome, Mistake):
        return _Done(reply(f"{what} can't be taken back any more. {done.outcome.sentence}", about=what), "undo", ask)
    said = done.outcome.said[0].message
    return _Done(
        reply(f"Taken back: {said.title}", about=done.outcome.about, to=done.outcome.said[0].to), "undo", done.ask
    )


def _keep(ask: Ask) -> tuple[Button, ...]:
    """Typed lines that turned out to be no command can still be stored as they are."""
    line, _ = addressed(ask.incoming.text)
    return (as_is(line),) if line and not ask.member.left and ask.incoming.how.value == "typed" else ()


def _bare(ask: Ask, register: Register, text: str) -> _Done:
    """Bare text in a direct message: the answer to what is open, else something to offer to save."""
    answered = prompt.answer(ask, register, text)
    if answered is not None:
        return _Done(answered, "answer" if answered.about else "", ask)
    if ask.member.left:
        return _Done(permission.gone(ask))
    buttons = (as_is(text), Button("Help", "help"))
    return _Done(reply("I have stored nothing. Is that a lesson?", Quote(text), buttons=buttons))


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
