"""Text is cleaned once, at the door."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LIMIT: Final = 3_000
"""Characters of one line; Slack's longest section text."""

_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


def clean(text: str) -> str | None:
    """`text` in NFC, with LF line ends, other control characters and lone surrogates as U+FFFD.

    None where it is longer than `LIMIT`; nothing is cut off silently.
    """
    if len(text) > 4 * LIMIT:  # composing can't shorten a text by more than that
        return None
    tidied = tidy(text)
    return tidied if len(tidied) <= LIMIT else None


def tidy(text: str) -> str:
    """The same whatever its length: for what is kept apart where it is too long."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("\ufffd", lines)).strip()
