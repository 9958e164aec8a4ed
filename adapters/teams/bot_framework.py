"""The seam to Microsoft's Bot Framework SDK: nothing else imports it, and all that passes here is plain JSON.

The SDK is archived upstream. docs/decisions/ says what it would take to put its successor in its place.

Three of its public methods are overridden, as it would build two clients anew for each message that comes in:
`authenticate_request`, `create_connector_factory` and `create_user_token_client`. Its connector sends through a sender
of ours, on the event loop and over kept connections, instead of `requests` in threads.
"""

# basedpyright: this one module is checked less strictly, as botbuilder and msrest are loosely typed.
# pyright: basic, reportMissingTypeStubs=false, reportIncompatibleMethodOverride=false
from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, cast

from aiohttp import ClientError, ClientSession, web
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector import AsyncBfPipeline, BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    ClaimsIdentity,
    ConnectorFactory,
    JwtTokenExtractor,
    PasswordServiceClientCredentialFactory,
)
from msrest.exceptions import ClientException, HttpOperationError
from msrest.pipeline import AsyncHTTPPolicy, AsyncHTTPSender, Request, Response
from msrest.universal_http.aiohttp import AioHttpClientResponse

from adapters.teams.credentials import Credentials
from adapters.teams.refused import RejectedError, UnansweredError, wait_of
from adapters.teams.signing_keys import SigningKeys, UnreachableError
from adapters.teams.tokens import NoTokenError, Tokens

log = logging.getLogger("learnt.teams")
logging.getLogger("msrest").setLevel(logging.WARNING)  # its debug log holds what people wrote, and tokens
logging.getLogger("msal").setLevel(logging.WARNING)
logging.getLogger("urllib3").setLevel(logging.ERROR)
Payload = Mapping[str, Any]
Turn = Callable[[Payload], Awaitable["Payload | None"]]
"""What is done with an activity; what it returns is the body that an invoke is answered with."""
KEPT: Final = 32
"""Services that clients are kept for. There is one a region."""


