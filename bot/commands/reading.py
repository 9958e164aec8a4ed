"""Commands that only read: list, show, search, actions, more."""

from __future__ import annotations

from bot.commands.ask import Ask, Newcomer
from bot.commands.lessons import may_correct, no_release, release_of
from bot.conversations.home import home as at_home
from bot.mistake import Mistake
from bot.ports import ActionFilter, LessonFilter, Register
from bot.views import action as action_view
from bot.views import history as history_view
from bot.views import lesson as lesson_view
from bot.views.fit import MANY, ROWS, more_than
from bot.views.names import called, to_name
from bot.words.action import Action
from bot.words.lesson import Kind, Lesson
from bot.words.message import Button, Message, Quote, Reply, Row, Rows, Said, Text, reply
from bot.words.person import Audience, Person


def list_lessons(ask: Ask, register: Register) -> Reply | Mistake:
    """`list [keep|improve|unsorted|mine|open|RELEASE] [from L-12]`"""
    which, title = LessonFilter(), f"Lessons of {ask.programme.key}"
    choice, name = ask.fields.text("choice"), ask.fields.text("release")
    if name:
        release = register.releases.named(ask.programme.id, name)
        if release is None:
            return no_release(register, ask, name)
        which, title = LessonFilter(release=release.id), f"Lessons of {release.name}"
    elif choice == "mine":
        which, title = LessonFilter(raised_by=ask.person.id), "Lessons that you raised"
    elif choice == "open":
        which, title = LessonFilter(unsettled=True), "Lessons with no action yet"
    elif choice:
        which, title = LessonFilter(kind=Kind(choice)), f"Lessons: {choice}"
    start = ask.fields.reference("lesson")
    return _lessons(ask, register, which, title, f"list {choice or name}".strip(), start.number if start else None)


def _lessons(ask: Ask, register: Register, which: LessonFilter, title: str, line: str, below: int | None) -> Reply:
    found = list(register.lessons.page(ask.viewer, which, limit=ROWS + 1, below=below))
    shown = found[:ROWS]
    if not shown:
        return reply("Nothing here yet.", Text("Type keep or improve and what happened to add the first one."))
    see = Button("Show more", f"{line} from {shown[-1].reference}") if len(found) > ROWS else None
    more = ""
    if see is not None and below is None:
        more = more_than(register.lessons.count(ask.viewer, which, up_to=MANY), len(shown))
    return Reply((Said(lesson_view.page(title, shown, more or ("and more" if see else ""), see)),))


def search(ask: Ask, register: Register) -> Reply | Mistake:
    """`search WORDS`: the newest lessons that hold all of them."""
    words = ask.fields.text("words")
    found = list(register.lessons.search(ask.viewer, words, limit=ROWS + 1))
    keep = Button("Save as lesson", f"lesson: search {words}")
    if not found:
        return reply(f"No lesson has all of: {words}", Text("Try fewer or other words."), buttons=(keep,))
    more = "and older ones: add a word to narrow it down" if len(found) > ROWS else ""
    return Reply((Said(lesson_view.page(f"Lessons with: {words}", found[:ROWS], more)),))


def show(ask: Ask, register: Register) -> Reply | Mistake:
    """`show L-12` or `show A-7`"""
    if ask.lesson is not None:
        return Reply((Said(_whole_lesson(ask, register, ask.lesson)),))
    action = ask.the_action()
    owner = called(register, ask.programme, action.owner, ask.viewer)
    rows = [Row("", action.text, f"{owner} \u00b7 {action_view.stands(action, ask.today)}")]
    history = history_view.rows(register, ask.programme, ask.viewer, action, ask.zone, ask.today)
    sections = [Rows(tuple(rows)), *history]
    lesson = register.lessons.by_id(ask.viewer, action.lesson)
    about = [Text(f"For {lesson.reference}:"), Quote(lesson.reads)] if lesson else []
    result = [Text(f"Result: {action.result}")] if action.result else []
    buttons = action_view.answer_buttons(action, ask.today) if action.is_open else (action_view.open_again(action),)
    may = ask.member.coordinator or action.owner == ask.person.id
    message = Message(action.reference, (*sections, *about, *result), buttons if may else ())
    return Reply((Said(message),))


def _whole_lesson(ask: Ask, register: Register, lesson: Lesson) -> Message:
    by = "by " + called(register, ask.programme, lesson.raised_by, ask.viewer) if lesson.raised_by else ""
    by = by or ("without a name" if lesson.anonymous else "in the session" if lesson.in_session else "")
    actions = [
        (action, called(register, ask.programme, action.owner, ask.viewer))
        for action in register.actions.of_lesson(ask.viewer, lesson.id)
    ]
    release = release_of(register, lesson.release)
    return lesson_view.whole(lesson, ask.programme, release, actions, by=by, zone=ask.zone, today=ask.today)


