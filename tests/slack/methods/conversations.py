"""conversations.*: channels, who is in them, what was said."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from tests.slack.arguments import Refusal
from tests.slack.channels import Channel
from tests.slack.messages import Message
from tests.slack.methods import places
from tests.slack.web_api import Answer, Call, method

TYPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def page(call: Call, rows: Sequence[Any], usual: int, most: int) -> tuple[Sequence[Any], str]:
    """The rows from `cursor` on, at most `limit`, and the next cursor ("" at the end)."""
    limit = call.args.get("limit", usual) or usual
    if limit > most:
        raise Refusal("invalid_limit")
    start = 0
    if call.args.get("cursor"):
        try:
            start = int(base64.urlsafe_b64decode(call.args["cursor"]).decode().removeprefix("next:"))
        except ValueError:
            raise Refusal("invalid_cursor") from None
    end = start + limit
    return rows[start:end], base64.urlsafe_b64encode(f"next:{end}".encode()).decode() if end < len(rows) else ""


@method("conversations.info", 3, "channel:text include_locale:bool include_num_members:bool", required="channel")
def info(call: Call) -> Answer:
    found = places.readable(call, call.args["channel"], "read")
    num = bool(call.args.get("include_num_members"))
    return {"channel": found.json(call.installation.bot_user, num_members=num)}


@method("conversations.members", 4, "channel:text cursor:text limit:int", required="channel")
def members(call: Call) -> Answer:
    found = places.readable(call, call.args["channel"], "read")
    rows, cursor = page(call, found.members, 100, 1000)
    return {"members": list(rows), "response_metadata": {"next_cursor": cursor}}


def _between(call: Call, rows: list[Message]) -> list[Message]:
    oldest, latest = float(call.args.get("oldest") or 0), float(call.args.get("latest") or "inf")
    if call.args.get("inclusive"):
        return [one for one in rows if oldest <= float(one.ts) <= latest]
    return [one for one in rows if oldest < float(one.ts) < latest]


def _listed(call: Call, rows: list[Message], usual: int) -> Answer:
    found, cursor = page(call, rows, usual, 999)
    metadata = bool(call.args.get("include_all_metadata"))
    answer: Answer = {"messages": [one.json(metadata=metadata) for one in found], "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


_HISTORY = "channel:text cursor:text inclusive:bool include_all_metadata:bool latest:ts oldest:ts limit:int"


@method("conversations.history", 3, _HISTORY, required="channel")
def history(call: Call) -> Answer:
    place = _history(call)
    seen = [one for one in place.messages.values() if not one.deleted and not one.only and one.thread in {"", one.ts}]
    return {**_listed(call, _between(call, seen)[::-1], 100), "pin_count": 0}


@method("conversations.replies", 3, f"{_HISTORY} ts:ts", required="channel ts")
def replies(call: Call) -> Answer:
    place, ts = _history(call), call.args["ts"]
    parent = place.messages.get(ts)
    if parent is None or parent.only:
        raise Refusal("thread_not_found")
    seen = [parent, *(one for one in place.messages.values() if one.thread == ts and not one.deleted and not one.only)]
    return _listed(call, [seen[0], *_between(call, seen[1:])], 999)


def _history(call: Call) -> Channel:
    place = places.readable(call, call.args["channel"], "history")
    if call.installation.bot_user not in place.members:
        raise Refusal("not_in_channel")
    return place


@method("conversations.open", 3, "channel:text users:text return_im:bool prevent_creation:bool")
def open_(call: Call) -> Answer:
    if call.args.get("channel"):
        place = places.channel(call, call.args["channel"])
        if not place.is_im:
            raise Refusal("method_not_supported_for_channel_type")
        return {"channel": {"id": place.id}, "no_op": True, "already_open": True}
    users = [one for one in call.args.get("users", "").split(",") if one]
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > 1:
        raise Refusal("missing_scope", needed="mpim:write", provided=",".join(sorted(call.state.app.scopes)))
    call.need("im:write")
    person = call.state.users.get(users[0])
    if person is not None and person.deleted:
        raise Refusal("user_disabled")
    known = (call.installation.bot_user, users[0]) in call.state.directs
    place = places.direct(call, users[0], "user_not_found")
    full = place.json(call.installation.bot_user) if call.args.get("return_im") else {"id": place.id}
    return {"channel": full, **({"no_op": True, "already_open": True} if known else {})}


def of_types(call: Call, rows: list[Channel]) -> list[Channel]:
    """The channels of the kinds asked for, each of which needs its scope."""
    wanted = (call.args.get("types") or "public_channel").split(",")
    if any(one not in TYPES for one in wanted):
        raise Refusal("invalid_types")
    for one in wanted:
        call.need(TYPES[one])
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    shown = {kinds[one] for one in wanted if one in kinds}
    alive = [one for one in rows if not (call.args.get("exclude_archived") and one.is_archived)]
    return [one for one in alive if one.kind in shown]


_LIST = "cursor:text exclude_archived:bool limit:int types:text"


@method("conversations.list", 2, _LIST)
def list_(call: Call) -> Answer:
    bot = call.installation.bot_user
    rows = [one for one in call.state.channels.values() if call.team in one.teams]
    seen = of_types(call, [one for one in rows if bot in one.members or one.kind == "channel"])
    found, cursor = page(call, seen, 100, 1000)
    return {"channels": [one.json(bot) for one in found], "response_metadata": {"next_cursor": cursor}}


@method("users.conversations", 3, f"{_LIST} user:text")
def of_user(call: Call) -> Answer:
    bot = call.installation.bot_user
    user = call.args.get("user") or bot
    if user not in call.state.users:
        raise Refusal("user_not_found")
    rows = [one for one in call.state.channels.values() if call.team in one.teams and user in one.members]
    seen = of_types(call, [one for one in rows if bot in one.members or one.kind == "channel"])
    found, cursor = page(call, seen, 100, 1000)
    return {"channels": [one.json(bot) for one in found], "response_metadata": {"next_cursor": cursor}}
