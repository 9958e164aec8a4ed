"""A file into somebody's direct message: asked for a place, uploaded, shared.

docs.slack.dev/messaging/working-with-files
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# slack_sdk and slack_bolt leave parts of their types open.
from __future__ import annotations

from typing import Any, cast

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.came import Payload, part
from adapters.slack.give import LOOKED
from bot.words.message import File, Message


async def hand_over(
    client: AsyncWebClient, user: str, message: Message, file: File, content: bytes, *, again: bool
) -> str:
    """Share the file with that user alone; returns Slack's `channel:file`.

    A file carries no metadata. So after an unclear attempt (`again`) one of that name, since it was asked for, counts
    as the same. Raises one of `FAULTS`.
    """
    opened = await client.conversations_open(users=user)
    channel: str = part(cast("Payload", opened.data), "channel")["id"]
    if again and await _is_there(client, channel, file):
        return f"{channel}:{file.name}"
    sent = await client.files_upload_v2(
        channel=channel, content=content, filename=file.name, title=file.name, initial_comment=render.text(message)
    )
    files: list[Payload] = cast("Payload", sent.data)["files"]
    return f"{channel}:{files[0]['id']}"


async def _is_there(client: AsyncWebClient, channel: str, file: File) -> bool:
    since: dict[str, Any] = {"oldest": f"{file.asked_at.timestamp():.6f}"} if file.asked_at else {}
    history = await client.conversations_history(channel=channel, limit=LOOKED, **since)
    messages: list[Payload] = cast("Payload", history.data)["messages"]
    return any(one.get("name") == file.name for message in messages for one in message.get("files") or [])