class BotFramework:
    """Takes requests from Teams, and speaks with its connector. To be made inside a running event loop."""

    def __init__(self, credentials: Credentials, session: ClientSession, monotonic: Callable[[], float]) -> None:
        self.tokens = Tokens(credentials, monotonic)
        self._credentials = credentials
        self._keys = SigningKeys(credentials.cloud.openid, session, monotonic)
        JwtTokenExtractor.metadataCache[credentials.cloud.openid] = self._keys
        self._clients = _Clients(self.tokens, session)
        self._authentication = _Authentication(credentials, self._clients)
        self._adapter: CloudAdapterBase = CloudAdapter(self._authentication)

    async def take(self, header: str | None, body: Payload, turn: Turn) -> web.Response:
        """Authenticate the request, and answer it. Raises what `turn` raises."""
        try:
            activity = Activity().deserialize(dict(body))
            # The SDK takes "no header" for "no authentication" only where it is None.
            known = await self._authentication.authenticate_request(activity, header or None)
        except UnreachableError:
            return web.Response(status=503, text="who sent this can't be found out just now")
        except Exception as error:  # the SDK raises plain exceptions for a token that it doesn't take
            log.info("a request was not Teams' own: %s", type(error).__name__)
            return web.Response(status=401, text="not signed by Teams")
        told: list[Payload | None] = []

        async def on_turn(context: TurnContext) -> None:
            told.append(await turn(body))
            if activity.type == "invoke":
                answer = told[0]
                answered = InvokeResponse(status=200 if answer is not None else 501, body=answer)
                await context.send_activity(Activity(type="invokeResponse", value=answered))

        answered = await self._adapter.process_activity(known, activity, on_turn)
        if answered is None:
            return web.Response(status=200)
        return web.json_response(told[0], status=answered.status) if told[0] else web.Response(status=answered.status)

    async def post(self, service: str, conversation: str, activity: Payload, reply_to: str = "") -> str:
        """Post an activity, and return its id. Raises RejectedError or UnansweredError, as all of these do."""
        client = await self._clients.create(service)
        work = client.conversations
        if reply_to:
            sent = await _asked(work.reply_to_activity(conversation, reply_to, Activity().deserialize(dict(activity))))
        else:
            sent = await _asked(work.send_to_conversation(conversation, Activity().deserialize(dict(activity))))
        return sent.id if sent and sent.id else ""

    async def change(self, service: str, conversation: str, activity_id: str, activity: Payload) -> None:
        """Put an activity in the place of another one."""
        client = await self._clients.create(service)
        new = Activity().deserialize(dict(activity))
        await _asked(client.conversations.update_activity(conversation, activity_id, new))

    async def open_chat(self, service: str, member: str, tenant: str) -> str:
        """The id of the chat with one person, which is begun where there is none yet."""
        client = await self._clients.create(service)
        parameters = {
            "isGroup": False,
            "bot": {"id": f"28:{self._credentials.app_id}"},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        found = await _asked(client.conversations.create_conversation(_parameters(parameters)))
        return found.id

    async def member(self, service: str, conversation: str, account: str) -> Payload:
        """One person of a conversation, as Teams describes them."""
        client = await self._clients.create(service)
        found = await _asked(client.conversations.get_conversation_member(conversation, account))
        return _described(found)

    async def members(self, service: str, conversation: str, after: str = "") -> tuple[list[Payload], str]:
        """A page of a conversation's people, and what the next page is asked for with; empty after the last."""
        client = await self._clients.create(service)
        page = await _asked(
            client.conversations.get_conversation_paged_members(
                conversation, page_size=500, continuation_token=after or None
            )
        )
        return [_described(one) for one in page.members or ()], page.continuation_token or ""


def _parameters(plain: Payload) -> Any:
    from botbuilder.schema import ConversationParameters

    return ConversationParameters().deserialize(dict(plain))


def _described(member: Any) -> Payload:
    return {**(member.additional_properties or {}), **member.serialize()}


async def _asked(call: Awaitable[Any]) -> Any:
    """What the connector answers, and its refusals as ours."""
    try:
        return await call
    except HttpOperationError as error:
        response: Any = error.response
        headers = {name.casefold(): value for name, value in dict(response.headers).items()}
        raise RejectedError(int(response.status_code), _code(error), wait_of(headers.get("retry-after"))) from None
    except NoTokenError as error:
        raise RejectedError(401, f"no token: {error.code}") from None
    except (ClientException, ClientError, TimeoutError, OSError, ValueError) as error:
        raise UnansweredError(type(error).__name__) from None


def _code(error: Any) -> str:
    said = getattr(getattr(error, "error", None), "error", None)
    return str(getattr(said, "code", None) or "")


class _Authentication(ConfigurationBotFrameworkAuthentication):
    """Believes Teams' own tokens alone: neither the emulator's nor another bot's."""

    def __init__(self, credentials: Credentials, clients: ConnectorFactory) -> None:
        cloud = credentials.cloud
        self._issuer, self._app_id, self._clients = cloud.service, credentials.app_id, clients
        super().__init__(
            _Configuration(cloud.login, cloud.service, cloud.openid),
            credentials_factory=PasswordServiceClientCredentialFactory(
                cast("str", credentials.app_id or None), "unused"
            ),
        )

    async def authenticate_request(self, activity: Activity, auth_header: str | None) -> AuthenticateRequestResult:
        result = await super().authenticate_request(activity, cast("str", auth_header))
        if self._app_id and result.claims_identity.get_claim_value("iss") != self._issuer:
            raise PermissionError("issued by somebody else")
        result.connector_factory = self._clients
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002
        return self._clients

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """None: nobody signs in through Learnt."""


class _Configuration:
    """The SDK reads these by name."""

    CALLER_ID = None

    def __init__(self, login: str, service: str, openid: str) -> None:
        self.VALIDATE_AUTHORITY = False
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = login
        self.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = service
        self.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = service
        self.OAUTH_URL = service
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = openid
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = openid


class _Clients(ConnectorFactory):
    """A connector client for each service, made once."""

    def __init__(self, tokens: Tokens, session: ClientSession) -> None:
        self._credentials, self._sender = _Signed(tokens), _Sender(session)
        self._made: OrderedDict[str, ConnectorClient] = OrderedDict()

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:  # noqa: ARG002
        service = service_url.rstrip("/")
        client = self._made.get(service)
        if client is None:
            configuration = BotFrameworkConnectorConfiguration(
                self._credentials, service, pipeline_type=AsyncBfPipeline, sender=self._sender
            )
            client = self._made[service] = ConnectorClient(None, custom_configuration=configuration)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(service)
        return client


class _Signed(AsyncHTTPPolicy):
    """Puts our token on each request; one that is not taken is not used again."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.next: Any = None

    async def send(self, request: Request, **kwargs: Any) -> Response:
        if token := await self._tokens.current():
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        response = await self.next.send(request, **kwargs)
        if response.http_response.status_code == 401:
            self._tokens.refused()
        return response


class _Sender(AsyncHTTPSender):
    """Sends by aiohttp."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def send(self, request: Request, **config: Any) -> Response:  # noqa: ARG002
        plain = request.http_request
        got = await self._session.request(plain.method, plain.url, headers=plain.headers, data=plain.data)
        response = AioHttpClientResponse(plain, got)
        await response.load_body()
        return Response(request, response)

    async def __aexit__(self, *exc_details: object) -> None:
        """The session is its maker's to close."""
