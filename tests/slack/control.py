"""The control endpoint `/control/<verb>`, for benches and storms that run the emulator as a process of its own.

GET  counts?field=key   how often each value of that field of a message's metadata was posted
GET  calls              how often each method was called
GET  dump               every message, by channel
GET  settings           the environment that points an app here
POST reset              forget messages, calls and faults; people and channels stay
POST app                {"url": …, "socket_mode": …}
POST people             {"count": 100, "channel": "team"} → {"people": [ids], "channel": id}
POST clock              {"advance": seconds}
POST rates              {"enforced": true}
POST faults             {"does": "loses_answers", "method": "chat.*", …}: any verb of Faults with its arguments
POST type               {"user": id, "line": "/lesson …", "channel": id} → the acknowledgement
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.slack.emulator import Slack


async def control(slack: Slack, request: web.Request) -> web.Response:
    """Serve one verb; 404 for others."""
    verb = f"{request.method} {request.match_info['verb']}"
    body: dict[str, Any] = await request.json() if request.can_read_body else {}
    match verb:
        case "GET counts":
            return web.json_response(counts(slack, request.query.get("field", "key")))
        case "GET calls":
            return web.json_response(dict(slack.api.counts))
        case "GET dump":
            places = slack.state.channels.values()
            found = {one.id: [message.json(metadata=True) for message in one.messages.values()] for one in places}
            return web.json_response(found)
        case "GET settings":
            return web.json_response(slack.environment())
        case "POST reset":
            reset(slack)
        case "POST app":
            slack.app.url = body.get("url", slack.app.url)
            slack.app.socket_mode = body.get("socket_mode", slack.app.socket_mode)
        case "POST people":
            people = [slack.person(f"Person {number}") for number in range(body["count"])]
            room = slack.channel(body.get("channel", "team"), people)
            return web.json_response({"people": [one.id for one in people], "channel": room.id})
        case "POST clock":
            slack.clock.advance(body["advance"])
            await slack.outbound.due()
        case "POST rates":
            slack.rates.enforced = body["enforced"]
        case "POST faults":
            getattr(slack.faults, body.pop("does"))(**body)
        case "POST type":
            ack, message = await slack.typed(body["user"], body["line"], body.get("channel", ""))
            return web.json_response({"error": ack.error, "status": ack.status, "shows": message})
        case _:
            return web.Response(status=404)
    return web.json_response({"ok": True})


def counts(slack: Slack, field: str) -> dict[str, int]:
    """How often each value of `field` stands in the metadata of a message that was not deleted."""
    found: Counter[str] = Counter()
    for place in slack.state.channels.values():
        for message in place.messages.values():
            if message.metadata and not message.deleted:
                found[str(message.metadata["event_payload"].get(field))] += 1
    return dict(found)


def reset(slack: Slack) -> None:
    for place in slack.state.channels.values():
        place.messages.clear()
    slack.api.calls.clear()
    slack.api.counts.clear()
    slack.rates.clear()
    slack.faults.clear()
    slack.outbound.log.clear()
    slack.triggers.triggers.clear()
    slack.triggers.urls.clear()
