"""What rich_text blocks may hold (docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from __future__ import annotations

from typing import Any

from tests.slack.objects import complain

_RICH = frozenset({"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"})

_RICH_PARTS = ("text", "link", "user", "usergroup", "channel", "broadcast", "emoji", "date", "color", "team")


def rich(value: Any, at: str, problems: list[str]) -> None:
    """A section, list, quotation or preformatted text."""
    if not isinstance(value, dict) or str(value.get("type")) not in _RICH:
        complain(problems, "unsupported type in rich text", at)
    elif not isinstance(value.get("elements"), list):
        complain(problems, "missing required field: elements", at)
    else:
        for number, part in enumerate(value["elements"]):
            here = f"{at}/elements/{number}"
            if value["type"] == "rich_text_list":
                rich(part, here, problems)
            elif not isinstance(part, dict) or part.get("type") not in _RICH_PARTS:
                complain(problems, "unsupported type in rich text", here)
