"""Commands about actions: adding one, and saying how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from bot.commands.ask import Ask
from bot.commands.reading import one_person
from bot.commands.shape import read_url
from bot.conversations import chasing, handover
from bot.conversations.answering import say
from bot.dates.show import show_date
from bot.mistake import Mistake
from bot.ports import Register
from bot.rules.transitions import MOVES, Verb, may
from bot.views.action import due_phrase, stands
from bot.views.names import called
from bot.words.action import Action, Status
from bot.words.ids import NEW, ActionId
from bot.words.message import Button, Quote, Reply, Text, reply
from bot.words.release import Release

_TITLES: Final = {Verb.START: "is in progress", Verb.ON_TRACK: "is on track", Verb.NOTE: "is noted"}


def add(ask: Ask, register: Register) -> Reply | Mistake:
    """`action L-12 TEXT [@owner] [by DATE]`: an action for a lesson. Owner and date may follow later."""
    lesson, text = ask.the_lesson(), ask.fields.text("text")
    if not text:
        return Mistake(f"What is to be done? Type: action {lesson.reference} and what, who and by when.")
    owner = None
    if named := ask.fields.text("person"):
        found = one_person(ask, register, named, f"action {lesson.reference} {text} @{{}}")
        if isinstance(found, Mistake):
            by = f" by {ask.fields.day():%-d %b %Y}" if ask.fields.day() else ""
            without = Button("Add it without an owner", f"action {lesson.reference} {text}{by}")
            return Mistake(found.sentence, (*found.instead, without))
        owner = found
    followed = _followed(ask, register)
    if isinstance(followed, Mistake):
        return followed
    due = ask.fields.day() or (followed.live if followed else None)
    added = register.actions.add(
        Action(
            id=ActionId(NEW),
            programme=ask.programme.id,
            number=NEW,
            lesson=lesson.id,
            text=text,
            owner=owner.id if owner else None,
            due=due,
            due_release=followed.id if followed else None,
            audience=lesson.audience,
            fine=owner is not None and owner.id == ask.person.id,
            created_at=ask.now,
            created_by=ask.person.id,
            updated_at=ask.now,
        )
    )
    if lesson.accepted_why is not None:
        register.lessons.save(replace(lesson, accepted_why=None, accepted_by=None))
    if owner and not added.fine and not handover.in_session(register, ask.programme.id):
        handover.announce(register, ask.programme, owner.id, f"From {ask.person.first_name}", handover.soon(ask.now))
    who = called(register, ask.programme, added.owner, ask.viewer)
    missing = _what_is_missing(added)
    return reply(
        f"{added.reference} for {lesson.reference} \u00b7 {who} \u00b7 {due_phrase(added, ask.today)}",
        Quote(text),
        *([Text(missing)] if missing else []),
        buttons=_missing_buttons(added),
        about=added.reference,
        undo=f"drop {added.reference} added by mistake",
    )


def _followed(ask: Ask, register: Register) -> Release | Mistake | None:
    """The release whose live date it is to follow, where one is named."""
    name = ask.fields.text("by_release")
    if not name:
        return None
    found = register.releases.named(ask.programme.id, name)
    return found or Mistake(f"There is no release called \u201c{name}\u201d to follow. Give a date, such as 4 Dec.")


def _what_is_missing(action: Action) -> str:
    absent = [what for what, value in (("an owner", action.owner), ("a date", action.due)) if value is None]
    return f"It has to have {' and '.join(absent)} before anybody is asked about it." if absent else ""


def _missing_buttons(action: Action) -> tuple[Button, ...]:
    ref = action.reference
    buttons = [Button("Give it an owner", f"give {ref}")] if action.owner is None else []
    return (*buttons, *([Button("Set a date", f"due {ref}")] if action.due is None else []))


def move(ask: Ask, register: Register, verb: Verb, *, note: str = "", due: date | None = None) -> Reply | Mistake:
    """Move an action as the table of moves allows, and say how it now stands."""
    action = ask.the_action()
    if not may(verb, action.status):
        return Mistake(
            f"{action.reference} is {action.status.value} already. To open it again, type start {action.reference}.",
            (Button(f"Start {action.reference}", f"start {action.reference}"),),
        )
    after = say(register, ask, action, status=MOVES[verb].to, due=due, note=note or None)
    said = _TITLES.get(verb)
    title = (
        f"{after.reference} {said} \u00b7 {due_phrase(after, ask.today)}"
        if said
        else (f"{after.reference} \u00b7 {stands(after, ask.today)}")
    )
    lines = [Text(f"Others will read: \u201c{note}\u201d")] if note and verb is not Verb.DONE else []
    return reply(title, *lines, about=after.reference, undo=_back(action))


def _back(action: Action) -> str:
    """The line that brings an action back to where it stood."""
    return f"putback {action.reference} {action.status.name.lower()} {action.note or ''}".strip()


def put_back(ask: Ask, register: Register) -> Reply | Mistake:
    """`putback A-7 STATUS [NOTE]`: what undo types."""
    action, status = ask.the_action(), Status[ask.fields.text("choice").upper()]
    after = say(register, ask, action, status=status, note=ask.fields.text("note"))
    return reply(f"{after.reference} \u00b7 {stands(after, ask.today)}", about=after.reference)


def done(ask: Ask, register: Register) -> Reply | Mistake:
    """`done A-7 [NOTE or URL]`"""
    address, note = read_url(ask.fields.text("note"))
    answer = move(ask, register, Verb.DONE, note=note)
    if isinstance(answer, Mistake):
        return answer
    ref = ask.the_action().reference
    if address:
        return _with_result(ask, register, address, answer)
    buttons = (Button("Add a link", f"result {ref}"), Button("Undo", "undo"))
    return reply(f"{ref} is done. Thank you. Where will people find it?", buttons=buttons, about=ref, undo=answer.undo)


def _with_result(ask: Ask, register: Register, address: str, answer: Reply) -> Reply:
    action = register.actions.by_id(ask.the_action().id) or ask.the_action()
    register.actions.save(replace(action, result=address))
    ref = action.reference
    return reply(f"{ref} is done, and people will find it at {address}. Thank you.", about=ref, undo=answer.undo)


def start(ask: Ask, register: Register) -> Reply | Mistake:
    """`start A-7`: also opens a closed action again."""
    return move(ask, register, Verb.START)


def not_started(ask: Ask, register: Register) -> Reply | Mistake:
    """`notstarted A-7`: back to where it began."""
    action = ask.the_action()
    after = say(register, ask, action, status=Status.NOT_STARTED)
    return reply(f"{after.reference} \u00b7 {stands(after, ask.today)}", about=after.reference, undo=_back(action))


def on_track(ask: Ask, register: Register) -> Reply | Mistake:
    """`ontrack A-7`: an answer; the status stays."""
    if ask.the_action().is_overdue(ask.today):
        return Mistake(
            f"{ask.the_action().reference} {due_phrase(ask.the_action(), ask.today)}. Which date holds now?",
            (Button("New date", f"due {ask.the_action().reference}"),),
        )
    return move(ask, register, Verb.ON_TRACK)


def blocked(ask: Ask, register: Register) -> Reply | Mistake:
    """`blocked A-7 WHY`"""
    answer = move(ask, register, Verb.BLOCK, note=ask.fields.text("why"))
    after = register.actions.by_id(ask.the_action().id)
    if isinstance(answer, Mistake) or after is None or after.owner != ask.person.id:
        return answer
    first, *others = answer.said
    shown = replace(first.message, buttons=(*first.message.buttons, *chasing.offer(register, after)))
    return replace(answer, said=(replace(first, message=shown), *others))


def drop(ask: Ask, register: Register) -> Reply | Mistake:
    """`drop A-7 WHY`"""
    return move(ask, register, Verb.DROP, note=ask.fields.text("why"))


def due(ask: Ask, register: Register) -> Reply | Mistake:
    """`due A-7 DATE`, or `due A-7 by 24.4`: from then on it follows that release."""
    action, followed = ask.the_action(), _followed(ask, register)
    if isinstance(followed, Mistake):
        return followed
    day = ask.fields.day() or (followed.live if followed else None)
    if day is None:
        has_none = f"{followed.name} has no live date yet. " if followed else ""
        return Mistake(f"{has_none}Which date? Type: due {action.reference} 4 Dec")
    answer = move(ask, register, Verb.DUE, due=day)
    if isinstance(answer, Mistake):
        return answer
    after = register.actions.by_id(action.id) or action
    register.actions.save(replace(after, due_release=followed.id if followed else None))
    before = f"due {action.reference} {action.due.isoformat()}" if action.due else ""
    with_it = f", and moves with {followed.name}" if followed else ""
    return reply(
        f"{action.reference} is now due {show_date(day, ask.today)}{with_it}.", about=action.reference, undo=before
    )


def note(ask: Ask, register: Register) -> Reply | Mistake:
    """`update A-7 TEXT`: a note in its history that others may read."""
    return move(ask, register, Verb.NOTE, note=ask.fields.text("text"))


def result(ask: Ask, register: Register) -> Reply | Mistake:
    """`result A-7 URL`: where what came out of it is found."""
    address, _ = read_url(ask.fields.text("url"))
    action = ask.the_action()
    if not address:
        return Mistake(f"That is no web address. Type: result {action.reference} https://...")
    register.actions.save(replace(action, result=address))
    return reply(f"Thank you. {action.reference} leads to {address}.", about=action.reference)
