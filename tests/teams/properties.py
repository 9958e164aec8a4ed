"""What the properties of an Adaptive Card 1.5 take. adaptivecards.io/explorer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_COLOURS = {"default", "dark", "light", "accent", "good", "warning", "attention"}
_STYLES: dict[str, set[str]] = {
    "TextBlock": {"default", "heading"},
    "Container": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "ColumnSet": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "Column": {"default", "emphasis", "good", "attention", "warning", "accent"},
    "Input.Text": {"text", "tel", "url", "email", "password"},
    "Input.ChoiceSet": {"compact", "expanded", "filtered"},
    "Action": {"default", "positive", "destructive"},
}
_CHOICES: dict[str, set[str]] = {
    "color": _COLOURS,
    "fontType": {"default", "monospace"},
    "size": {"default", "small", "medium", "large", "extralarge"},
    "weight": {"default", "lighter", "bolder"},
    "spacing": {"default", "none", "small", "medium", "large", "extralarge", "padding"},
    "height": {"auto", "stretch"},
    "horizontalAlignment": {"left", "center", "right"},
    "verticalContentAlignment": {"top", "center", "bottom"},
    "mode": {"primary", "secondary"},
    "associatedInputs": {"auto", "none"},
}
_SHAPES: dict[type, set[str]] = {
    bool: {
        *("wrap", "isSubtle", "isVisible", "separator", "isRequired", "isMultiline", "isMultiSelect", "isEnabled"),
        *("highlight", "italic", "strikethrough", "underline", "bleed"),
    },
    int: {"maxLines", "maxLength"},
    str: {
        *("text", "id", "label", "errorMessage", "placeholder", "value", "min", "max", "regex", "title", "tooltip"),
        *("verb", "url", "iconUrl", "fallbackText", "speak", "lang", "version"),
    },
    list: {"items", "columns", "inlines", "actions", "choices", "facts", "body"},
    dict: {"selectAction", "msteams", "choices.data", "requires"},
}


def problems(part: dict[str, Any]) -> Iterator[str]:
    """What a card, an element or an action has that can't be what it is called."""
    kind = str(part.get("type"))
    for name, value in part.items():
        for shape, names in _SHAPES.items():
            # A bool is an int to Python, and to nobody else.
            if name in names and (not isinstance(value, shape) or (shape is int and isinstance(value, bool))):
                yield f"the {name} of a {kind} is no {shape.__name__}: {value!r}"
        allowed = _STYLES.get("Action" if kind.startswith("Action.") else kind, set()) if name == "style" else None
        allowed = _CHOICES.get(name) if allowed is None else allowed
        if allowed is not None and str(value).casefold() not in allowed:
            yield f"the {name} of a {kind} is {value!r}"
    if kind.startswith("Action.") and "data" in part and not isinstance(part["data"], dict | str):
        yield f"the data of an {kind} is {part['data']!r}"
    if kind.startswith("Input.") and part.get("isRequired") and not (part.get("label") and part.get("errorMessage")):
        yield f"an {kind} has to be filled in, and says neither what it is nor what is wrong"
