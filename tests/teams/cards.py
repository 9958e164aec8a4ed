"""What Teams takes as an Adaptive Card 1.5, and how a card reads.

adaptivecards.io/explorer; learn.microsoft.com/microsoftteams/platform, "Cards reference".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.teams import properties

CONTENT = "application/vnd.microsoft.card.adaptive"
SIZE = 28 * 1024
_ANY = {"id", "isVisible", "separator", "spacing", "height", "fallback", "requires", "type"}
_STYLED = {"color", "fontType", "isSubtle", "size", "weight"}
_INPUT = {*_ANY, "label", "isRequired", "errorMessage"}
_ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "TextBlock": ({"text"}, {*_ANY, *_STYLED, "text", "wrap", "maxLines", "horizontalAlignment", "style"}),
    "RichTextBlock": ({"inlines"}, {*_ANY, "inlines", "horizontalAlignment"}),
    "Container": ({"items"}, {*_ANY, "items", "style", "bleed", "selectAction", "minHeight", "rtl"}),
    "ActionSet": ({"actions"}, {*_ANY, "actions"}),
    "ColumnSet": ({"columns"}, {*_ANY, "columns", "style", "selectAction"}),
    "Column": ({"items"}, {*_ANY, "items", "width", "style", "selectAction", "verticalContentAlignment"}),
    "FactSet": ({"facts"}, {*_ANY, "facts"}),
    "Input.Text": (
        {"id"},
        {*_INPUT, "isMultiline", "maxLength", "placeholder", "regex", "style", "inlineAction", "value"},
    ),
    "Input.Date": ({"id"}, {*_INPUT, "max", "min", "placeholder", "value"}),
    "Input.ChoiceSet": (
        {"id"},
        {*_INPUT, "choices", "choices.data", "isMultiSelect", "style", "value", "placeholder", "wrap"},
    ),
}
_RUN = {"type", "text", *_STYLED, "highlight", "italic", "strikethrough", "underline", "selectAction"}
_ACTION = {"type", "title", "iconUrl", "id", "style", "fallback", "requires", "tooltip", "isEnabled", "mode"}
_ACTIONS: dict[str, set[str]] = {
    "Action.Execute": {*_ACTION, "verb", "data", "associatedInputs"},
    "Action.Submit": {*_ACTION, "data", "associatedInputs"},
    "Action.OpenUrl": {*_ACTION, "url"},
}
_CARD = {"$schema", "type", "version", "body", "actions", "fallbackText", "speak", "lang", "msteams", "rtl", "refresh"}


def problems(card: Any, *, dialog: bool = False) -> list[str]:
    """Why Teams would not show the card as it is meant; nothing, it would."""
    found = list(_card(card, dialog=dialog))
    return found or list(_ids(card))


def _card(card: Any, *, dialog: bool) -> Iterator[str]:
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        yield "it is no AdaptiveCard"
        return
    yield from (f"a card has no {name}" for name in card if name not in _CARD)
    if str(card.get("version")) not in {"1.2", "1.3", "1.4", "1.5"}:
        yield f"version {card.get('version')}"
    if len(json.dumps(card, ensure_ascii=False).encode()) > SIZE:
        yield "it is larger than 28 KB"
    if found := list(properties.problems(card)):
        yield from found
        return
    if not card.get("body"):
        yield "an empty body"
    for element in card.get("body") or ():
        yield from _element(element, dialog=dialog)
    yield from _row(card.get("actions") or (), dialog=dialog)
    if card.get("version") != "1.5" and "Action.Execute" in json.dumps(card):
        yield "an Action.Execute before version 1.5"


def _row(actions: Iterable[Any], *, dialog: bool) -> Iterator[str]:
    """Buttons side by side."""
    for action in actions:
        yield from _action(action, dialog=dialog)
    if len([one for one in actions if isinstance(one, dict) and one.get("mode") != "secondary"]) > 6:
        yield "more than six buttons side by side"


def _ids(card: dict[str, Any]) -> Iterator[str]:
    ids = [one["id"] for one in elements(card) if "id" in one]
    yield from (f"two elements are called {one}" for one in {one for one in ids if ids.count(one) > 1})


def _element(element: Any, *, dialog: bool) -> Iterator[str]:
    kind = str(element.get("type")) if isinstance(element, dict) else ""
    if kind not in _ELEMENTS:
        yield f"an element {kind!r}"
        return
    required, allowed = _ELEMENTS[kind]
    yield from (f"a {kind} has no {name}" for name in element if name not in allowed)
    found = [f"a {kind} without {name}" for name in required if not element.get(name)]
    if found := [*found, *properties.problems(element)]:
        yield from found
        return
    if (action := element.get("selectAction")) is not None:
        yield from _action(action, dialog=dialog)
    match kind:
        case "RichTextBlock":
            for run in element["inlines"]:
                yield from _run(run)
        case "Container" | "Column" | "ColumnSet":
            for one in element.get("items") or element["columns"]:
                yield from _element(one, dialog=dialog)
        case "ActionSet":
            yield from _row(element["actions"], dialog=dialog)
        case "Input.ChoiceSet":
            yield from (f"a choice {one}" for one in element.get("choices", ()) if not _is_choice(one))
            if not element.get("choices") and "choices.data" not in element:
                yield "a choice between nothing"
        case "TextBlock":
            if "{{" in element["text"]:
                yield "a text that is reckoned"
        case _:
            pass


def _is_choice(one: Any) -> bool:
    return isinstance(one, dict) and set(one) == {"title", "value"} and all(one.values())


def _run(run: Any) -> Iterator[str]:
    if (
        not isinstance(run, dict)
        or run.get("type") != "TextRun"
        or not isinstance(run.get("text"), str)
        or not run["text"]
    ):
        yield f"a run {run}"
        return
    yield from (f"a TextRun has no {name}" for name in run if name not in _RUN)
    yield from properties.problems(run)
    if "{{" in run["text"]:
        yield "a run that is reckoned"
    if (action := run.get("selectAction")) is not None:
        yield from _action(action, dialog=False)


def _action(action: Any, *, dialog: bool) -> Iterator[str]:
    kind = str(action.get("type")) if isinstance(action, dict) else ""
    if kind not in _ACTIONS:
        yield f"an action {kind!r}"
        return
    yield from (f"an {kind} has no {name}" for name in action if name not in _ACTIONS[kind])
    yield from properties.problems(action)
    fetches = isinstance(action.get("data"), dict) and "msteams" in action["data"]
    if kind == "Action.OpenUrl":
        if not str(action.get("url", "")).startswith(("https://", "http://")):
            yield f"an address {action.get('url')!r}"
        return
    if not action.get("title"):
        yield f"an {kind} without a title"
    if dialog and (kind != "Action.Submit" or fetches):
        yield "a dialog executes nothing and opens no other one"
    if kind == "Action.Execute":
        if fetches:
            yield "task/fetch needs an Action.Submit"
        fallback = action.get("fallback")
        if not isinstance(fallback, dict) or fallback.get("type") != "Action.Submit":
            yield "an Action.Execute without a fallback"
        else:
            yield from _action(fallback, dialog=dialog)


# --- reading ------------------------------------------------------------------------------------------------------


def elements(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every element, containers' too, in the order in which they are read."""
    waiting = list(card.get("body") or ())
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting = [*element.get("items", ()), *element.get("columns", ()), *waiting]


def inputs(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in elements(card) if one["type"].startswith("Input.")]


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be pressed, in its order."""
    sets = [action for one in elements(card) if one["type"] == "ActionSet" for action in one["actions"]]
    return [*sets, *(card.get("actions") or ())]


def reads(card: dict[str, Any]) -> list[str]:
    """The lines that somebody sees."""
    lines: list[str] = []
    for one in elements(card):
        if one["type"] == "TextBlock":
            lines.append(one["text"])
        elif one["type"] == "RichTextBlock":
            lines.append("".join(run["text"] for run in one["inlines"]))
    return lines
