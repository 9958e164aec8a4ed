"""What people wrote, out of Teams' notation: `<at>Tom Ray</at>` is `@tom.ray` again, `&amp;` an ampersand."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

Payload = Mapping[str, Any]
_TAG: Final = re.compile(r"<[^>]*>")
_BREAK: Final = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h\d|blockquote)>", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_PICKED: Final = re.compile(r"<@([^<>@\s]+)>")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who was named: `text` is how it stands in the message."""

    account: str
    name: str
    text: str


def mentions(activity: Payload) -> list[Mention]:
    """Everybody whom the message names, in its order."""
    found: list[Mention] = []
    for entity in cast("Sequence[Payload]", activity.get("entities") or ()):
        who = part(entity, "mentioned")
        if entity.get("type") == "mention" and who.get("id"):
            found.append(Mention(who["id"], who.get("name") or "", entity.get("text") or ""))
    return found


def part(whole: Payload, name: str) -> Payload:
    """An object inside a payload; an empty one where it is missing or null. Raises TypeError where it is none."""
    found: Any = whole.get(name)
    if found and not isinstance(found, dict):
        raise TypeError(f"{name} is no object")
    return cast("Payload", found or {})


def without(text: str, mention: Mention) -> str:
    """`text` without that mention, by its own span alone: the same name later on stays."""
    before, found, after = text.partition(mention.text)
    if not mention.text or not found:
        return text.strip()
    return " ".join(part for part in (before.strip(), _spaced(after)) if part)


def _spaced(text: str) -> str:
    return text.replace("&nbsp;", " ").replace("\u00a0", " ").strip()


def read(text: str, named: Sequence[tuple[Mention, str]]) -> str:
    """`text` as people read it, with each mention as `@handle`; somebody without a handle keeps their name."""
    for mention, handle in named:
        if mention.text:
            text = text.replace(mention.text, f"@{handle}" if handle else mention.name, 1)
    return unescape(text)


def unescape(text: str) -> str:
    """The letters that Teams escapes, and its non-breaking spaces."""
    return _ESCAPED.sub(lambda found: html.unescape(found[0]), text).replace("\u00a0", " ")


def of_html(content: str) -> str:
    """A message's text out of its HTML."""
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", content))).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def picked(fields: Mapping[str, str]) -> list[str]:
    """The accounts that were picked in a form."""
    found = (_PICKED.fullmatch(answer) for answer in fields.values())
    return list(dict.fromkeys(match[1] for match in found if match))


def reads(fields: Mapping[str, str], handles: Mapping[str, str]) -> dict[str, str]:
    """A form's answers: what was typed is as it was typed, and a person who was picked is `@handle`."""

    def one(answer: str) -> str:
        match = _PICKED.fullmatch(answer)
        return f"@{handles.get(match[1]) or match[1]}" if match else answer

    return {name: one(answer) for name, answer in fields.items()}
