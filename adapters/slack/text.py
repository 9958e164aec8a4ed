"""Text as Slack counts it and as people may not misuse it."""

from __future__ import annotations

import re
from typing import Final

from bot.words import text as words
from bot.words.text import CUT, one_line, tidy, units

__all__ = ["CUT", "cut", "cut_counted", "mrkdwn", "one_line", "size", "tidy", "units"]
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKS: Final = re.compile(r"[*_~`]|^(?:&gt;)+|:(?=[^\s:]+:)", re.MULTILINE)


def size(text: str) -> int:
    """How long Slack may find `text` at most: in UTF-16 code units, with `& < >` counted as they are escaped."""
    return units(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def cut(text: str, room: int) -> str:
    """`text` in at most `room` as `size` counts; where it is cut, an ellipsis says so."""
    return words.cut(text, room, size)


def cut_counted(text: str, room: int) -> str:
    """Like `cut`, and says how much is missing: "… and 240 more characters"."""
    return words.cut_counted(text, room, size)


def mrkdwn(text: str) -> str:
    """`text` for a place that Slack reads as mrkdwn: shown as it is, naming nobody and formatting nothing.

    `& < >` are escaped, which disarms `<!channel>`, `<@U…>` and `<url|label>`. There is no escape for `* _ ~`, the
    backtick, a leading `>` and `:emoji:`: zero-width spaces part them from their neighbours. A bare address stays one,
    and Slack makes it a link that shows where it leads.
    (docs.slack.dev/messaging/formatting-message-text; yhatt/jsx-slack docs/about-escape-and-exact-mode.md)
    """
    return _MARKS.sub("\u200b\\g<0>\u200b", tidy(text).translate(_ESCAPES))
