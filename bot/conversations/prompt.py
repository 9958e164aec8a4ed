"""The prompt a week before the review, the nudges after it, and what its answers do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.commands.ask import Ask
from bot.conversations.answering import left_to_answer, say
from bot.conversations.understanding.understand import Intent, Said, understand
from bot.dates.show import show_date, show_time
from bot.ports import Register
from bot.rules.transitions import MOVES, Verb, may
from bot.views import action as action_view
from bot.views.fit import shortened
from bot.views.names import counted
from bot.words import message as m
from bot.words.action import Action, Status
from bot.words.ids import PersonId, ReviewId, read_reference
from bot.words.person import Viewer, viewer_of, zone_of
from bot.words.review import Prompt, Review, ReviewState

_ASKING = frozenset({ReviewState.SCHEDULED, ReviewState.PROMPTED, ReviewState.IN_SESSION})
AT_ONCE = 3
"""Actions shown at once in a prompt; more than these come a few at a time, answerable all at once in words."""


def compose(
    register: Register, review_id: ReviewId, person: PersonId, now: datetime, only: list[Action] | None = None
) -> m.Message | None:
    """The prompt as it should read now, or None where there is nothing (any more) to ask.

    `only` are the actions to ask about, where it is not all of theirs that are open.
    """
    review = register.reviews.by_id(review_id)
    if review is None or review.state not in {ReviewState.SCHEDULED, ReviewState.PROMPTED}:
        return None
    actions = list(register.actions.open_of(review.programme, person)) if only is None else only
    programme = register.programmes.get(review.programme)
    if not actions or programme is None:
        return None
    zone = zone_of(register.people.get(person), programme.zone)
    today = now.astimezone(zone).date()
    at = review.at.astimezone(zone)
    when = f"{show_date(at.date(), today)} at {show_time(at.time())}"
    rows = tuple(
        action_view.row(action, today, buttons=action_view.answer_buttons(action, today))
        for action in actions[:AT_ONCE]
    )
    rest = len(actions) - AT_ONCE
    see = m.Button("Show all", "actions mine") if rest > 0 else None
    more = f"and {rest} more" if rest > 0 else ""
    return m.Message(
        f"The lessons-learnt review of {programme.key} is on {when}. "
        + ("This is yours:" if len(actions) == 1 else "These are yours:"),
        (
            m.Rows(rows, more, see),
            m.Text(f"Or just tell me in words, {_for_example(actions)}"),
        ),
        summary=f"{counted(len(actions), 'action')} before {show_date(at.date(), today)}: "
        + ", ".join(shortened(action.text, 30) for action in actions[:3]),
    )


def _for_example(actions: list[Action]) -> str:
    """How an answer may read, with the owner's own references."""
    if len(actions) == 1:
        return f"such as: {actions[0].reference} blocked, and why"
    return f"all at once if you like: {actions[0].reference} done, {actions[1].reference} blocked, and why"


def compose_nudge(register: Register, review_id: ReviewId, person: PersonId, now: datetime) -> m.Message | None:
    """A shorter reminder, or None where the prompt has been answered since."""
    prompt = register.reviews.prompt(review_id, person)
    if prompt is None or prompt.sent_at is None or prompt.answered_at is not None:
        return None
    whole = compose(register, review_id, person, now, left_to_answer(register, prompt))
    if whole is None:
        return None
    return m.Message(f"Still without an answer. {whole.title}", whole.sections[:1], summary=whole.summary)


def was_sent(register: Register, review_id: ReviewId, person: PersonId, now: datetime) -> None:
    """Remember that the prompt went out and what it asked, so that a reply weeks later finds its question."""
    prompt = register.reviews.prompt(review_id, person)
    review = register.reviews.by_id(review_id)
    if prompt is None or review is None:
        return
    asked = tuple(action.number for action in register.actions.open_of(review.programme, person))
    register.reviews.save_prompt(replace(prompt, sent_at=now, asked=asked))
    if review.state is ReviewState.SCHEDULED:
        register.reviews.save(replace(review, state=ReviewState.PROMPTED, prompted_at=now))


