"""What each Block Kit element may hold, and in which block it may stand.

Sources: docs.slack.dev/reference/block-kit/block-elements, slack_sdk/models/blocks/block_elements.py.
"""

from __future__ import annotations

from typing import Any

from tests.slack.objects import (
    CONFIRM,
    DATE,
    DISPATCH,
    FILTER,
    ID,
    LINK_OPTION,
    OPTION,
    OPTION_GROUP,
    RICH_OPTION,
    SLACK_FILE,
    TIME,
    Check,
    address,
    boolean,
    complain,
    either,
    integer,
    items,
    matching,
    one_of,
    plain,
    shape,
    string,
)


def anything(_value: Any, _at: str, _problems: list[str]) -> None:
    """A field whose inside Slack's documents leave open."""


BASE: dict[str, Check] = {"type": string(40), "action_id": string(ID)}
INPUT: dict[str, Check] = {**BASE, "focus_on_load": boolean}
MENU: dict[str, Check] = {**INPUT, "placeholder": plain(150), "confirm": CONFIRM}
TYPED: dict[str, Check] = {**INPUT, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
MANY: dict[str, Check] = {**MENU, "max_selected_items": integer(1, 1_000_000)}


def _options(value: dict[str, Any]) -> list[Any]:
    groups = value.get("option_groups")
    if isinstance(groups, list):
        return [option for group in groups if isinstance(group, dict) for option in group.get("options", [])]
    options = value.get("options")
    return options if isinstance(options, list) else []


def _initial(value: dict[str, Any], at: str, problems: list[str]) -> None:
    """What is chosen at first must be one of the options, word for word."""
    offered = _options(value)
    if "initial_option" in value and value["initial_option"] not in offered:
        complain(problems, "must be one of the provided options", f"{at}/initial_option")
    chosen = value.get("initial_options")
    if isinstance(chosen, list) and any(one not in offered for one in chosen):
        complain(problems, "must be one of the provided options", f"{at}/initial_options")


def _menu(value: dict[str, Any], at: str, problems: list[str]) -> None:
    either(value, "options", "option_groups", at, problems)
    _initial(value, at, problems)


def _lengths(value: dict[str, Any], at: str, problems: list[str]) -> None:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        complain(problems, "min_length must be less than or equal to max_length", at)
    begins = value.get("initial_value")
    if isinstance(begins, str) and isinstance(most, int) and len(begins) > most:
        complain(problems, f"must be less than {most + 1} characters", f"{at}/initial_value")


def _one_image(value: dict[str, Any], at: str, problems: list[str]) -> None:
    either(value, "image_url", "slack_file", at, problems)


_STATIC: dict[str, Check] = {"options": items(OPTION, 1, 100), "option_groups": items(OPTION_GROUP, 1, 100)}
_USERS = items(string(ID), 0, 1000)

ELEMENTS: dict[str, Check] = {
    "button": shape(
        {
            **BASE,
            "text": plain(75),
            "url": address(3000),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
        "type text",
    ),
    "checkboxes": shape(
        {
            **INPUT,
            "options": items(RICH_OPTION, 1, 10),
            "initial_options": items(RICH_OPTION, 1, 10),
            "confirm": CONFIRM,
        },
        "type options",
        _initial,
    ),
    "radio_buttons": shape(
        {**INPUT, "options": items(RICH_OPTION, 1, 10), "initial_option": RICH_OPTION, "confirm": CONFIRM},
        "type options",
        _initial,
    ),
    "overflow": shape({**BASE, "options": items(LINK_OPTION, 1, 5), "confirm": CONFIRM}, "type options"),
    "datepicker": shape({**MENU, "initial_date": matching(DATE, "a date as YYYY-MM-DD")}, "type"),
    "timepicker": shape({**MENU, "initial_time": matching(TIME, "a time as HH:mm"), "timezone": string(100)}, "type"),
    "datetimepicker": shape(
        {**INPUT, "confirm": CONFIRM, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}, "type"
    ),
    "static_select": shape({**MENU, **_STATIC, "initial_option": OPTION}, "type", _menu),
    "multi_static_select": shape({**MANY, **_STATIC, "initial_options": items(OPTION, 1, 100)}, "type", _menu),
    "external_select": shape({**MENU, "initial_option": OPTION, "min_query_length": integer(0, 100)}, "type"),
    "multi_external_select": shape(
        {**MANY, "initial_options": items(OPTION, 1, 100), "min_query_length": integer(0, 100)}, "type"
    ),
    "users_select": shape({**MENU, "initial_user": string(ID)}, "type"),
    "multi_users_select": shape({**MANY, "initial_users": _USERS}, "type"),
    "conversations_select": shape(
        {
            **MENU,
            "initial_conversation": string(ID),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
        "type",
    ),
    "multi_conversations_select": shape(
        {**MANY, "initial_conversations": _USERS, "default_to_current_conversation": boolean, "filter": FILTER}, "type"
    ),
    "channels_select": shape({**MENU, "initial_channel": string(ID), "response_url_enabled": boolean}, "type"),
    "multi_channels_select": shape({**MANY, "initial_channels": _USERS}, "type"),
    "plain_text_input": shape(
        {
            **TYPED,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        "type",
        _lengths,
    ),
    "rich_text_input": shape({**TYPED, "initial_value": anything}, "type action_id"),
    "email_text_input": shape({**TYPED, "initial_value": string(3000, 0)}, "type"),
    "url_text_input": shape({**TYPED, "initial_value": string(3000, 0)}, "type"),
    "number_input": shape(
        {
            **TYPED,
            "is_decimal_allowed": boolean,
            "initial_value": string(40),
            "min_value": string(40),
            "max_value": string(40),
        },
        "type is_decimal_allowed",
    ),
    "file_input": shape({**BASE, "filetypes": items(string(20), 1, 100), "max_files": integer(1, 10)}, "type"),
    "image": shape(
        {
            "type": string(40),
            "image_url": address(3000, "https?"),
            "alt_text": string(2000),
            "slack_file": SLACK_FILE,
        },
        "type alt_text",
        _one_image,
    ),
}

_MENUS = {
    f"{many}{kind}_select" for many in ("", "multi_") for kind in "static external users conversations channels".split()
}
_CHOICES = {"checkboxes", "datepicker", "radio_buttons", "timepicker", *_MENUS}
IN_SECTION = frozenset({"button", "image", "overflow", *_CHOICES})
IN_ACTIONS = frozenset({"button", "datetimepicker", "overflow", *_CHOICES})
IN_INPUT = frozenset(
    {"datetimepicker", "plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input"}
    | {"file_input"}
    | _CHOICES
)
INTERACTIVE = frozenset(ELEMENTS) - {"image"}


def element(allowed: frozenset[str]) -> Check:
    """An element of one of the `allowed` types."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", at)
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in allowed:
            complain(problems, f"unsupported type: {kind}", f"{at}/type")
            return
        ELEMENTS[kind](value, at, problems)

    return check
