"""What somebody decides about a lesson without seeing all of its actions.

They are told nothing that would hint at what is hidden from them, so it stands; the coordinators hear of it instead.
"""

from __future__ import annotations

from bot.commands.ask import Ask
from bot.conversations import leaving
from bot.ports import Register
from bot.views.names import listed
from bot.words.lesson import Lesson
from bot.words.message import Button, Message, Quote
from bot.words.person import Audience, Viewer


def tell(register: Register, ask: Ask, lesson: Lesson, what: str) -> None:
    """Tell the coordinators of open actions that the speaker can't see. `what` became of the lesson: "was deleted"."""
    everything = Viewer(programme=ask.programme.id, person=None, clearance=Audience.PMO)
    if ask.viewer.is_coordinator:
        return
    theirs = {action.id for action in register.actions.of_lesson(ask.viewer, lesson.id)}
    actions = register.actions.of_lesson(everything, lesson.id)
    hidden = [action.reference for action in actions if action.is_open and action.id not in theirs]
    if not hidden:
        return
    verb = "is" if len(hidden) == 1 else "are"
    title = f"{lesson.reference} {what} by somebody who can't see {listed(hidden)}, which {verb} still open."
    buttons = tuple(Button(f"Show {reference}", f"show {reference}") for reference in hidden[:3])
    message = Message(title, (Quote(lesson.reads),), buttons)
    key = f"unseen:{lesson.reference}:{ask.today.isoformat()}:{what}"
    leaving.tell_coordinators(register, ask.programme, key, message, ask.now)