def list_actions(ask: Ask, register: Register) -> Reply | Mistake:
    """`actions [mine|overdue|all|@owner|RELEASE] [from A-7]`"""
    choice, name, who = (ask.fields.text(n) for n in ("choice", "release", "person"))
    which, title = ActionFilter(), f"Open actions of {ask.programme.key}"
    if who:
        person = one_person(ask, register, who, "actions @{}", left=True)
        if isinstance(person, Mistake):
            return person
        which, title = ActionFilter(owner=person.id), f"Open actions of {person.name}"
    elif name:
        release = register.releases.named(ask.programme.id, name)
        if release is None:
            return no_release(register, ask, name)
        which, title = ActionFilter(release=release.id), f"Open actions from {release.name}"
    elif choice == "mine":
        which, title = ActionFilter(owner=ask.person.id), "Your open actions"
    elif choice == "overdue":
        which, title = ActionFilter(due_before=ask.today), "Overdue actions"
    elif choice == "all":
        which, title = ActionFilter(open=False), f"All actions of {ask.programme.key}"
    return _actions(ask, register, which, title, f"actions {choice or name or who}".strip(), ask.action)


def _actions(ask: Ask, register: Register, which: ActionFilter, title: str, line: str, start: Action | None) -> Reply:
    found = list(register.actions.page(ask.viewer, which, limit=ROWS + 1, after=start))
    shown = found[:ROWS]
    if not shown:
        return reply("Nothing open here. That is how it should be.")
    rows: list[Row] = []
    if ask.member.coordinator and start is None and which == ActionFilter():
        incomplete = register.actions.page(ask.viewer, ActionFilter(incomplete=True), limit=5)
        shown = [*incomplete, *(a for a in shown if a not in incomplete)][:ROWS]
    for action in shown:
        mine = action.owner == ask.person.id
        owner = "" if mine else called(register, ask.programme, action.owner, ask.viewer)
        buttons = action_view.answer_buttons(action, ask.today) if mine and action.is_open else ()
        rows.append(action_view.row(action, ask.today, owner=owner, buttons=buttons))
    see = Button("Show more", f"{line} from {shown[-1].reference}") if len(found) > ROWS else None
    total = register.actions.count(ask.viewer, which, up_to=MANY) if see and start is None else 0
    more = more_than(total, len(shown)) or ("and more" if see else "")
    return Reply((Said(Message(title, (Rows(tuple(rows), more, see),))),))


def more(ask: Ask, register: Register) -> Reply | Mistake:  # noqa: ARG001  # every handler takes the register
    """`more L-12` or `more A-7`: what else can be done with it."""
    if ask.action is not None:
        mine = ask.action.owner == ask.person.id
        return reply(f"What about {ask.action.reference}?", buttons=action_view.more_buttons(ask.action, mine=mine))
    lesson = ask.the_lesson()
    ref = lesson.reference
    buttons = [Button("Show it", f"show {ref}"), Button("Happened to me too", f"same {ref}")]
    if may_correct(ask, lesson):
        buttons = [
            Button("Edit", f"edit {ref}"),
            Button("Who may read it", f"audience {ref}"),
            Button("That was a command", f"command {ref}"),
            Button("Delete", f"delete {ref}"),
            Button("Show it", f"show {ref}"),
        ]
    return reply(f"What about {ref}?", buttons=tuple(buttons))


def home(ask: Newcomer, register: Register) -> Reply | Mistake:
    """`home`: what is theirs, what comes next and, for coordinators, what needs them, programme by programme."""
    return Reply(tuple(Said(part) for part in at_home(register, ask.person, ask.now)))


def one_person(ask: Ask, register: Register, words: str, line: str, *, left: bool = False) -> Person | Mistake:
    """The member called so; where two are, both as buttons (`line` with {} for the name) to choose from.

    With `left` it may also be somebody who has left.
    """
    wanted = words.strip().lstrip("@").strip()
    if wanted.casefold() in {"me", "myself", "i"}:
        return ask.person
    found = list(register.people.named(ask.programme.id, wanted, left=left))
    if len(found) == 1:
        return found[0]
    if not found:
        if ask.viewer.clearance < Audience.PARTNERS:  # whoever is from outside isn't told who is in the programme
            return Mistake(f"I don't know anybody called \u201c{wanted}\u201d in {ask.programme.key}.")
        known = [person.name for member, person in register.people.members(ask.programme.id) if not member.left][:6]
        return Mistake(
            f"I don't know anybody called \u201c{wanted}\u201d in {ask.programme.key}. "
            f"I know {', '.join(known)}. Somebody new is known once they have typed in a linked channel."
        )
    buttons = tuple(Button(label, line.format(words)) for label, words in to_name(register, found[:5], ask.viewer))
    return Mistake(f"There are {len(found)} people called \u201c{wanted}\u201d. Which one?", buttons)
