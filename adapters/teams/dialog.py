"""Forms as dialogs, and what was filled in read back.

learn.microsoft.com/microsoftteams/platform, "Dialogs", and "People Picker in Adaptive Cards".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, cast

from adapters.teams import limits
from adapters.teams.element import Element, Opens, linked, muted, rich, run
from adapters.teams.render import CONTENT, card, size, within
from bot.words.message import Field, FieldKind, Form, Message
from bot.words.text import cut, one_line, tidy

_FIELD: Final = "field:"
_PICKED: Final = ":picked"
_TYPED: Final = ":typed"
"""People who aren't offered can be typed: guests, and whoever is in no roster."""
_CHOSEN: Final = ":chosen"
_FEW: Final = 4
"""Choices that are shown side by side; more are behind a menu."""
_PEOPLE: Final = {"type": "Data.Query", "dataset": "graph.microsoft.com/users?scope=currentContext"}
_FOLDED: Final = "Optional. All of this can be added later as well."


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: the line that it completes, where it was opened, and the answers by field."""

    line: str
    origin: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Room:
    """How much there may be of it all: questions, letters of what is filled in, choices of a question."""

    fields: int
    text: int
    choices: int


_ROOMS: Final = (_Room(30, limits.TEXT, 100), _Room(20, 1_000, 20), _Room(10, 200, 10), _Room(4, 50, 4))
"""Tried one after the other until the card is small enough. What the core asks fits into the first."""


def dialog(form: Form, origin: str, said: str = "") -> Element:
    """A form as a dialog. `said` is what was wrong with it; `origin` comes back along with the answers."""
    title, intro = _title(form.title)
    body: list[Element] = []
    content: Element = {}
    for room in _ROOMS:
        body = list(_body(form, intro, tidy(said).strip(), room))
        content = {**within(body or [rich([run("There is nothing to fill in.")])]), "actions": [_submit(form, origin)]}
        if size(content) <= limits.CARD_BYTES:
            break
    return _value(title, content, height=min(180 + 75 * len(body), 600))


def _body(form: Form, intro: str, wrong: str, room: _Room) -> Iterator[Element]:
    each = list({field.name: field for field in form.fields}.values())[: room.fields]
    shown, folded = [one for one in each if not one.folded], [one for one in each if one.folded]
    if wrong:
        yield rich([run(cut(wrong, room.text), color="Attention", weight="Bolder")])
    if intro:
        yield rich(linked(cut(intro, room.text)))
    for field in shown:
        yield from _inputs(field, room)
    if folded:
        yield {**muted(_FOLDED), "separator": True, "spacing": "Large"}
    for field in folded:
        yield from _inputs(field, room)


def _submit(form: Form, origin: str) -> Element:
    title = cut(one_line(form.submit) or "Save", limits.BUTTON)
    return {"type": "Action.Submit", "title": title, "data": {"form": {"line": form.line, "origin": origin}}}


def shown(message: Message, opens: Opens) -> Element:
    """A message as a dialog. Its buttons are submits: a dialog executes nothing, and opens no other one."""
    return _value("Learnt", _submitting(card(message, opens=opens)), height=300)


def filled(form: Form, answers: Mapping[str, str]) -> Form:
    """The form with what was filled in."""
    return replace(form, fields=tuple(replace(one, initial=answers.get(one.name, one.initial)) for one in form.fields))


def sent(data: Mapping[str, Any]) -> Sent | None:
    """What a dialog's answer says: dates as YYYY-MM-DD, people as `<@id>`. What was left empty is left out."""
    form: object = data.get("form")
    if not isinstance(form, Mapping):
        return None
    kept = cast("Mapping[str, object]", form)
    line, origin = kept.get("line"), kept.get("origin")
    if not isinstance(line, str) or not isinstance(origin, str):
        return None
    answers: dict[str, str] = {}
    for name, value in data.items():
        if name.startswith(_FIELD) and isinstance(value, str) and (answer := value.strip()):
            field, _, how = name.removeprefix(_FIELD).partition(":")
            answers[field] = _answer(how, answer, answers.get(field, ""))
    return Sent(line, origin, answers)


def _answer(how: str, value: str, known: str) -> str:
    """One input's answer; a person who was picked counts before one who was typed."""
    match how:
        case "picked":
            return f"<@{value.partition(',')[0]}>"
        case "typed":
            return known or f"@{value.removeprefix('@')}"
        case "chosen":
            return value.removeprefix("=")
        case _:
            return value


