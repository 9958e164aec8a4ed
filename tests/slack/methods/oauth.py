"""oauth.v2.access and auth.*: how an app comes by its tokens, and loses them."""

from __future__ import annotations

from tests.slack.app import Installation, Token
from tests.slack.arguments import Refusal
from tests.slack.web_api import Answer, Call, method
from tests.slack.workspace import TOKEN_LIVES


@method("auth.test", 5)
def auth_test(call: Call) -> Answer:
    workspace, bot = call.state.workspaces[call.team], call.installation
    found: Answer = {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": call.state.users[bot.bot_user].name,
        "team_id": workspace.id,
        "user_id": bot.bot_user,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }
    return found | ({"enterprise_id": workspace.enterprise} if workspace.enterprise else {})


@method("auth.revoke", 3, "test:bool")
def revoke(call: Call) -> Answer:
    assert call.token is not None
    if not call.args.get("test"):
        call.token.dead = "token_revoked"
        call.api.tell("revoked", call.team, {"users": [call.installation.bot_user]})
    return {"revoked": not call.args.get("test")}


@method(
    "oauth.v2.access",
    4,
    "client_id:text client_secret:text code:text redirect_uri:text grant_type:text refresh_token:text",
    bearer="",
)
def access(call: Call) -> Answer:
    app, args = call.state.app, call.args
    if args.get("client_id") != app.client_id:
        raise Refusal("invalid_client_id")
    if args.get("client_secret") != app.client_secret:
        raise Refusal("bad_client_secret")
    if args.get("grant_type", "authorization_code") == "refresh_token":
        return _refreshed(call)
    code = call.state.codes.pop(args.get("code", ""), None)
    if code is None:
        raise Refusal("invalid_code")
    if code.redirect != args.get("redirect_uri", ""):
        raise Refusal("bad_redirect_uri")
    installation = call.state.install(code.team, code.scopes)
    return {**_granted(call, installation), "authed_user": {"id": code.user}}


def _refreshed(call: Call) -> Answer:
    given = call.args.get("refresh_token", "")
    for installation in call.state.installations.values():
        if given and installation.refresh_token == given and installation.active:
            call.state.mint(installation, installation.tokens[-1].scopes)
            return _granted(call, installation)
    raise Refusal("invalid_refresh_token")


def _granted(call: Call, installation: Installation) -> Answer:
    token: Token = installation.tokens[-1]
    workspace = call.state.workspaces[installation.team]
    enterprise = {"id": workspace.enterprise, "name": workspace.enterprise_name} if workspace.enterprise else None
    found: Answer = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(sorted(token.scopes)),
        "bot_user_id": installation.bot_user,
        "app_id": call.state.app.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": enterprise,
        "is_enterprise_install": False,
    }
    if token.expires:
        found |= {"expires_in": TOKEN_LIVES, "refresh_token": installation.refresh_token}
    return found
