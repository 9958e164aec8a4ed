"""`python -m bench.stock PORT OPENID`: a bot that does nothing, as the SDK makes it, for Learnt to be compared with."""

from __future__ import annotations

import logging
import os
import sys

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

SERVICE = "https://api.botframework.com"


class Settings:
    """The SDK's own names."""

    APP_ID = os.environ["MICROSOFT_APP_ID"]
    APP_PASSWORD = os.environ["MICROSOFT_APP_PASSWORD"]
    APP_TYPE = "SingleTenant"
    APP_TENANTID = os.environ["MICROSOFT_APP_TENANT_ID"]
    TO_CHANNEL_FROM_BOT_LOGIN_URL = "https://login.microsoftonline.com/"
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = SERVICE
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = SERVICE
    OAUTH_URL = SERVICE
    TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = sys.argv[2] if len(sys.argv) > 2 else ""
    TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL


class Nothing:
    """The bot."""

    async def on_turn(self, context: TurnContext) -> None:
        """Answers nothing."""


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Settings())), Nothing()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, bot) or web.Response(status=201)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)


if __name__ == "__main__":
    main()
