"""The answer to a prompt, in a person's own words: what it says is stored at once and shown in one message."""

from __future__ import annotations

from dataclasses import dataclass

from bot.commands.ask import Ask
from bot.conversations import chasing, later, questions
from bot.conversations.answering import append, left_to_answer, mark_answered
from bot.conversations.asked import Asked, which_asked
from bot.conversations.handing_over import hand_over, offered_to
from bot.conversations.peace import leave_in_peace
from bot.conversations.told import Told
from bot.conversations.understanding.reading import Intent, Reading, Said
from bot.conversations.understanding.understand import understand
from bot.mistake import Mistake
from bot.ports import Register
from bot.rules.transitions import MOVES, Verb, may
from bot.views import action as action_view
from bot.views.fit import ROWS, shortened
from bot.views.names import listed
from bot.words import message as m
from bot.words.action import Action, Status

_EXAMPLE = "In words I understand for certain: {0} done, or {0} due 4 Dec"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it, and the `ask` in the programme that it was about."""

    ask: Ask
    outcome: m.Reply | Mistake


def answer(ask: Ask, register: Register, text: str, *, settled: bool = False) -> Answered | None:
    """Take bare text in a direct message as the answer to a prompt, or as word of one's own actions.

    `settled`: it was typed with the programme before it. None where it is neither.
    """
    asked = which_asked(ask, register, text, settled=settled)
    if asked is None or isinstance(asked, Mistake):
        return Answered(ask, asked) if asked else None
    known = [*asked.references, *asked.strangers]
    reading = understand(text, known, asked.ask.today, asked.descriptions)
    told = Told()
    left = _write_down(told, asked, register, reading, text)
    hand_over(told, asked, register, reading)
    later.put_off(told, asked, register, reading)
    if reading.stop:
        leave_in_peace(told, asked, register)
    if reading.asks is not None:
        questions.answer(told, asked, register, reading)
    _ask_back(told, asked, register, reading, left)
    return Answered(asked.ask, told.reply()) if told.parts else None


def _write_down(told: Told, asked: Asked, register: Register, reading: Reading, text: str) -> list[Action] | None:
    """Store what was understood, and return what is left to answer where that had to be looked up."""
    left_over: list[Action] | None = None
    mine = {action.reference: action for action in asked.actions if action.owner == asked.ask.person.id}
    plain = [said for said in reading.updates if said.due is not None or said.action not in reading.unsure]
    updates = [said for said in plain if said.action in mine]
    left = [said for said in updates if not _moves(mine[said.action], said)]
    stored = [_store(asked, register, mine[said.action], said, text) for said in updates if said not in left]
    if stored:
        rows = [row for row, _ in stored]
        told.add("Thank you. This is what I have written down:", m.Rows(_together(rows)))
        done = [row.lead for row in rows if row.detail == "done"]
        told.buttons += [
            m.Button(f"Add a link{f' to {ref}' if len(done) > 1 else ''}", f"result {ref}") for ref in done[:1]
        ]
        told.buttons += [button for _, after in stored for button in chasing.offer(register, after)][:1]
        told.buttons.append(m.Button("Change something", _to_change(asked, register, rows)))
        told.about += [row.lead for row in rows]
        marked = mark_answered(register, stored[0][1], asked.ask.person.id, asked.ask.now)
        left_over = marked[1] if marked and asked.prompt and marked[0] == asked.prompt.id else None
    if left:
        which = "This one is" if len(left) == 1 else "These are"
        it = "it" if len(left) == 1 else "them"
        told.add(
            f"{which} closed already, so I left {it}:", m.Rows(tuple(_left(mine[said.action], said) for said in left))
        )
    _not_theirs(told, asked, register, reading, text)
    return left_over


def _together(rows: list[m.Row]) -> tuple[m.Row, ...]:
    """The rows; of many, those that say nothing but how an action stands are one row for each status."""
    if len(rows) <= ROWS:
        return tuple(rows)
    plain: dict[str, list[str]] = {}
    for row in rows:
        if not row.text and " now due " not in row.detail:
            plain.setdefault(row.detail.partition(" \u00b7 ")[0], []).append(row.lead)
    together = {lead for leads in plain.values() for lead in leads}
    many = [m.Row("", listed(leads), status) for status, leads in plain.items()]
    return (*many, *(row for row in rows if row.lead not in together))


def _moves(action: Action, said: Said) -> bool:
    """Whether what was said changes anything of it: a closed action is opened again only where that was said."""
    return action.is_open or (said.status is not None and may(_verb(said.status), action.status))


def _left(action: Action, said: Said) -> m.Row:
    again = () if said.status is action.status else (action_view.open_again(action),)
    return m.Row(action.reference, shortened(action.text, 100), action.status.value, again)


def _to_change(asked: Asked, register: Register, rows: list[m.Row]) -> str:
    """The line that shows what was just stored, closed actions as well."""
    if len(rows) == 1:
        return f"show {rows[0].lead}"
    return "actions mine" if register.actions.open_of(asked.ask.programme.id, asked.ask.person.id) else "actions all"


def _not_theirs(told: Told, asked: Asked, register: Register, reading: Reading, text: str) -> None:
    """What was said of others' actions is left alone; a question about one is answered like any other."""
    spoken = [said.action for said in reading.updates] + [*reading.unsure, *reading.handed]
    gone = [a.reference for a in asked.actions if a.owner != asked.ask.person.id and a.reference in spoken]
    others = [ref for ref in asked.strangers if ref in spoken or ref in text.upper()]
    names = gone + [ref for ref in others if ref not in reading.about]
    offered = offered_to(register, asked.ask) if names else []
    for action in [one for one in offered if one.reference in names]:
        row = action_view.row(action, asked.ask.today, buttons=action_view.offer_buttons(action))
        told.add(f"{action.reference} is offered to you, and not yours yet. Is that fine?", m.Rows((row,)))
        names.remove(action.reference)
    if names:
        verb, that = ("is", "that") if len(names) == 1 else ("are", "those")
        told.add(f"{listed(names)} {verb} not yours, so I left {that}.")