def answer(ask: Ask, register: Register, text: str) -> m.Reply | None:
    """Take bare text in a direct message as the answer to the last prompt, or as word of one's own actions.

    None where it is neither.
    """
    prompt = register.reviews.last_prompt(ask.person.id)
    review = register.reviews.by_id(prompt.review) if prompt else None
    if prompt is None or review is None:
        return _unasked(ask, register, text)
    member = register.people.member(review.programme, ask.person.id)
    if member is None:
        return None
    viewer = viewer_of(member)
    asked = [f"A-{number}" for number in prompt.asked]
    reading = understand(text, asked, ask.today)
    if reading.intent is not Intent.UPDATE:
        return _unasked(ask, register, text) or _not_understood(register, viewer, prompt, ask)
    rows: list[m.Row] = []
    for said in reading.updates:
        action = register.actions.get(viewer, int(said.action.removeprefix("A-")))
        if action is None or action.owner != ask.person.id:
            continue
        rows.append(_store(register, ask, action, said, review, text))
    if not rows:
        return None
    if not left_to_answer(register, prompt):
        register.reviews.save_prompt(replace(prompt, answered_at=ask.now))
    return _written_down(rows)


def _unasked(ask: Ask, register: Register, text: str) -> m.Reply | None:
    """Word of one's own open actions that nobody asked for: each has to be named."""
    first = read_reference(text.split(maxsplit=1)[0].strip(",:"))
    if first is None or first.letter != "A":
        return None
    mine = {action.reference: action for action in register.actions.open_of(ask.programme.id, ask.person.id)}
    reading = understand(text, list(mine), ask.today)
    if reading.intent is not Intent.UPDATE:
        return None
    return _written_down([_store(register, ask, mine[said.action], said, None, text) for said in reading.updates])


def _written_down(rows: list[m.Row]) -> m.Reply:
    links = tuple(m.Button("Add a link", f"result {row.lead}") for row in rows if row.detail == "done")[:1]
    return m.reply(
        "Thank you. This is what I have written down:",
        m.Rows(tuple(rows)),
        buttons=(*links, m.Button("Change something", "actions mine")),
        about=" ".join(row.lead for row in rows),
    )


def _store(register: Register, ask: Ask, action: Action, said: Said, review: Review | None, words: str) -> m.Row:
    status = said.status
    if status is not None and not may(_verb(status), action.status):
        return m.Row(action.reference, f"is {action.status.value} already, so I left it")
    kept = words if review and review.state in _ASKING else None  # after the close nothing would remove them
    after = say(register, ask, action, status=status, due=said.due, note=said.note or None, words=kept, review=review)
    detail = f"others will read: \u201c{said.note}\u201d" if said.note else ""
    return m.Row(after.reference, detail, action_view.stands(after, ask.today))


def _verb(status: Status) -> Verb:
    return next(verb for verb, move in MOVES.items() if move.to is status) if status in _MOVED else Verb.NOTE


_MOVED = frozenset(move.to for move in MOVES.values())


def _not_understood(register: Register, viewer: Viewer, prompt: Prompt, ask: Ask) -> m.Reply | None:
    """One question with buttons, about one action: the first that is still without an answer."""
    today: date = ask.today
    for number in prompt.asked:
        action = register.actions.get(viewer, number)
        if action is not None and action.is_open and _unanswered(action, prompt):
            return m.reply(
                "I am not sure I understood that, so nothing is stored. How does this one stand?",
                m.Rows((action_view.row(action, today, buttons=action_view.answer_buttons(action, today)),)),
                m.Text(f"In words I understand for certain: {action.reference} done, or {action.reference} due 4 Dec"),
            )
    return None


def _unanswered(action: Action, prompt: Prompt) -> bool:
    return prompt.sent_at is None or action.updated_at < prompt.sent_at