def _inputs(field: Field, room: _Room) -> Iterator[Element]:
    label = cut(one_line(field.label) or one_line(field.name) or "Answer", min(room.text, 200))
    base: Element = {"id": f"{_FIELD}{field.name}", "label": label}
    if field.required:
        base |= {"isRequired": True, "errorMessage": "Please fill this in."}
    match field.kind:
        case FieldKind.PERSON:
            yield from _person(field, base)
        case FieldKind.CHOICE if any(len(value) <= limits.CHOICE for value, _ in field.options):
            yield _choice(field, base, room)
        case FieldKind.DATE:
            yield {"type": "Input.Date", **base, **({"value": field.initial} if _is_day(field.initial) else {})}
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.CHOICE:
            yield from _typed(field, base, room)
    if hint := cut(one_line(field.hint), min(room.text, 200)):
        yield muted(hint)


def _typed(field: Field, base: Element, room: _Room) -> Iterator[Element]:
    several = field.kind is FieldKind.TEXT
    whole = tidy(field.initial) if several else one_line(field.initial)
    initial = cut(whole, room.text)
    value: Element = {"value": initial} if initial else {}
    yield {"type": "Input.Text", **base, "isMultiline": several, "maxLength": limits.TEXT, **value}
    if initial != whole:
        yield muted("The text is longer than fits here: its end is missing.")


def _choice(field: Field, base: Element, room: _Room) -> Element:
    """The choices, each once. A value is marked, since an empty one would count as none."""
    short = [(value, label) for value, label in dict(field.options).items() if len(value) <= limits.CHOICE]
    options = short[: room.choices]
    choices = [
        {"title": cut(_capital(one_line(label) or one_line(value) or "none"), limits.CHOICE), "value": f"={value}"}
        for value, label in options
    ]
    few = len(choices) <= _FEW
    known = any(value == field.initial for value, _ in options)
    value: Element = {"value": f"={field.initial}"} if known and (field.initial or few) else {}
    base = {**base, "id": f"{base['id']}{_CHOSEN}"}
    return {"type": "Input.ChoiceSet", **base, "style": "expanded" if few else "compact", "choices": choices, **value}


def _person(field: Field, base: Element) -> Iterator[Element]:
    """Whoever is in the conversation can be picked; anybody else is typed, so neither alone is required."""
    plain = {"id": f"{base['id']}{_PICKED}", "label": base["label"]}
    was = cut(field.initial, 200)
    picked: Element = {"value": was[2:-1]} if was.startswith("<@") else {}
    typed: Element = {"value": was.removeprefix("@")} if was and not picked else {}
    yield {
        "type": "Input.ChoiceSet",
        **plain,
        "style": "compact",
        "placeholder": "Start typing a name",
        "choices": [],
        "choices.data": _PEOPLE,
        **picked,
    }
    yield {
        "type": "Input.Text",
        "id": f"{base['id']}{_TYPED}",
        "label": "or type their name",
        "placeholder": "somebody who is not offered above",
        "maxLength": 200,
        **typed,
    }


def _title(title: str) -> tuple[str, str]:
    """What fits above a dialog, and what is said in full below: "Action", "Adds an action to a lesson"."""
    whole = one_line(title) or "Learnt"
    head, _, rest = whole.partition(": ")
    if head and rest:
        return cut(head, limits.DIALOG_TITLE), _capital(rest)
    return cut(whole, limits.DIALOG_TITLE), whole if len(whole) > limits.DIALOG_TITLE else ""


def _value(title: str, content: Element, *, height: int) -> Element:
    return {
        "title": title,
        "width": "medium",
        "height": height,
        "card": {"contentType": CONTENT, "content": content},
    }


def _submitting(content: Element) -> Element:
    """The card with each button as a plain submit."""

    def one(action: Element) -> Element:
        kept = {name: part for name, part in action.items() if name not in {"verb", "fallback"}}
        return {**kept, "type": "Action.Submit", "data": {"line": action["data"]["line"]}}

    body = [
        {**element, "actions": [one(action) for action in element["actions"]]} if "actions" in element else element
        for element in content["body"]
    ]
    return {**content, "body": body}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
