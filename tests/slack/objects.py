"""What Slack's composition objects may hold: text, options, confirmations, and the checks they are made of.

A check takes a value, its JSON pointer and the list of problems, and adds to the list what Slack would complain of.
Sources: docs.slack.dev/reference/block-kit/composition-objects, slack_sdk/models/blocks/basic_components.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, str, list[str]], None]

ID = 255  # action_id and block_id
DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")


def complain(problems: list[str], what: str, at: str) -> None:
    problems.append(f"{what} [json-pointer:{at}]")


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            complain(problems, "must be a string", at)
        elif len(value) > most:
            complain(problems, f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            complain(problems, f"must be more than {least - 1} characters", at)

    return check


def matching(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, str) or not pattern.match(value):
            complain(problems, f"must be {what}", at)

    return check


def address(most: int, schemes: str = r"(?:https?|mailto|slack|tel)") -> Check:
    """A URL that Slack accepts, of at most `most` characters."""
    fits = re.compile(rf"{schemes}:\S+\Z")

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, str) or not fits.match(value):
            complain(problems, "must be a valid URL", at)
        elif len(value) > most:
            complain(problems, f"must be less than {most + 1} characters", at)

    return check


def boolean(value: Any, at: str, problems: list[str]) -> None:
    if not isinstance(value, bool):
        complain(problems, "must be a boolean", at)


def integer(least: int, most: int) -> Check:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            complain(problems, "must be an integer", at)
        elif not least <= value <= most:
            complain(problems, f"must be between {least} and {most}", at)

    return check


def one_of(*values: str) -> Check:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if value not in values:
            complain(problems, f"must be a valid enum value: {', '.join(values)}", at)

    return check


def items(each: Check, least: int, most: int) -> Check:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, list):
            complain(problems, "must provide an array", at)
            return
        if len(value) > most:
            complain(problems, f"no more than {most} items allowed", at)
        elif len(value) < least:
            complain(problems, f"no fewer than {least} items allowed", at)
        for number, item in enumerate(value):
            each(item, f"{at}/{number}", problems)

    return check


def shape(fields: Mapping[str, Check], required: str = "", rule: Check | None = None) -> Check:
    """An object with these fields and no others; `required` names the obligatory ones, `rule` looks at it whole."""
    needed = tuple(required.split())

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", at)
            return
        for name, inner in value.items():
            known = fields.get(name)
            if known is None:
                complain(problems, f"invalid additional property: {name}", at)
            else:
                known(inner, f"{at}/{name}", problems)
        for name in needed:
            if name not in value:
                complain(problems, f"missing required field: {name}", at)
        if rule is not None:
            rule(value, at, problems)

    return check


def either(value: Mapping[str, Any], one: str, other: str, at: str, problems: list[str]) -> None:
    """Just one of two fields."""
    if (one in value) == (other in value):
        complain(problems, f"must define either `{one}` or `{other}`, not both", at)


def text(most: int, *kinds: str) -> Check:
    """A text object of one of `kinds`, of 1 to `most` characters."""
    allowed = kinds or ("plain_text", "mrkdwn")

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", at)
            return
        kind = value.get("type")
        if kind not in allowed:
            complain(problems, f"unsupported type: {kind}", f"{at}/type")
        extra = "emoji" if kind == "plain_text" else "verbatim"
        for name, inner in value.items():
            if name == extra:
                boolean(inner, f"{at}/{name}", problems)
            elif name not in {"type", "text"}:
                complain(problems, f"invalid additional property: {name}", at)
        words = value.get("text")
        if not isinstance(words, str):
            complain(problems, "missing required field: text", at)
        elif not words:
            complain(problems, "must be more than 0 characters", f"{at}/text")
        elif len(words) > most:
            complain(problems, f"must be less than {most + 1} characters", f"{at}/text")

    return check


def plain(most: int) -> Check:
    return text(most, "plain_text")


CONFIRM = shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    "title text confirm deny",
)

OPTION = shape({"text": plain(75), "value": string(150), "description": plain(75)}, "text value")
RICH_OPTION = shape({"text": text(75), "value": string(150), "description": text(75)}, "text value")
LINK_OPTION = shape(
    {"text": plain(75), "value": string(150), "description": plain(75), "url": address(3000)}, "text value"
)
OPTION_GROUP = shape({"label": plain(75), "options": items(OPTION, 1, 100)}, "label options")

FILTER = shape(
    {
        "include": items(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)
DISPATCH = shape({"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
SLACK_FILE = shape({"id": string(ID), "url": address(3000)})
