"""What people wrote, out of Slack's notation: `<@U…>` is a name again, `&amp;` an ampersand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_MARKED: Final = re.compile(
    r"<(?:@(?P<user>[UW][A-Z0-9]+)|#(?P<channel>[CG][A-Z0-9]+)|!(?P<special>[^|>]+)|(?P<link>[a-z][a-z0-9+.-]*:[^|>]+))"
    r"(?:\|(?P<label>[^>]*))?>"
)
"""docs.slack.dev/messaging/formatting-message-text"""


def users(*texts: str) -> list[str]:
    """The ids of everybody mentioned, each once."""
    found = (match["user"] for text in texts for match in _MARKED.finditer(text))
    return list(dict.fromkeys(user for user in found if user))


def without(text: str, user: str) -> str:
    """`text` without the first mention of that user, by its own span alone: the same name later on stays."""
    match = next((one for one in _MARKED.finditer(text) if one["user"] == user), None)
    if match is None:
        return text.strip()
    return " ".join(part for part in (text[: match.start()].strip(), text[match.end() :].strip()) if part)


def read(text: str, handles: Mapping[str, str]) -> str:
    """`text` as people read it, with mentions as `@handle`; somebody unknown keeps Slack's id."""

    def named(match: re.Match[str]) -> str:
        label = match["label"] or ""
        if match["user"]:
            return f"@{handles.get(match['user']) or label or match['user']}"
        if match["channel"]:
            return f"#{label or match['channel']}"
        if match["special"]:
            return label or f"@{match['special']}"
        address = match["link"]
        return label if label and address.endswith(label) else f"{label} {address}".strip()

    return unescape(_MARKED.sub(named, text))


def unescape(text: str) -> str:
    """The three letters that Slack escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def reads(fields: Mapping[str, str], handles: Mapping[str, str]) -> dict[str, str]:
    """A form's answers: what was typed is as it was typed, and a person who was picked is `@handle`."""
    return {name: read(answer, handles) if _is_person(answer) else answer for name, answer in fields.items()}


def picked(answers: Iterable[str]) -> list[str]:
    """The people picked in a form."""
    return users(*(answer for answer in answers if _is_person(answer)))


def _is_person(answer: str) -> bool:
    match = _MARKED.fullmatch(answer)
    return match is not None and match["user"] is not None
