"""files.*: an upload in three steps."""

from __future__ import annotations

import secrets
from typing import Any

from tests.slack.arguments import Refusal, invalid
from tests.slack.messages import Message
from tests.slack.methods import places
from tests.slack.web_api import Answer, Call, method


@method(
    "files.getUploadURLExternal",
    4,
    "filename:text length:int alt_txt:text snippet_type:text",
    required="filename length",
    scopes="files:write",
)
def get_url(call: Call) -> Answer:
    name, ticket = call.state.id("F"), secrets.token_hex(12)
    if call.args["length"] < 1:
        raise invalid("must be more than 0 [json-pointer:/length]")
    call.api.uploads[ticket] = {
        "id": name,
        "name": call.args["filename"],
        "length": call.args["length"],
        "team": call.team,
        "data": None,
        "shared": False,
    }
    return {"upload_url": f"{call.api.base}/upload/v1/{ticket}", "file_id": name}


@method(
    "files.completeUploadExternal",
    4,
    "files:json channel_id:text channels:text initial_comment:text thread_ts:ts blocks:json",
    required="files",
    scopes="files:write",
)
def complete(call: Call) -> Answer:
    given = call.args["files"]
    if not isinstance(given, list) or not given:
        raise invalid("must provide an array [json-pointer:/files]")
    known = {one["id"]: one for one in call.api.uploads.values() if one["team"] == call.team}
    found: list[dict[str, Any]] = []
    for one in given:
        upload = known.get(one.get("id", ""))
        if upload is None or upload["data"] is None or upload["shared"]:
            raise Refusal("file_not_found")
        found.append(upload | {"title": one.get("title", upload["name"])})
    names = [one for one in (call.args.get("channel_id"), *call.args.get("channels", "").split(",")) if one]
    rooms = [places.postable(call, one) for one in names]
    for one in found:
        known[one["id"]]["shared"] = True
    files = [{"id": one["id"], "title": one["title"], "name": one["name"], "size": one["length"]} for one in found]
    for room in rooms:
        bot = call.installation
        made = Message(
            call.state.clock.ts(),
            room.id,
            call.args.get("initial_comment", ""),
            bot.bot_user,
            bot.bot_id,
            call.state.app.id,
            call.team,
            thread=call.args.get("thread_ts", ""),
            arguments={"files": [one["name"] for one in files], "content": [one["data"] for one in found]},
        )
        room.add(made)
    return {"files": files}
