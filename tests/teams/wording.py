"""How Teams words an activity.

learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference, "Activity object", and Teams'
channelData.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.teams.places import Conversation

if TYPE_CHECKING:
    from tests.teams.people import Person


def worded(by: Person, where: Conversation, kind: str, root: str, event: str, more: dict[str, Any]) -> dict[str, Any]:
    """What somebody does somewhere, in the thread of `root`; `event` is what Teams calls it in its channelData."""
    teams = by.teams
    whole = f"{where.id};messageid={root}" if root and where.kind == "channel" else where.id
    channel: dict[str, Any] = {"tenant": {"id": where.tenant}}
    if where.team is not None:
        channel["team"] = {"id": where.team.id, "name": where.team.name}
        channel["channel"] = {"id": where.id, "name": where.name}
    if event:
        channel["eventType"] = event
    return {
        "type": kind,
        "id": f"f:{uuid.uuid4()}",
        "timestamp": teams.clock.now.isoformat(),
        "localTimezone": by.zone,
        "channelId": "msteams" if teams.authenticated else "emulator",
        "serviceUrl": teams.service,
        "from": {"id": by.id, "name": by.name, "aadObjectId": by.aad},
        "recipient": {"id": teams.bot, "name": "Learnt"},
        "conversation": {
            "id": whole,
            "conversationType": where.kind,
            "tenantId": where.tenant,
            **({} if where.kind == "personal" else {"isGroup": True}),
            **({"name": where.name} if where.kind == "groupChat" else {}),
        },
        "channelData": channel,
        **more,
    }
