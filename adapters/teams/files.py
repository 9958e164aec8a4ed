"""A file into somebody's chat with Learnt: offered, and uploaded to their OneDrive once they have agreed.

learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from typing import Any, Final

from aiohttp import ClientError, ClientSession

from adapters.teams import render
from adapters.teams.bot_framework import BotFramework
from adapters.teams.came import Came
from adapters.teams.give import Giver
from adapters.teams.reading import Payload, part
from bot.words.message import File, Message, Text

log = logging.getLogger("learnt.teams")
HELD: Final = 20
"""Files that wait for their readers' consent at once; an older one has to be asked for again."""
CONSENT: Final = "application/vnd.microsoft.teams.card.file.consent"
INFO: Final = "application/vnd.microsoft.teams.card.file.info"
_AGAIN: Final = "That file is not kept any more. Please ask for it again."


class Files:
    """Holds what was offered, in memory, for the one whom it was made for."""

    def __init__(self, framework: BotFramework, giver: Giver, session: ClientSession) -> None:
        self._framework, self._giver, self._session = framework, giver, session
        self._held: OrderedDict[str, tuple[str, str, bytes]] = OrderedDict()

    async def offer(self, tenant: str, account: str, message: Message, file: File, content: bytes) -> str:
        """Ask whether to put it into their OneDrive. Raises one of `FAULTS`."""
        chat = await self._giver.chat_with(tenant, account)
        token = secrets.token_hex(16)
        self._held[token] = account, file.name, content
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        consent = {
            "contentType": CONSENT,
            "name": file.name,
            "content": {
                "description": render.text(message)[:200],
                "sizeInBytes": len(content),
                "acceptContext": {"held": token},
                "declineContext": {"held": token},
            },
        }
        sent = await self._framework.post(
            chat.service_url, chat.conversation, {"type": "message", "attachments": [consent]}
        )
        return f"{chat.conversation} {sent}"

    async def answered(self, came: Came, value: Payload) -> None:
        """They have agreed, or not: upload it, and say where it is."""
        token = part(value, "context").get("held")
        held = self._held.pop(token, None) if isinstance(token, str) else None
        if value.get("action") != "accept":
            return
        if held is None or held[0] != came.account:
            await self._say(came, {"type": "message", "text": _AGAIN, "textFormat": "plain"})
            return
        _, name, content = held
        upload = part(value, "uploadInfo")
        if not await self._upload(str(upload.get("uploadUrl") or ""), content, came):
            await self._giver.to_person(
                came.tenant,
                came.account,
                Message(f"{name} could not be uploaded.", (Text("Please ask for it again."),)),
            )
            return
        ending = name.rpartition(".")[2]
        info: dict[str, Any] = {
            "contentType": INFO,
            "name": upload.get("name") or name,
            "contentUrl": upload.get("contentUrl") or "",
            "content": {"uniqueId": upload.get("uniqueId") or "", "fileType": upload.get("fileType") or ending},
        }
        await self._say(came, {"type": "message", "attachments": [info]})

    async def _upload(self, url: str, content: bytes, came: Came) -> bool:
        if not url.startswith("https://") and not came.service.startswith("http://127.0.0.1"):
            return False
        size = len(content)
        headers = {"Content-Range": f"bytes 0-{size - 1}/{size}", "Content-Type": "application/octet-stream"}
        try:
            async with self._session.put(url, data=content, headers=headers, allow_redirects=False) as answer:
                return answer.status in {200, 201}
        except (ClientError, OSError, TimeoutError) as error:
            log.warning("a file could not be uploaded: %s", type(error).__name__)
            return False

    async def _say(self, came: Came, activity: Payload) -> None:
        await self._framework.post(came.service, came.conversation, activity)
