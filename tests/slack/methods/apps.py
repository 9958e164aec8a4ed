"""apps.*, api.test and team.info."""

from __future__ import annotations

from tests.slack.arguments import Refusal
from tests.slack.web_api import Answer, Call, method


@method("api.test", 4, "error:text foo:text", bearer="")
def api_test(call: Call) -> Answer:
    if call.args.get("error"):
        raise Refusal(call.args["error"], args=call.args)
    return {"args": call.args}


@method("team.info", 3, "team:text domain:text include_slackbot_availability:bool", scopes="team:read")
def team_info(call: Call) -> Answer:
    found = call.state.workspaces.get(call.args.get("team") or call.team)
    if found is None:
        raise Refusal("team_not_found")
    enterprise = {"enterprise_id": found.enterprise, "enterprise_name": found.enterprise_name}
    team = {"id": found.id, "name": found.name, "domain": found.domain, "email_domain": "", "icon": {}}
    return {"team": team | (enterprise if found.enterprise else {})}


@method("apps.connections.open", 1, bearer="app", scopes="connections:write")
def connections_open(call: Call) -> Answer:
    if not call.state.app.socket_mode:
        raise Refusal("forbidden_team")
    return {"url": call.api.link()}


@method(
    "apps.event.authorizations.list",
    4,
    "event_context:text cursor:text limit:int",
    required="event_context",
    bearer="app",
    scopes="authorizations:read",
)
def authorizations(call: Call) -> Answer:
    teams = call.api.events.get(call.args["event_context"])
    if teams is None:
        raise Refusal("invalid_event_context")
    return {"authorizations": [authorization(call, team) for team in teams]}


def authorization(call: Call, team: str) -> dict[str, object]:
    return {
        "enterprise_id": call.state.workspaces[team].enterprise or None,
        "team_id": team,
        "user_id": call.state.installations[team].bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
