"""What Teams takes, each number with its source; all of them read on 2026-11-25 unless it says otherwise."""

from __future__ import annotations

from typing import Final

CARD_BYTES: Final = 27_000
"""A card as UTF-8 JSON. learn.microsoft.com/microsoftteams/platform, "Format your bot messages", puts a message at
about 100 KB; older pages, and connectors, at 28 KB, which every client takes."""
REMEMBERED: Final = 8_000
"""Characters of what a card remembers of itself, so that it doesn't crowd out what it shows."""

TEXT: Final = 3_000
"""Characters of one text. Nothing is documented; a lesson has no more."""
SPOKEN: Final = 4_000
"""Characters of the text in place of a card. As much as is of use aloud."""
SUMMARY: Final = 500
"""Characters of a notification. Nothing is documented; no feed shows more."""
BUTTON: Final = 60
"""Characters of a button's title. adaptivecards.io: long ones are cut by the client without a sign."""
LINE: Final = 2_000
"""Characters of the line that a button sends. The same as elsewhere: the core keeps what is longer as a draft."""
PRIMARY: Final = 3
"""Buttons of a row, or of a message, that show at once; the rest is behind "…". Teams shows six at most, and a phone
three side by side. learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model, `mode`."""
ACTIONS: Final = 20
"""Buttons of one set. No more are of use to anybody."""
CHOICE: Final = 150
"""Characters of a choice, and of its value. Nothing is documented; nobody reads a longer one."""
DIALOG_TITLE: Final = 60
"""Characters above a dialog. Nothing is documented; longer ones are cut by the client."""
