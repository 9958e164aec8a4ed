"""Commands about lessons: capturing, correcting, voting, merging, accepting."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.ask import Ask
from bot.conversations import unseen
from bot.conversations.answering import reopen
from bot.mistake import Mistake
from bot.ports import Register
from bot.rules.nhs_number import nhs_number
from bot.views.lesson import kind_buttons, readers, stored_buttons
from bot.views.names import counted
from bot.words.ids import ReleaseId
from bot.words.lesson import Kind, Lesson
from bot.words.message import Button, Quote, Reply, Text, reply
from bot.words.person import read_audience
from bot.words.release import Release, ReleaseState


def may_correct(ask: Ask, lesson: Lesson) -> bool:
    """Authors correct their own lessons, coordinators all."""
    return ask.member.coordinator or (lesson.raised_by is not None and lesson.raised_by == ask.person.id)


def edit(ask: Ask, register: Register) -> Reply | Mistake:
    """`edit L-12 TEXT`; of an anonymous lesson `edit L-12 ~KEY TEXT`, with the key from its confirmation."""
    if ask.action is not None:
        before = ask.action.text
        register.actions.save(replace(ask.action, text=ask.fields.text("text"), redacted=False))
        return _edited(ask.action.reference, ask.fields.text("text"), before)
    lesson = ask.the_lesson()
    if number := nhs_number(ask.fields.text("text")):
        return Mistake(f"{number} looks like an NHS number, so nothing is changed. Please leave patient details out.")
    before = lesson.text
    register.lessons.save(replace(lesson, text=ask.fields.text("text"), redacted=False))
    return _edited(lesson.reference, ask.fields.text("text"), before)


def _edited(reference: str, text: str, before: str) -> Reply:
    return reply(f"{reference} now reads:", Quote(text), about=reference, undo=f"edit {reference} {before}")


def set_value(ask: Ask, register: Register) -> Reply | Mistake:
    """`set L-12 kind|area|release VALUE`"""
    lesson, value = ask.the_lesson(), ask.fields.text("value").strip()
    match ask.fields.text("choice"):
        case "kind":
            kinds = {kind.value: kind for kind in Kind}
            if value.casefold() not in kinds:
                return Mistake("A lesson is one of: keep, improve, unsorted.", kind_buttons(lesson))
            after, before = replace(lesson, kind=kinds[value.casefold()]), lesson.kind.value
        case "area":
            after, before = replace(lesson, area=value), lesson.area or "general"
        case _:
            release = register.releases.named(ask.programme.id, value)
            if release is None:
                return no_release(register, ask, value)
            old = register.releases.get(lesson.release) if lesson.release else None
            after, before = replace(lesson, release=release.id), old.name if old else ""
    register.lessons.save(after)
    field = ask.fields.text("choice")
    return reply(
        f"{lesson.reference} \u00b7 {field}: {value}",
        buttons=stored_buttons(after) if field == "kind" else (),
        about=lesson.reference,
        undo=f"set {lesson.reference} {field} {before}" if before else "",
    )


def no_release(register: Register, ask: Ask, name: str) -> Mistake:
    """That there is no such release, with those that there are."""
    known = [r.name for r in register.releases.all(ask.programme.id) if r.state is not ReleaseState.CANCELLED]
    have = f" {ask.programme.key} has {', '.join(known[-5:])}." if known else " There is none yet."
    return Mistake(f"There is no release called \u201c{name}\u201d.{have}")


def audience(ask: Ask, register: Register) -> Reply | Mistake:
    """`audience L-12 everyone|partners|pmo`: who may read it and its actions."""
    who = read_audience(ask.fields.text("choice"))
    if who is None:
        return Mistake("It is read by one of: everyone, partners, pmo.")
    if ask.action is not None:
        before = ask.action.audience
        register.actions.save(replace(ask.action, audience=who))
        if who < before and ask.action.is_open:
            reopen(register, ask.action)  # whoever accepted the lesson may not have seen it
        return reply(
            f"{ask.action.reference} is read by {who.words}.",
            about=ask.action.reference,
            undo=f"audience {ask.action.reference} {before.name.lower()}",
        )
    lesson = ask.the_lesson()
    changed = replace(lesson, audience=who)
    register.lessons.save(changed)
    narrower: list[str] = []
    for action in register.actions.of_lesson(ask.viewer, lesson.id):
        if action.audience < who:
            register.actions.save(replace(action, audience=who))
        elif action.audience > who:  # somebody may have narrowed it on purpose, so it is never widened along
            narrower.append(f"{action.reference} is still read by {action.audience.words} alone.")
    return reply(
        f"{lesson.reference} is now {readers(changed, ask.programme)}.",
        *([Text(" ".join(narrower))] if narrower else []),
        about=lesson.reference,
        undo=f"audience {lesson.reference} {lesson.audience.name.lower()}",
    )


def delete(ask: Ask, register: Register) -> Reply | Mistake:
    """`delete L-12`: takes it out of every list; its number is not used again."""
    lesson = ask.the_lesson()
    if lesson.votes and not ask.member.coordinator:
        others = counted(lesson.votes, "other person", "other people")
        return Mistake(f"{lesson.reference} happened to {others} too, so only a coordinator can delete it.")
    return take_out(ask, register, lesson) or reply(f"{lesson.reference} is deleted.", about=lesson.reference)


def take_out(ask: Ask, register: Register, lesson: Lesson) -> Mistake | None:
    """Take a lesson out of every list, unless something is still to be done about it."""
    if lesson.open_actions:
        return Mistake(
            f"{lesson.reference} still has {counted(lesson.open_actions, 'open action')}. Close or drop them first."
        )
    register.lessons.save(replace(lesson, deleted=True, token=None))
    unseen.tell(register, ask, lesson, "was deleted")
    return None


def redact(ask: Ask, register: Register) -> Reply | Mistake:
    """`redact L-12 WHY`: takes the text out of the register for good."""
    gone = "[removed]"
    if ask.action is not None:
        reference, texts = ask.action.reference, {ask.action.text, ask.action.note, ask.action.result}
        texts |= {update.note for update in register.actions.updates(ask.viewer, ask.action.id)}
        register.actions.forget_notes(ask.action.id)
        register.actions.save(replace(ask.action, text=gone, note=None, result=None, redacted=True))
    else:
        lesson = ask.the_lesson()
        reference, texts = lesson.reference, {lesson.text, lesson.wording, lesson.note, lesson.accepted_why}
        accepted = gone if lesson.accepted_why is not None else None
        emptied = replace(lesson, text=gone, wording=None, note=None, link=None, area=None, accepted_why=accepted)
        register.lessons.save(replace(emptied, redacted=True, token=None))
        register.lessons.forget_quoted(lesson.id)
    for text in filter(None, texts):
        register.deliveries.forget(text)
    register.seen.forget(reference)  # what was answered about it may hold an earlier text
    register.audit.forget_undo(f"{ask.programme.key}: {reference}")
    return reply(
        f"The text of {reference} is removed from the register, its history, search and what I was about to send. "
        "Messages already shown, copies that people made, and chat messages of their own, are out of my reach.",
        about=reference,
        why=ask.fields.text("why"),
    )


def same(ask: Ask, register: Register) -> Reply | Mistake:
    """`same L-12`: happened to me too."""
    lesson = ask.the_lesson()
    if lesson.raised_by == ask.person.id:
        return Mistake(f"{lesson.reference} is yours, so you are counted already.")
    if not register.lessons.vote(lesson.id, ask.person.id):
        return Mistake(f"You are counted already on {lesson.reference}.")
    return reply(
        f"Counted: {lesson.reference} happened to {counted(lesson.votes + 1, 'more person', 'more people')}.",
        about=lesson.reference,
        undo=f"unsame {lesson.reference}",
    )


def unsame(ask: Ask, register: Register) -> Reply | Mistake:
    """`unsame L-12`: takes the vote back."""
    lesson = ask.the_lesson()
    if not register.lessons.unvote(lesson.id, ask.person.id):
        return Mistake(f"You were not counted on {lesson.reference}.")
    return reply(f"You are no longer counted on {lesson.reference}.", about=lesson.reference)


def again(ask: Ask, register: Register) -> Reply | Mistake:
    """`again L-12 L-4`: proposes that L-12 is L-4 come back; it counts once a coordinator confirms it."""
    lesson, earlier = ask.the_lesson(), ask.other
    if earlier is None or earlier.id == lesson.id:
        return Mistake("Name the later lesson first, then the earlier one: again L-12 L-4")
    confirmed = ask.member.coordinator
    register.lessons.save(replace(lesson, again=earlier.id, again_confirmed=confirmed))
    said = "counts as" if confirmed else "is proposed as"
    return reply(
        f"{lesson.reference} {said} {earlier.reference} come back."
        + ("" if confirmed else " It counts once the session has confirmed it."),
        about=f"{lesson.reference} {earlier.reference}",
    )


def merge(ask: Ask, register: Register) -> Reply | Mistake:
    """`merge L-12 L-9`: L-12 becomes part of L-9, with its votes."""
    lesson, into = ask.the_lesson(), ask.other
    if into is None or into.id == lesson.id:
        return Mistake("Name two lessons: merge L-12 L-9 puts L-12 into L-9.")
    if lesson.actions:
        return Mistake(
            f"{lesson.reference} has actions of its own. Merge the other way: merge {into.reference} {lesson.reference}"
        )
    register.lessons.move_votes(lesson.id, into.id)
    if lesson.raised_by is not None:
        register.lessons.vote(into.id, lesson.raised_by)
    if into.raised_by is not None:
        register.lessons.unvote(into.id, into.raised_by)  # whose own it is, is counted already
    register.lessons.save(replace(lesson, merged_into=into.id))
    after = register.lessons.by_id(ask.viewer, into.id) or into
    same = f", the same for {after.votes} more" if after.votes else ""
    about = f"{lesson.reference} {into.reference}"
    return reply(f"{lesson.reference} is now part of {into.reference}{same}.", about=about)


def accept(ask: Ask, register: Register) -> Reply | Mistake:
    """`accept L-12 WHY`: no action, on purpose."""
    lesson, why = ask.the_lesson(), ask.fields.text("why")
    if lesson.open_actions:
        return Mistake(f"{lesson.reference} has {counted(lesson.open_actions, 'open action')}, so it isn't accepted.")
    register.lessons.save(replace(lesson, accepted_why=why, accepted_by=ask.person.id))
    unseen.tell(register, ask, lesson, "was accepted as it is")
    return reply(
        f"{lesson.reference} is accepted as it is: {why}", about=lesson.reference, undo=f"unaccept {lesson.reference}"
    )


def unaccept(ask: Ask, register: Register) -> Reply | Mistake:
    """`unaccept L-12`: opens it again."""
    lesson = ask.the_lesson()
    register.lessons.save(replace(lesson, accepted_why=None, accepted_by=None))
    return reply(f"{lesson.reference} is open again.", about=lesson.reference)


def not_a_lesson(ask: Ask, register: Register) -> Reply | Mistake:
    """[That was a command]: takes the lesson back and says what might have been meant."""
    lesson = ask.the_lesson()
    if lesson.open_actions:
        return Mistake(f"{lesson.reference} already has an action, so it stays.")
    return take_out(ask, register, lesson) or reply(
        f"{lesson.reference} is taken back. Nothing else was done. What did you want to do?",
        Quote(lesson.text),
        buttons=(Button("List", "list"), Button("My actions", "actions mine"), Button("Help", "help")),
        about=lesson.reference,
    )


def release_of(register: Register, release: ReleaseId | None) -> Release | None:
    """The release of a lesson, if it has one."""
    return register.releases.get(release) if release else None
