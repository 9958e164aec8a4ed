"""A command carried out: what it names is found, the speaker's right checked, its handler called."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.commands import arrivals, corrections, forms, permission
from bot.commands.ask import Ask
from bot.commands.grammar import Asked, addressed, as_is, read
from bot.commands.shape import parts_of
from bot.commands.table import Command
from bot.conversations.handing_over import offered_to
from bot.mistake import Mistake
from bot.ports import Register
from bot.views import action as action_view
from bot.views.fit import ROWS
from bot.words.message import Button, Reply, Rows, reply


@dataclass(frozen=True, slots=True)
class Done:
    """What was carried out: for the audit log."""

    outcome: Reply | Mistake
    what: str = ""
    ask: Ask | None = None
    anonymous: bool = False


def which(ask: Ask, register: Register, command: Command) -> Reply | Mistake:
    """The question that a command alone leaves open, with the speaker's own open actions where it is about one."""
    takes_action = any(part.kind == "action" for part in parts_of(command.shape))
    mine = list(register.actions.open_of(ask.programme.id, ask.person.id)) if takes_action else []
    if command.name in {"fine", "notmine"}:
        offered = offered_to(register, ask)
        mine = [*offered, *(action for action in mine if not action.fine)] or mine
    mine = mine[:ROWS]
    if not mine:
        return Mistake(f"Which one? Type \u201c{command.usage}\u201d.", keep(ask))
    rows = tuple(
        action_view.row(
            action,
            ask.today,
            buttons=(Button(f"{command.spoken} {action.reference}", f"{command.name} {action.reference}"),),
        )
        for action in mine
    )
    if all(action.owner == ask.person.id for action in mine):
        return reply("Which one do you mean? These are yours:", Rows(rows))
    return reply("Which one do you mean?", Rows(rows))


def carry_out(ask: Ask, register: Register, command: Command, form: Reply | None) -> Done:
    resolved = permission.resolve(ask, register, command)
    if isinstance(resolved, Mistake):
        return Done(Mistake(resolved.sentence, (*resolved.instead, *(keep(ask) if _says_more(ask) else ()))))
    key, text = corrections.split_key(resolved)
    if key is not None:
        if not text:
            return Done(forms.ask_for_text(f"edit {resolved.the_lesson().reference} ~{key}"))
        return Done(corrections.edit_anonymous(resolved, register, key, text), "edit", resolved, anonymous=True)
    refused = permission.refuse(resolved, register, command)
    if refused is not None:
        kept = keep(ask) if _starts_free(command) else ()
        return Done(replace(refused, instead=(*refused.instead, *kept)))
    if form is not None:
        return Done(forms.begun(form, command.begins(resolved, register)) if command.begins else form)
    arrivals.introduce(register, ask.incoming, ask.programme, ask.now)
    if command.name == "undo" and not resolved.fields.values:
        return _undo(resolved, register)
    if command.handle is None:
        raise LookupError(f"{command.name} has no handler")
    outcome = command.handle(resolved, register)
    by_key = command.name == "undo"  # with an anonymous author's key, so it must not name them
    if isinstance(outcome, Mistake) and _starts_free(command):
        outcome = replace(outcome, instead=(*outcome.instead, *keep(ask)))
    return Done(outcome, command.name if command.changes else "", resolved, anonymous=by_key)


def _says_more(ask: Ask) -> bool:
    """Whether words were typed besides references, which would be lost."""
    return any(isinstance(value, str) for value in ask.fields.values.values())


def _starts_free(command: Command) -> bool:
    """Whether any text fits it, so that what was typed may have been a lesson all the same."""
    parts = parts_of(command.shape)
    return bool(parts) and parts[0].kind == "free"


def _undo(ask: Ask, register: Register) -> Done:
    """Carry out the line that takes the speaker's last change back."""
    last = corrections.last(ask, register)
    if last is None:
        return Done(Mistake("There is nothing of yours from the last day to take back."))
    if not last.line:
        what = f" ({last.about.removeprefix(f'{ask.programme.key}: ')})" if last.about else ""
        return Done(Mistake(f"Your last change{what} can't be taken back by undo. Type what should be instead."))
    key, _, line = last.line.partition(": ")
    if key != ask.programme.key:
        what = last.about.removeprefix(f"{key}: ")
        where = f"Your last change was in {key}{f' ({what})' if what else ''}."
        return Done(Mistake(f"{where} To take it back, type undo in a channel of {key}."))
    asked = read(line, ask.today, capture=False)
    if not isinstance(asked, Asked):
        register.audit.use_undo(last)
        return Done(reply(f"I can't take that back by myself. Type: {line}", about=last.about), "undo", ask)
    register.audit.use_undo(last)
    what = last.about.removeprefix(f"{ask.programme.key}: ")
    back = permission.resolve(replace(ask, fields=asked.fields), register, asked.command)
    if not isinstance(back, Mistake) and back.action is not None and back.action.updated_at > last.at:
        return Done(reply(f"{what} has changed since, so it stays as it is now.", about=what), "undo", ask)
    done = carry_out(replace(ask, fields=asked.fields), register, asked.command, None)
    if isinstance(done.outcome, Mistake):
        return Done(reply(f"{what} can't be taken back any more. {done.outcome.sentence}", about=what), "undo", ask)
    said = done.outcome.said[0].message
    return Done(
        reply(f"Taken back: {said.title}", about=done.outcome.about, to=done.outcome.said[0].to), "undo", done.ask
    )


def keep(ask: Ask) -> tuple[Button, ...]:
    """Typed lines that turned out to be no command can still be stored as they are."""
    line, _ = addressed(ask.incoming.text)
    return (as_is(line),) if line and not ask.member.left and ask.incoming.how.value == "typed" else ()
