"""Who is who to each other: the login service that gives the bot its tokens, and the keys that Teams signs with."""

from __future__ import annotations

import ipaddress
import json
import secrets
import ssl
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import RSAAlgorithm

SERVICE = "https://api.botframework.com"
LASTS = 3600


@cache
def _rsa(number: int) -> rsa.RSAPrivateKey:
    """The keys that Teams signs with, the first, the second …; made once a process, as each takes a while."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate() -> Path:
    """A certificate for 127.0.0.1 with its key, in one file; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "login of a local Teams")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + made.public_bytes(serialization.Encoding.PEM)
    file = Path(tempfile.mkdtemp(prefix="teams-login-")) / "login.pem"
    file.write_bytes(pem)
    return file


def secure() -> ssl.SSLContext:
    """How the login service listens."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate())
    return context


class Login:
    """Gives tokens to whoever knows the password, and signs what Teams sends."""

    def __init__(self, app_id: str, password: str, tenant: str) -> None:
        self.app_id, self.password, self.tenant = app_id, password, tenant
        self.generation = 0
        self.asked = 0  # how often somebody wanted a token
        self.keys_read = 0
        self.refuses = ""
        self.tokens: dict[str, float] = {}
        self.lasts = LASTS
        self.url = ""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", self._tenant),
            web.post("/{tenant}/oauth2/v2.0/token", self._token),
        ]

    def openid_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/.well-known/openidconfiguration", self._openid),
            web.get("/v1/.well-known/keys", self._keys),
            web.get("/identity", self._identity),
        ]

    def rolls_keys(self) -> None:
        """From now on Teams signs with another key."""
        self.generation += 1

    def token(self, service_url: str, *, unsigned: bool = False, signed_by: int | None = None, **claims: Any) -> str:
        """What Teams puts on a request; `claims` change it, and a claim that is None is left out.

        A forger's is `unsigned`, or it names Teams' key and is `signed_by` that of another number.
        """
        now = int(time.time())
        key_id = claims.pop("kid", f"key-{self.generation}")
        key = _rsa(self.generation if signed_by is None else signed_by)
        said = {
            "iss": SERVICE,
            "aud": self.app_id,
            "serviceurl": service_url,
            "nbf": now - 60,
            "exp": now + LASTS,
            **claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        headers = {"kid": key_id} if key_id else {}
        if unsigned:
            return jwt.encode(said, None, algorithm="none", headers=headers)
        return jwt.encode(said, key, algorithm="RS256", headers=headers)

    def knows(self, header: str) -> bool:
        """Whether a request of the bot's has a token that is good."""
        kind, _, token = header.partition(" ")
        return kind == "Bearer" and self.tokens.get(token, 0.0) > time.time()

    async def _tenant(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if tenant != self.tenant:
            return web.json_response({"error": "invalid_tenant"}, status=400)
        base = f"{self.url}/{tenant}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        self.asked += 1
        form = await request.post()
        if request.match_info["tenant"] != self.tenant:
            return web.json_response({"error": "invalid_request"}, status=400)
        if form.get("grant_type") != "client_credentials" or form.get("scope") != f"{SERVICE}/.default":
            return web.json_response({"error": "invalid_scope"}, status=400)
        if self.refuses or (form.get("client_id"), form.get("client_secret")) != (self.app_id, self.password):
            return web.json_response({"error": self.refuses or "invalid_client"}, status=401)
        token = secrets.token_urlsafe(24)
        self.tokens[token] = time.time() + self.lasts
        given = web.json_response({"token_type": "Bearer", "expires_in": self.lasts, "access_token": token})
        given.force_close()  # MSAL would keep it open as long as it lives
        return given

    async def _identity(self, request: web.Request) -> web.Response:
        """A token for whoever runs in Azure as that identity, as App Service's endpoint gives it."""
        self.asked += 1
        asked = request.query
        if request.headers.get("X-IDENTITY-HEADER") != "header" or asked.get("client_id") != self.app_id:
            return web.json_response({"statusCode": 400, "message": "no such identity"}, status=400)
        if asked.get("resource") != SERVICE:
            return web.json_response({"statusCode": 400, "message": "no such resource"}, status=400)
        token = secrets.token_urlsafe(24)
        self.tokens[token] = time.time() + self.lasts
        ends = str(int(time.time()) + self.lasts)
        return web.json_response(
            {"access_token": token, "expires_on": ends, "resource": SERVICE, "token_type": "Bearer"}
        )

    async def _openid(self, request: web.Request) -> web.Response:
        return web.json_response({"issuer": SERVICE, "jwks_uri": f"http://{request.host}/v1/.well-known/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        self.keys_read += 1
        known = json.loads(RSAAlgorithm.to_jwk(_rsa(self.generation).public_key()))
        key = {**known, "kid": f"key-{self.generation}", "use": "sig", "endorsements": ["msteams"]}
        return web.json_response({"keys": [key]}, headers={"Cache-Control": "max-age=86400"})