def _store(asked: Asked, register: Register, action: Action, said: Said, words: str) -> tuple[m.Row, Action]:
    """What is shown of one thing that was said, and the action as it now stands."""
    after = append(
        register,
        asked.ask,
        action,
        status=said.status,
        due=said.due,
        note=said.note or None,
        words=words if asked.is_open else None,  # after the close nothing would remove them
        review=asked.review,
    )
    note = f"others will read: \u201c{said.note}\u201d" if said.note else ""
    return m.Row(after.reference, note, action_view.stands_now(action, after, asked.ask.today)), after


def _verb(status: Status) -> Verb:
    return next((verb for verb, move in MOVES.items() if move.to is status), Verb.NOTE)


def _ask_back(told: Told, asked: Asked, register: Register, reading: Reading, left_over: list[Action] | None) -> None:
    """One question with buttons, about one action: what was not plain first, then what is still without an answer."""
    other = reading.intent in {Intent.SNOOZE, Intent.QUESTION, Intent.REASSIGN}
    put_off = other or reading.snooze or reading.away or reading.stop
    if asked.prompt is None:
        return
    shown = reading.about if reading.asks is not None else ()
    unsure = [
        action for action in asked.actions if action.reference in reading.unsure and action.reference not in shown
    ]
    unsure = [action for action in unsure if action.is_open and action.owner == asked.ask.person.id]
    if put_off and not unsure:
        return
    left = left_to_answer(register, asked.prompt) if left_over is None else left_over
    spoken = {*reading.handed, *reading.about, *(said.action for said in reading.updates)}
    waiting = unsure or [a for a in left if a.reference not in spoken] or ([] if told.parts else left)
    if not waiting:
        return
    one = waiting[0]
    row = action_view.row(one, asked.ask.today, buttons=action_view.answer_buttons(one, asked.ask.today))
    if not told.parts:
        why = "I don\u2019t want to guess" if unsure else "I am not sure I understood that"
        told.add(
            f"{why}, so nothing is stored. How does this one stand?",
            m.Rows((row,)),
            m.Text(_EXAMPLE.format(one.reference)),
        )
    elif unsure:
        told.add("I don\u2019t want to guess about this one. How does it stand?", m.Rows((row,)))
    elif len(waiting) == 1:
        told.add("This one is still without an answer. How does it stand?", m.Rows((row,)))
    else:
        told.add(f"{len(waiting)} are still without an answer. How does this one stand?", m.Rows((row,)))
