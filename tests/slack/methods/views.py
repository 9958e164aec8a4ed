"""views.*: modals and Home tabs."""

from __future__ import annotations

from typing import Any

from tests.slack.arguments import Refusal, invalid
from tests.slack.blocks import problems_of_view, view_too_large
from tests.slack.triggers import Trigger
from tests.slack.views import DEEP, View
from tests.slack.web_api import Answer, Call, method


def _body(call: Call, surface: str) -> dict[str, Any]:
    body = call.args["view"]
    problems = problems_of_view(body)
    if problems:
        raise invalid(*problems)
    if body["type"] != surface:
        raise invalid(f"unsupported type: {body['type']} [json-pointer:/view/type]")
    if view_too_large(body):
        raise Refusal("view_too_large")
    return body


def _trigger(call: Call) -> Trigger:
    name = call.args.get("trigger_id", "")
    if not name:
        raise invalid("missing required field: trigger_id [json-pointer:/trigger_id]")
    found = call.api.triggers.exchange(name)
    if isinstance(found, str):
        raise Refusal(found)
    if found.team != call.team:
        raise Refusal("invalid_trigger_id")
    return found


def _unused(call: Call, body: dict[str, Any], mine: View | None = None) -> None:
    name = body.get("external_id")
    if name and call.api.views.external(call.team, name) not in {None, mine}:
        raise Refusal("duplicate_external_id")


def make(call: Call, body: dict[str, Any], user: str, *, root: str = "", previous: str = "") -> View:
    home = call.state.users[user].team
    return call.api.views.make(
        body,
        call.state.clock.seconds(),
        team=home,
        app_team=call.team,
        user=user,
        app=call.state.app.id,
        bot=call.installation.bot_id,
        root=root,
        previous=previous,
    )


_TRIGGERED = "trigger_id:text interactivity_pointer:text view:json"


@method("views.open", 4, _TRIGGERED, required="view")
def open_(call: Call) -> Answer:
    body = _body(call, "modal")
    _unused(call, body)
    trigger = _trigger(call)
    call.api.views.close(trigger.user, whole=True)
    view = make(call, body, trigger.user)
    call.api.views.stack(trigger.user).append(view)
    return {"view": view.json()}


@method("views.push", 4, _TRIGGERED, required="view")
def push(call: Call) -> Answer:
    body = _body(call, "modal")
    _unused(call, body)
    trigger = _trigger(call)
    stack = call.api.views.stack(trigger.user)
    if not stack or trigger.view not in {one.id for one in stack}:
        raise Refusal("not_found")
    if len(stack) >= DEEP:
        raise Refusal("push_limit_reached")
    view = make(call, body, trigger.user, root=stack[0].id, previous=stack[-1].id)
    stack.append(view)
    return {"view": view.json()}


@method("views.update", 4, "view:json view_id:text external_id:text hash:text", required="view")
def update(call: Call) -> Answer:
    body = _body(call, "modal")
    if call.args.get("external_id"):
        found = call.api.views.external(call.team, call.args["external_id"])
    else:
        found = call.api.views.views.get(call.args.get("view_id", ""))
    if found is None or found.app_team != call.team or found.body["type"] != "modal":
        raise Refusal("not_found")
    _unused(call, body, found)
    if call.args.get("hash") and call.args["hash"] != found.hash:
        raise Refusal("hash_conflict")
    found.become(body, call.api.views.new_hash(call.state.clock.seconds()))
    return {"view": found.json()}


@method("views.publish", 4, "user_id:text view:json hash:text", required="user_id view")
def publish(call: Call) -> Answer:
    body = _body(call, "home")
    if not call.state.app.home:
        raise Refusal("not_enabled")
    user = call.args["user_id"]
    person = call.state.users.get(user)
    if person is None or person.is_bot or (person.team != call.team and call.state.strangers(call.team, person)):
        raise invalid("user_not_found [json-pointer:/user_id]")
    homes = call.api.views.homes
    found = homes.get((call.team, user))
    if call.args.get("hash") and (found is None or call.args["hash"] != found.hash):
        raise Refusal("hash_conflict")
    if found is None:
        found = homes[call.team, user] = make(call, body, user)
    else:
        found.become(body, call.api.views.new_hash(call.state.clock.seconds()))
    return {"view": found.json()}
