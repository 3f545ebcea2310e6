"""A stand-in for Entra's token endpoint and for the identity endpoints of Azure machines.

It believes no one: a secret, a certificate's signature and a trusted token are all checked.
"""

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

AUTHORITY = "https://login.rehearsal.invalid"
APP_ID = "11111111-2222-4333-8444-555555555555"
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass
class FakeEntra:
    """`url` is set when it is served."""

    url: str = ""
    secret: str = "secret"
    certificate: x509.Certificate | None = None
    #: The tokens of others that the app registration trusts.
    trusted: set[str] = field(default_factory=set)
    #: Client ids of the identities that this machine has; "" is its own.
    identities: set[str] = field(default_factory=set)
    #: What was asked for, in order: scopes and resources.
    asked: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def app(self) -> web.Application:
        app = web.Application()
        place = "/entra/{tenant}"
        app.router.add_get(f"{place}/v2.0/.well-known/openid-configuration", self._authority)
        app.router.add_post(f"{place}/oauth2/v2.0/token", self._token)
        app.router.add_get("/metadata/identity/oauth2/token", self._machine)
        app.router.add_get("/app-service", self._app_service)
        return app

    async def _authority(self, request: web.Request) -> web.Response:
        base = f"{AUTHORITY}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        )

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.counts["token"] += 1
        self.asked.append(form.get("scope", ""))
        if form.get("client_id") != APP_ID or request.match_info["tenant"] != TENANT:
            return _refused("unauthorized_client")
        if form.get("grant_type") != "client_credentials" or not self._proven(form):
            return _refused("invalid_client")
        return _given("of the app", expires_in=3600)

    def _proven(self, form: dict[str, str]) -> bool:
        if "client_secret" in form:
            return form["client_secret"] == self.secret
        assertion = form.get("client_assertion", "")
        if form.get("client_assertion_type") != ASSERTION:
            return False
        return assertion in self.trusted or self._signed(assertion)

    def _signed(self, assertion: str) -> bool:
        if self.certificate is None:
            return False
        thumbprint = hashlib.sha256(self.certificate.public_bytes(Encoding.DER)).digest()
        header = jwt.get_unverified_header(assertion)
        named = base64.urlsafe_b64encode(thumbprint).decode().rstrip("=")
        if str(header.get("x5t#S256")).rstrip("=") != named:
            return False
        key: Any = self.certificate.public_key()
        audience = f"{AUTHORITY}/{TENANT}/oauth2/v2.0/token"
        try:
            claims = jwt.decode(assertion, key, algorithms=["PS256"], audience=audience)
        except jwt.PyJWTError:
            return False
        return bool(claims["iss"] == claims["sub"] == APP_ID)

    async def _machine(self, request: web.Request) -> web.Response:
        self.counts["identity"] += 1
        if request.headers.get("Metadata") != "true":
            return _refused("bad_request")
        return self._identity(request, expires_in="3600")

    async def _app_service(self, request: web.Request) -> web.Response:
        self.counts["identity"] += 1
        if request.headers.get("X-IDENTITY-HEADER") != "ours":
            return _refused("unauthorized")
        return self._identity(request, expires_on="4102444800")

    def _identity(self, request: web.Request, **lifetime: str) -> web.Response:
        self.asked.append(request.query.get("resource", ""))
        client_id = request.query.get("client_id", "")
        if client_id not in self.identities:
            return _refused("invalid_request")
        return _given(f"of {client_id or 'the machine'}", **lifetime)


def _given(whose: str, **lifetime: int | str) -> web.Response:
    body = {"token_type": "Bearer", "access_token": f"token {whose}"}
    return web.json_response(body | lifetime)


def _refused(error: str) -> web.Response:
    said = {"error": error, "error_description": f"{APP_ID} of {TENANT}"}
    return web.json_response(said, status=400)
