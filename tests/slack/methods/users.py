"""users.*: who is who."""

from __future__ import annotations

from tests.slack.arguments import Refusal
from tests.slack.methods.conversations import page
from tests.slack.users import User
from tests.slack.web_api import Answer, Call, method


def user_json(call: Call, user: User) -> Answer:
    """A user as this token may see them."""
    assert call.token is not None
    outside = user.team != call.team
    return user.json(
        call.team,
        call.state.clock.now,
        email="users:read.email" in call.token.scopes,
        locale=bool(call.args.get("include_locale")),
        stranger=outside and call.state.strangers(call.team, user),
    )


@method("users.info", 4, "user:text include_locale:bool", required="user", scopes="users:read")
def info(call: Call) -> Answer:
    found = call.state.users.get(call.args["user"])
    if found is None:
        raise Refusal("user_not_found")
    if found.team != call.team and call.state.strangers(call.team, found):
        raise Refusal("user_not_visible")
    return {"user": user_json(call, found)}


@method("users.list", 2, "cursor:text include_locale:bool limit:int", scopes="users:read")
def list_(call: Call) -> Answer:
    rows = [one for one in call.state.users.values() if one.team == call.team]
    found, cursor = page(call, rows, len(rows) or 1, 1000)
    members = [user_json(call, one) for one in found]
    now = int(call.state.clock.seconds())
    return {"members": members, "cache_ts": now, "response_metadata": {"next_cursor": cursor}}


@method("users.lookupByEmail", 3, "email:text", required="email", scopes="users:read.email")
def lookup(call: Call) -> Answer:
    wanted = call.args["email"].casefold()
    for one in call.state.users.values():
        if one.team == call.team and one.email.casefold() == wanted and not one.deleted and not one.is_bot:
            return {"user": user_json(call, one)}
    raise Refusal("users_not_found")
