"""Forms as modals, and what was filled in read back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from adapters.slack import limits
from adapters.slack.block import Block, plain_text, rich, section, words
from adapters.slack.render import home
from adapters.slack.text import cut, cut_counted, one_line, size, tidy, units
from bot.words.message import Field, FieldKind, Form, Message, Quote

CALLBACK: Final = "learnt:form"
"""The callback_id of a form that can be sent."""
_ANSWER: Final = "answer"
_FIELD: Final = "field:"
_FEW: Final = 4
"""Choices that are shown side by side; more are behind a menu."""
_PERSON: Final = re.compile(r"<?@?([UW][A-Z0-9]{2,})(?:\|[^>]*)?>?")


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: the line that it completes, where it was opened, and the answers by field."""

    line: str
    origin: str
    answers: Mapping[str, str]


def modal(form: Form, origin: str) -> dict[str, Any]:
    """A form as the view of `views.open` and `views.update`.

    `origin` is the inbound side's own word for where the form was opened; both it and the form's line travel in
    private_metadata. Where they are too long for it, the view says so and shows the line, to be copied. The lines of
    the core's forms are a few words long, and a longer one could be kept as a draft, as a button's is.
    """
    kept = json.dumps({"line": form.line, "origin": origin}, ensure_ascii=False)
    if units(kept) > limits.PRIVATE_METADATA:
        return shown(Message(_TOO_LONG, (Quote(form.line),)), "Too long")
    title, intro = _title(form.title)
    open_, folded = _ordered(form.fields)
    blocks: list[Block] = [rich(section(words(intro)))] if intro else []
    blocks += [_input(field) for field in open_]
    if folded:
        blocks += [{"type": "divider"}, {"type": "context", "elements": [plain_text(_FOLDED)]}]
        blocks += [_input(field) for field in folded]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(title),
        "submit": plain_text(cut(one_line(form.submit) or "Save", limits.VIEW_TITLE)),
        "close": plain_text("Cancel"),
        "private_metadata": kept,
        "blocks": blocks or [rich(section(words("There is nothing to fill in.")))],
    }


_TOO_LONG: Final = "That line is too long for a form, so nothing is stored. Here it is, to copy and to shorten:"
_FOLDED: Final = "Optional. All of this can be added later as well."


def loading(title: str = "Learnt") -> dict[str, Any]:
    """What is opened at once, as a trigger lives three seconds, and replaced by `views.update`."""
    return _closing(title, [rich(section(words("One moment\u2026")))])


def shown(message: Message, title: str = "Learnt") -> dict[str, Any]:
    """A message as a view: what was stored, or what went wrong."""
    return _closing(title, home((message,)))


def _closing(title: str, blocks: list[Block]) -> dict[str, Any]:
    head = cut(one_line(title) or "Learnt", limits.VIEW_TITLE)
    return {"type": "modal", "title": plain_text(head), "close": plain_text("Close"), "blocks": blocks}


def _title(title: str) -> tuple[str, str]:
    """What fits above a modal, and what is said in full below: "Action", "Adds an action to a lesson"."""
    whole = one_line(title)
    if not whole:
        return "Learnt", ""
    if size(whole) <= limits.VIEW_TITLE:
        return whole, ""
    head, _, rest = whole.partition(": ")
    if rest and size(head) <= limits.VIEW_TITLE:
        return head, cut_counted(_capital(rest), limits.TEXT)
    return cut(whole, limits.VIEW_TITLE), cut_counted(whole, limits.TEXT)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ordered(fields: tuple[Field, ...]) -> tuple[list[Field], list[Field]]:
    """The questions, each once, and those that are folded away: Slack folds nothing, so they stand below a line."""
    each = list({field.name: field for field in fields}.values())[: limits.VIEW_BLOCKS - 3]
    return [field for field in each if not field.folded], [field for field in each if field.folded]


def _input(field: Field) -> Block:
    element, note = _element(field)
    block: Block = {
        "type": "input",
        "block_id": cut(f"{_FIELD}{field.name}", limits.ID),
        "label": plain_text(cut(one_line(field.label) or one_line(field.name) or "Answer", limits.INPUT_LABEL)),
        "element": element | {"action_id": _ANSWER},
        "optional": not field.required,
    }
    if hint := " ".join(part for part in (one_line(field.hint), note) if part):
        block["hint"] = plain_text(cut(hint, limits.INPUT_LABEL))
    return block


