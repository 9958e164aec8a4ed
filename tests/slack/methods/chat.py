"""chat.*: messages out."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.slack.arguments import Refusal, invalid
from tests.slack.blocks import ALL_TEXT, problems_of_message, too_long
from tests.slack.channels import Channel
from tests.slack.messages import Message
from tests.slack.methods import places
from tests.slack.views import name_blocks
from tests.slack.web_api import Answer, Call, method

LONGEST, LONGEST_UPDATE = 40_000, 4_000  # characters of text
METADATA_BYTES = 16_000  # assumed: Slack documents metadata_too_large without a number
_EVENT_TYPE = re.compile(r"[A-Za-z0-9_.:-]{1,255}\Z")

CONTENT = (
    "text:text blocks:json attachments:json link_names:bool parse:text markdown_text:text as_user:bool username:text "
    "icon_emoji:text icon_url:text"
)


def _blocks(args: dict[str, Any], size: int) -> list[dict[str, Any]]:
    blocks = args.get("blocks", [])
    if blocks == []:
        return []
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    problems = problems_of_message(blocks)
    if problems:
        raise invalid(*problems, error="invalid_blocks")
    if size > ALL_TEXT and too_long(blocks):
        raise Refusal("msg_blocks_too_long")
    return name_blocks(blocks)


def _metadata(args: dict[str, Any], size: int) -> dict[str, Any] | None:
    found = args.get("metadata")
    if not found:
        return None
    fits = isinstance(found, dict) and set(found) == {"event_type", "event_payload"}
    if not fits or not isinstance(found["event_payload"], dict) or not _EVENT_TYPE.match(str(found["event_type"])):
        raise Refusal("invalid_metadata_format")
    if size > METADATA_BYTES and len(json.dumps(found)) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return found


def content(args: dict[str, Any], size: int, most: int | None = None) -> tuple[str, list[dict[str, Any]]]:
    """Text and blocks of a message, checked; `no_text`, `invalid_blocks`, `msg_too_long` otherwise.

    `size` is of the whole body in bytes, so that small ones needn't be measured.
    """
    words = args.get("text", "")
    if "markdown_text" in args:
        if words or "blocks" in args:
            raise Refusal("markdown_text_conflict")
        return args["markdown_text"], []
    blocks = _blocks(args, size)
    if not words and not blocks and not args.get("attachments"):
        raise Refusal("no_text")
    if most is not None and len(words) > most:
        raise Refusal("msg_too_long")
    return words, blocks


def _parent(place: Channel, args: dict[str, Any]) -> str:
    thread = args.get("thread_ts", "")
    if not thread:
        return ""
    found = place.messages.get(thread)
    if found is None or found.only:
        raise Refusal("thread_not_found")
    return found.thread or found.ts


def write(call: Call, place: Channel, words: str, blocks: list[dict[str, Any]], **more: Any) -> Message:
    """Put a message of the bot into a channel."""
    bot = call.installation
    made = Message(
        call.state.clock.ts(),
        place.id,
        words,
        bot.bot_user,
        bot.bot_id,
        call.state.app.id,
        call.team,
        blocks,
        call.args.get("attachments", []),
        arguments=call.args,
        **more,
    )
    return place.add(made)


@method(
    "chat.postMessage",
    5,
    f"channel:text {CONTENT} thread_ts:ts reply_broadcast:bool unfurl_links:bool unfurl_media:bool mrkdwn:bool "
    "metadata:json container_id:text",
    required="channel",
    scopes="chat:write",
)
def post_message(call: Call) -> Answer:
    words, blocks = content(call.args, call.size)
    metadata = _metadata(call.args, call.size)
    place = places.postable(call, call.args["channel"])
    made = write(call, place, words[:LONGEST], blocks, metadata=metadata, thread=_parent(place, call.args))
    call.api.tell("posted", place.id, {"message": made})
    found: Answer = {"channel": place.id, "ts": made.ts, "message": made.json(metadata=True)}
    if len(words) > LONGEST:
        found |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return found


@method(
    "chat.postEphemeral",
    4,
    f"channel:text user:text {CONTENT} thread_ts:ts",
    required="channel user",
    scopes="chat:write",
)
def post_ephemeral(call: Call) -> Answer:
    words, blocks = content(call.args, call.size, LONGEST)
    place = places.channel(call, call.args["channel"])
    if place.is_archived:
        raise Refusal("is_archived")
    if call.installation.bot_user not in place.members:
        raise Refusal("not_in_channel")
    if call.args["user"] not in place.members:
        raise Refusal("user_not_in_channel")
    made = write(call, place, words, blocks, only=call.args["user"], thread=_parent(place, call.args))
    return {"message_ts": made.ts}


@method(
    "chat.update",
    3,
    f"channel:text ts:ts {CONTENT} reply_broadcast:bool file_ids:text metadata:json",
    required="channel ts",
    scopes="chat:write",
)
def update(call: Call) -> Answer:
    args = call.args
    place = places.channel(call, args["channel"])
    found = places.message(place, args["ts"])
    if found.bot != call.installation.bot_id:
        raise Refusal("cant_update_message")
    if place.is_archived:
        raise Refusal("is_inactive")
    words, blocks = content(args, call.size, LONGEST_UPDATE)
    if "blocks" not in args and "text" not in args:  # both kept: only attachments change
        words, blocks = found.text, found.blocks
    metadata = _metadata(args, call.size)
    found.replace(words, blocks, "" if blocks else call.state.clock.ts())
    found.arguments = args
    if "metadata" in args:
        found.metadata = metadata
    call.api.tell("changed", place.id, {"message": found})
    return {"channel": place.id, "ts": found.ts, "text": words, "message": found.json(metadata=True)}


@method("chat.delete", 3, "channel:text ts:ts as_user:bool", required="channel ts", scopes="chat:write")
def delete(call: Call) -> Answer:
    place = places.channel(call, call.args["channel"])
    found = places.message(place, call.args["ts"])
    if found.bot != call.installation.bot_id:
        raise Refusal("cant_delete_message")
    found.deleted = True
    call.api.tell("deleted", place.id, {"message": found})
    return {"channel": place.id, "ts": found.ts}


@method("chat.getPermalink", 5, "channel:text message_ts:ts", required="channel message_ts")
def permalink(call: Call) -> Answer:
    place = places.channel(call, call.args["channel"])
    found = places.message(place, call.args["message_ts"])
    domain = call.state.workspaces[call.team].domain
    link = f"https://{domain}.slack.com/archives/{place.id}/p{found.ts.replace('.', '')}"
    if found.thread:
        link += f"?thread_ts={found.thread}&cid={place.id}"
    return {"channel": place.id, "permalink": link}
