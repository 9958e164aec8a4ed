"""What Slack takes, each number with its source; all of them read on 2026-11-23 unless it says otherwise.

Lengths are counted as `adapters.slack.text.size` counts: in the largest of the ways that Slack may count.
"""

from __future__ import annotations

from typing import Final

MESSAGE_BLOCKS: Final = 50
"""Blocks of a message. docs.slack.dev/reference/block-kit/blocks"""
VIEW_BLOCKS: Final = 100
"""Blocks of a modal or of App Home. docs.slack.dev/reference/block-kit/blocks; slack_sdk models/views"""
ALL_TEXT: Final = 13_000
"""Text of all blocks together. Undocumented: msg_blocks_too_long at about 13,200, slackapi/bolt-js#2509."""
MESSAGE_TEXT: Final = 4_000
"""A message's `text`: Slack advises 4,000 and truncates at 40,000. docs.slack.dev, chat.postMessage."""

TEXT: Final = 3_000
"""One text object (1 to 3,000). docs.slack.dev/reference/block-kit/composition-objects/text-object

For a `text` inside rich_text no limit is documented; the same one is kept there.
"""
HEADER: Final = 150
"""A header's text. docs.slack.dev/reference/block-kit/blocks/header-block"""
ACTIONS: Final = 25
"""Elements of an actions block. docs.slack.dev/reference/block-kit/blocks/actions-block"""
ROWS: Final = 100
"""Rows of one list. Slack documents no limit for a rich_text_list; this is more than anybody reads."""

ID: Final = 255
"""An action_id, block_id or callback_id. docs.slack.dev/reference/block-kit; slack_sdk models/blocks"""
BUTTON: Final = 75
"""A button's text. docs.slack.dev/reference/block-kit/block-elements/button-element"""
BUTTON_VALUE: Final = 2_000
"""A button's value. The same page."""
BUTTON_SPOKEN: Final = 75
"""A button's accessibility_label. The same page."""
OVERFLOW_OPTIONS: Final = 5
"""Options of an overflow menu. docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element"""
SELECT_OPTIONS: Final = 100
"""Options of a static_select. docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""
RADIO_OPTIONS: Final = 10
"""Options of radio_buttons. docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element"""
OPTION: Final = 75
"""An option's text. docs.slack.dev/reference/block-kit/composition-objects/option-object"""
OPTION_VALUE: Final = 150
"""An option's value. The same page."""
LINK: Final = 3_000
"""The url of a link, as of a button's url. docs.slack.dev/reference/block-kit/block-elements/button-element"""

VIEW_TITLE: Final = 24
"""A modal's title, submit and close. docs.slack.dev/reference/views/modal-views"""
PRIVATE_METADATA: Final = 3_000
"""A view's private_metadata. docs.slack.dev/reference/views/modal-views"""
INPUT_LABEL: Final = 2_000
"""An input's label and its hint. docs.slack.dev/reference/block-kit/blocks/input-block"""
INPUT_TEXT: Final = 3_000
"""A plain_text_input's max_length. docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element"""
ERROR: Final = 1_000
"""A sentence under an input. None is documented; longer than this nobody reads."""
