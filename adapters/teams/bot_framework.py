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
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from aiohttp import ClientError, ClientSession, web
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, ChannelAccount
from botframework.connector import AsyncBfPipeline, BotFrameworkConnectorConfiguration, models
from botframework.connector.aio import ConnectorClient
from botframework.connector.aio.operations_async import ConversationsOperations
from botframework.connector.auth import (
    AuthenticateRequestResult,
    ClaimsIdentity,
    ConnectorFactory,
    JwtTokenExtractor,
    PasswordServiceClientCredentialFactory,
)
from msrest import Serializer
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
CHANNEL: Final = "msteams"
"""What Teams calls itself. The bot's other channels, such as Web Chat, let anybody say who they are."""
KEPT: Final = 32
"""Services that clients are kept for, of which there is one a region."""
TOKENS: Final = 1_000
"""Tokens that are known again; one takes some two kilobytes."""
HOUR: Final = 3_600.0
"""Seconds that a token is known again at most."""


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
            # The SDK's own reading of an activity takes as long as all the rest, and only these are looked at.
            activity = Activity(
                type=body["type"],
                id=str(body.get("id") or ""),
                name=str(body.get("name") or ""),
                channel_id=str(body.get("channelId") or ""),
                service_url=body["serviceUrl"],
                recipient=ChannelAccount(),
            )
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
        work = (await self._clients.create(service)).conversations
        if reply_to:
            sent = await _asked(work.reply_to_activity(conversation, reply_to, dict(activity)))
        else:
            sent = await _asked(work.send_to_conversation(conversation, dict(activity)))
        return sent.id if sent and sent.id else ""

    async def change(self, service: str, conversation: str, activity_id: str, activity: Payload) -> None:
        """Put an activity in the place of another one."""
        work = (await self._clients.create(service)).conversations
        await _asked(work.update_activity(conversation, activity_id, dict(activity)))

    async def open_chat(self, service: str, member: str, tenant: str) -> str:
        """The id of the chat with one person, which is begun where there is none yet."""
        work = (await self._clients.create(service)).conversations
        parameters = {
            "isGroup": False,
            "bot": {"id": f"28:{self._credentials.app_id}"},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        found = await _asked(work.create_conversation(parameters))
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


def _described(member: Any) -> Payload:
    return {**(member.additional_properties or {}), **member.serialize()}


async def _asked(call: Awaitable[Any]) -> Any:
    """What the connector answers, and its refusals as ours."""
    try:
        return await call
    except HttpOperationError as error:
        response: Any = error.response
        headers = {name.casefold(): value for name, value in dict(response.headers).items()}
        raise RejectedError(int(response.status), _code(error), wait_of(headers.get("retry-after"))) from None
    except NoTokenError as error:
        raise RejectedError(401, f"no token: {error.code}") from None
    except (ClientException, ClientError, TimeoutError, OSError, ValueError) as error:
        raise UnansweredError(type(error).__name__) from None


def _code(error: Any) -> str:
    said = getattr(getattr(error, "error", None), "error", None)
    return str(getattr(said, "code", None) or "")


@dataclass(frozen=True, slots=True)
class _Known:
    """A token that was looked through: whose it is, for which service, and until when (seconds since 1970)."""

    claims: ClaimsIdentity
    audience: str
    service: str
    until: float


class _Authentication(ConfigurationBotFrameworkAuthentication):
    """Believes Teams' own tokens alone: neither the emulator's nor another bot's."""

    def __init__(self, credentials: Credentials, clients: ConnectorFactory) -> None:
        cloud = credentials.cloud
        self._issuer, self._app_id, self._clients = cloud.service, credentials.app_id, clients
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._now = time.time
        super().__init__(
            _Configuration(cloud.login, cloud.service, cloud.openid),
            credentials_factory=PasswordServiceClientCredentialFactory(
                cast("str", credentials.app_id or None), "unused"
            ),
        )

    async def authenticate_request(self, activity: Activity, auth_header: str | None) -> AuthenticateRequestResult:
        """Teams signs many requests with the same token: it is looked through once, and known again until it ends."""
        known = self._known.get(auth_header or "")
        if known is None or known.until < self._now():
            known = await self._looked_through(activity, auth_header)
        elif self._app_id and known.service != activity.service_url:
            raise PermissionError("the token is for another service")
        result = AuthenticateRequestResult()
        result.claims_identity, result.audience, result.connector_factory = known.claims, known.audience, self._clients
        return result

    async def _looked_through(self, activity: Activity, auth_header: str | None) -> _Known:
        found = await super().authenticate_request(activity, cast("str", auth_header))
        claims = found.claims_identity
        if self._app_id and claims.claims.get("iss") != self._issuer:
            raise PermissionError("issued by somebody else")
        ends = min(float(cast("float", claims.claims.get("exp")) or 0.0), self._now() + HOUR)
        known = _Known(claims, found.audience, activity.service_url, ends)
        if auth_header and activity.channel_id == CHANNEL:
            self._known[auth_header] = known
            while len(self._known) > TOKENS:
                self._known.popitem(last=False)
        return known

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
        self._tokens, self._sender = tokens, _Sender(session)
        self._made: OrderedDict[str, ConnectorClient] = OrderedDict()

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:  # noqa: ARG002
        service = service_url.rstrip("/")
        client = self._made.get(service)
        if client is None:
            configuration = BotFrameworkConnectorConfiguration(_Signed(self._tokens), service, sender=self._sender)
            client = self._made[service] = _Client(configuration)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(service)
        return client


class _Client(ConnectorClient):
    """The connector's client, which takes JSON as it is."""

    def __init__(self, configuration: BotFrameworkConnectorConfiguration) -> None:
        super().__init__(None, custom_configuration=configuration)
        # Only now: the SDK makes a pipeline of its own, which takes our policies out of any that was made before.
        configuration.pipeline = AsyncBfPipeline(configuration)
        known = {name: model for name, model in vars(models).items() if isinstance(model, type)}
        self.conversations = ConversationsOperations(self._client, self.config, _Plain(known), self._deserialize)


class _Plain(Serializer):
    """A card has a hundred parts, and to look at each of them, twice, takes as long as all the rest."""

    def body(self, data: Any, data_type: str, **kwargs: Any) -> Any:
        return data if isinstance(data, dict) else super().body(data, data_type, **kwargs)


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


class _Answer(AioHttpClientResponse):
    """What came back, which may be nothing at all: msrest takes that for a body that was not read."""

    def body(self) -> bytes:
        return self._body or b""


class _Sender(AsyncHTTPSender):
    """Sends by aiohttp."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def send(self, request: Request, **config: Any) -> Response:  # noqa: ARG002
        plain = request.http_request
        got = await self._session.request(plain.method, plain.url, headers=plain.headers, data=plain.data)
        response = _Answer(plain, got)
        await response.load_body()
        return Response(request, response)

    async def __aexit__(self, *exc_details: object) -> None:
        """The session is its maker's to close."""
