"""Microsoft's clouds: where a bot gets its tokens, and whose tokens it believes.

learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication, and the same for government.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """One cloud. `login` is where tokens are had, and `home` the tenant that they are had from where no other is said.

    `service` is what they are for; requests from Teams are signed by it, with the keys that `openid` leads to.
    """

    login: str
    home: str
    service: str
    openid: str


PUBLIC: Final = Cloud(
    login="https://login.microsoftonline.com",
    home="botframework.com",
    service="https://api.botframework.com",
    openid="https://login.botframework.com/v1/.well-known/openidconfiguration",
)
CLOUDS: Final[Mapping[str, Cloud]] = {
    "public": PUBLIC,
    "usgov": Cloud(
        login="https://login.microsoftonline.us",
        home="MicrosoftServices.onmicrosoft.us",
        service="https://api.botframework.us",
        openid="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    ),
    "china": Cloud(
        login="https://login.partner.microsoftonline.cn",
        home="microsoftservices.partner.onmschina.cn",
        service="https://api.botframework.azure.cn",
        openid="https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    ),
}


def read_cloud(text: str) -> Cloud | None:
    """A cloud by its name, or `login=ADDRESS openid=ADDRESS` for a local stand-in; None where it is neither."""
    if not text:
        return PUBLIC
    if text in CLOUDS:
        return CLOUDS[text]
    said = {name: address for name, _, address in (part.partition("=") for part in text.split())}
    if set(said) != {"login", "openid"} or not said["login"].startswith("https://"):
        return None
    return Cloud(login=said["login"].rstrip("/"), home=PUBLIC.home, service=PUBLIC.service, openid=said["openid"])
