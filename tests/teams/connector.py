"""The connector: what a bot calls to speak. It refuses what Teams refuses.

learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference, and Teams' status codes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.slack.faults import Fault
from tests.teams.activities import check
from tests.teams.pace import Pace
from tests.teams.places import Conversation, Message
from tests.teams.refused import Refused

if TYPE_CHECKING:
    from tests.teams.teams import Teams


class Connector:
    """The routes below the service URL. Operations are called create, send, reply, update, delete, member, members."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams
        self.calls: list[tuple[str, int, str]] = []  # operation, status, conversation
        self.taken = 0
        self.enforced = False
        self.breaches: list[str] = []
        self._pace = Pace()

    def routes(self) -> list[web.RouteDef]:
        base = "/emea/v3/conversations"
        return [
            web.post(base, self._serve("create", self._create)),
            web.post(f"{base}/{{id}}/activities", self._serve("send", self._send)),
            web.post(f"{base}/{{id}}/activities/{{activity}}", self._serve("reply", self._send)),
            web.put(f"{base}/{{id}}/activities/{{activity}}", self._serve("update", self._update)),
            web.delete(f"{base}/{{id}}/activities/{{activity}}", self._serve("delete", self._delete)),
            web.get(f"{base}/{{id}}/members/{{member}}", self._serve("member", self._member)),
            web.get(f"{base}/{{id}}/pagedmembers", self._serve("members", self._members)),
        ]

    def _serve(
        self, operation: str, work: Callable[[web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            async def known() -> web.Response:
                return await self._known(request, work)

            try:
                fault = self.teams.faults.strike(operation)
                response = await (_strike(fault, request, known) if fault else known())
            except Refused as refused:
                response = refused.response()
            self.calls.append((operation, response.status, request.match_info.get("id", "")))
            return response

        return answer

    async def _known(
        self, request: web.Request, work: Callable[[web.Request], Awaitable[web.Response]]
    ) -> web.Response:
        if self.teams.authenticated and not self.teams.login.knows(request.headers.get("Authorization", "")):
            raise Refused(401, "Unauthorized", "Authorization has been denied for this request.")
        return await work(request)

    def _paced(self, operation: str, conversation: str) -> None:
        now, tenant = self.teams.clock.seconds(), self.teams.tenant
        wait, limit = self._pace.wait(operation, conversation, tenant, now)
        if wait:
            self.breaches.append(f"{operation} in {conversation}: more than {limit}")
            if self.enforced:
                raise Refused(429, "TooManyRequests", "slow down", wait)
        self._pace.take(operation, conversation, tenant, now)

    # --- conversations -----------------------------------------------------------------------------------------------

    async def _create(self, request: web.Request) -> web.Response:
        body = await _body(request)
        members = body.get("members") or []
        named = body.get("tenantId") or body.get("tenantID")  # as the SDK for Python writes it
        tenant = named or ((body.get("channelData") or {}).get("tenant") or {}).get("id")
        if body.get("isGroup") or len(members) != 1 or (body.get("bot") or {}).get("id") != self.teams.bot:
            raise Refused(400, "BadSyntax", "one member, and the bot")
        person = self.teams.find(members[0].get("id", ""))
        if person is None or tenant != person.chat.tenant:
            raise Refused(400, "BadSyntax", "there is nobody of that id in that tenant")
        if not (person.chat.installed or any(team.installed for team in self.teams.teams if person in team.members)):
            raise Refused(403, "ForbiddenOperationException", "The app is not installed for this user.")
        self._paced("create", person.chat.id)
        person.chat.installed = True
        return web.json_response({"id": person.chat.id}, status=201)

    def _conversation(self, request: web.Request) -> tuple[Conversation, str]:
        """The conversation, and the message whose thread is meant."""
        base, _, root = request.match_info["id"].partition(";messageid=")
        found = self.teams.conversations.get(base)
        if found is None or found.gone:
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        if not found.has_app:
            code = "ForbiddenOperationException" if found.kind == "personal" else "BotNotInConversationRoster"
            raise Refused(403, code, "The bot is not part of the conversation roster.")
        if found.kind == "personal" and found.members[0].blocks:
            raise Refused(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
        if root and found.message(root) is None:
            raise Refused(404, "ConversationNotFound", "There is no such thread.")
        return found, root

    # --- messages ----------------------------------------------------------------------------------------------------

    async def _send(self, request: web.Request) -> web.Response:
        self.taken += 1
        if self.teams.fast:
            await request.read()
            return web.json_response({"id": str(self.taken)}, status=201)
        conversation, root = self._conversation(request)
        activity = await _body(request)
        if (replied := request.match_info.get("activity")) is not None and conversation.message(replied) is None:
            raise Refused(404, "ActivityNotFoundInConversation", "Activity not found.")
        check(activity)
        self._paced("send", conversation.id)
        if activity["type"] == "typing":
            return web.json_response({"id": "typing"}, status=201)
        message = self.teams.keep(conversation, activity, by_bot=True, root=root)
        return web.json_response({"id": message.id}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        message = self._message(request)
        activity = await _body(request)
        check(activity)
        self._paced("update", message.conversation.id)
        message.before.append(message.activity)
        message.activity = activity
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        self._paced("delete", message.conversation.id)
        message.deleted = True
        return web.Response(status=200)

    def _message(self, request: web.Request) -> Message:
        conversation, _ = self._conversation(request)
        found = conversation.message(request.match_info["activity"])
        if found is None or found.deleted or not found.by_bot:
            raise Refused(404, "ActivityNotFoundInConversation", "Activity not found.")
        return found

    # --- people ------------------------------------------------------------------------------------------------------

    async def _member(self, request: web.Request) -> web.Response:
        conversation, _ = self._conversation(request)
        self._paced("member", conversation.id)
        person = self.teams.find(request.match_info["member"])
        if person is None or person not in conversation.people:
            raise Refused(404, "MemberNotFoundInConversation", "Member not found.")
        return web.json_response(person.described())

    async def _members(self, request: web.Request) -> web.Response:
        conversation, _ = self._conversation(request)
        try:
            size, start = int(request.query.get("pageSize", "200")), int(request.query.get("continuationToken") or "0")
        except ValueError:
            raise Refused(400, "BadSyntax", "a page that is none") from None
        if not 50 <= size <= 500:
            raise Refused(400, "BadSyntax", "50 to 500 members a page")
        self._paced("members", conversation.id)
        size = min(size, self.teams.page)
        page = conversation.people[start : start + size]
        more = {"continuationToken": str(start + size)} if start + size < len(conversation.people) else {}
        return web.json_response({"members": [one.described() for one in page], **more})


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise Refused(400, "BadSyntax", "not JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "BadSyntax", "not an object")
    return body


async def _strike(
    fault: Fault, request: web.Request, work: Callable[[], Awaitable[web.Response]]
) -> web.StreamResponse:
    """Something goes wrong, before or after what was asked for was done."""
    done = await work() if fault.after else None
    match fault.kind:
        case "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=500)
        case "silent":
            await asyncio.sleep(60)
            return web.Response(status=500)
        case "status":
            return web.Response(status=fault.status)
        case "limited":
            return web.Response(status=429, headers={"Retry-After": f"{fault.seconds:g}"})
        case "slow":
            await asyncio.sleep(fault.seconds)
            return done or await work()
        case "html":
            return web.Response(status=fault.status, text="<html>Sorry</html>", content_type="text/html")
        case "refuse":
            raise Refused(403, fault.error)
