"""What somebody wrote themselves, without what they quote, forward, or sign with."""

from __future__ import annotations

import re
from typing import Final

_QUOTED_LINE: Final = re.compile(r"^[ \t]*(?:>|&gt;).*$", re.MULTILINE)
_EARLIER_MAIL: Final = re.compile(
    r"""
    ^[ \t]*(?:
        On[ ].{5,80}[ ]wrote:
      | -{2,}[ ]?(?:original|forwarded)[ ]message.*
      | From:[ ].+\n(?:Sent|Date|To|Subject):[ ].+
      | _{8,}
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_SIGNATURE: Final = re.compile(
    r"""
    ^[ \t]*(?:
        --[ \t]*
      | (?:(?:kind|best|warm|many|with)[ ])*(?:regards|wishes|thanks)
      | rgds | kr | br | best | cheers | sincerely | yours(?:[ ]sincerely|[ ]faithfully)?
      | sent[ ]from[ ]my[ ]\w+ | get[ ]outlook[ ]for[ ].*
    )[,.!\ \t]*$""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_FENCE: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_KEYCAP: Final = {0xFE0F: " ", 0x20E3: ")"}
"""What makes a number an emoji on a key; without it "1" is left, as in "1)"."""
_QUOTE: Final = re.compile(r"[\"\u201c\u201d][^\"\u201c\u201d\n]{1,300}[\"\u201c\u201d]")


def own_words(text: str) -> str:
    """The text with everything that is not its writer's own words made blank; each word stays at its place."""
    text = _QUOTED_LINE.sub(_blank, text.translate(_KEYCAP))
    if earlier := _EARLIER_MAIL.search(text):
        text = text[: earlier.start()]
    for signature in _SIGNATURE.finditer(text):
        if text[: signature.start()].strip():
            text = text[: signature.start()]
            break
    return _QUOTE.sub(_blank, _FENCE.sub(_blank, text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