def _element(field: Field) -> tuple[Block, str]:
    """How the question is asked, and what has to be said about it."""
    match field.kind:
        case FieldKind.CHOICE if options := _options(field):
            return _choice(field, options)
        case FieldKind.DATE:
            return {"type": "datepicker"} | ({"initial_date": field.initial} if _is_day(field.initial) else {}), ""
        case FieldKind.PERSON:
            found = _PERSON.fullmatch(field.initial)
            return {"type": "users_select"} | ({"initial_user": found[1]} if found else {}), ""
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.CHOICE:
            return _typed(field)


def _typed(field: Field) -> tuple[Block, str]:
    several = field.kind is FieldKind.TEXT
    element: Block = {"type": "plain_text_input", "multiline": several, "max_length": limits.INPUT_TEXT}
    whole = tidy(field.initial) if several else one_line(field.initial)
    initial = cut(whole, limits.INPUT_TEXT)
    if initial:
        element["initial_value"] = initial
    return element, "" if initial == whole else "The text is longer than fits here: its end is missing."


def _options(field: Field) -> list[Block]:
    """The choices, each once. A value is marked, since an empty one is refused."""
    return [
        {
            "text": plain_text(cut(_capital(one_line(label) or one_line(value) or "none"), limits.OPTION)),
            "value": f"={value}",
        }
        for value, label in dict(field.options).items()
        if units(value) < limits.OPTION_VALUE
    ]


def _choice(field: Field, options: list[Block]) -> tuple[Block, str]:
    few = len(options) <= _FEW
    shown = options[: limits.SELECT_OPTIONS]
    element: Block = {"type": "radio_buttons" if few else "static_select", "options": shown}
    initial = [option for option in shown if option["value"] == f"={field.initial}"]
    if initial and (field.initial or few):
        element["initial_option"] = initial[0]
    left = len(dict(field.options)) - len(shown)
    return element, f"and {left} more, which can be typed instead" if left else ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# --- coming back ------------------------------------------------------------------------------------------------------


def sent(view: Mapping[str, Any]) -> Sent | None:
    """What a `view_submission`'s view says; None where it is no form of ours."""
    try:
        kept: object = json.loads(view.get("private_metadata") or "")
    except (TypeError, ValueError, RecursionError):
        return None
    line, origin = _at(kept, "line"), _at(kept, "origin")
    return Sent(line, origin, answers(view)) if isinstance(line, str) and isinstance(origin, str) else None


def answers(view: Mapping[str, Any]) -> dict[str, str]:
    """The answers by field: dates as YYYY-MM-DD, people as `<@U…>`. What was left empty is left out."""
    values = _at(_at(view, "state"), "values")
    found: dict[str, str] = {}
    for block, elements in _items(values):
        answer = _answer(_at(elements, _ANSWER))
        if block.startswith(_FIELD) and answer:
            found[block.removeprefix(_FIELD)] = answer
    return found


def _answer(element: object) -> str:
    match _at(element, "type"):
        case "plain_text_input":
            return _text(_at(element, "value"))
        case "radio_buttons" | "static_select":
            return _text(_at(_at(element, "selected_option"), "value")).removeprefix("=")
        case "datepicker":
            return _text(_at(element, "selected_date"))
        case "users_select":
            user = _text(_at(element, "selected_user"))
            return f"<@{user}>" if user else ""
        case _:
            return ""


def errors(view: Mapping[str, Any], sentence: str, field: str = "") -> dict[str, Any]:
    """The acknowledgement that shows a sentence in the open form, under that field, or else under its first one."""
    blocks = _at(view, "blocks")
    inputs = [
        _text(_at(block, "block_id"))
        for block in (cast("list[object]", blocks) if isinstance(blocks, list) else [])
        if _at(block, "type") == "input"
    ]
    under = f"{_FIELD}{field}" if f"{_FIELD}{field}" in inputs else next(iter(inputs), f"{_FIELD}{field}")
    return {"response_action": "errors", "errors": {under: cut(tidy(sentence).strip() or "?", limits.ERROR)}}


def _at(value: object, name: str) -> object:
    return cast("Mapping[str, object]", value).get(name) if isinstance(value, Mapping) else None


def _items(value: object) -> list[tuple[str, object]]:
    return list(cast("Mapping[str, object]", value).items()) if isinstance(value, Mapping) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
