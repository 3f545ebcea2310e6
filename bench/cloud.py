"""The services around a measured bot: Entra, the channel's keys, connector and Graph.

Entra and the connector can be slowed down, as if they were far away.
"""

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import jwt
from aiohttp import web
from aiohttp.typedefs import Handler
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from licensing.tenant.clouds import REHEARSAL_AUTHORITY

Json = dict[str, Any]

APP_ID: Final = "11111111-2222-4333-8444-555555555555"
TENANT: Final = "72f988bf-0000-4000-8000-2d7cd011db47"
ISSUER: Final = "https://api.botframework.com"
LICENSE_ADMINISTRATOR: Final = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
#: Entra's path for this bot in a rehearsal, and its address for the stock bot.
AUTHORITIES: Final = {
    "entra": REHEARSAL_AUTHORITY,
    "microsoft": "https://login.microsoftonline.com",
}
_FAR: Final = (*(f"/{entra}/" for entra in AUTHORITIES), "/teams/")
_KEY: Final = "measured"


@dataclass(slots=True)
class Cloud:
    """One server for all services. `posted` gets each message that a bot sends or changes."""

    url: str
    products: list[Json]
    posted: Callable[[str, str, Json], None]
    #: Latency of Entra and the connector, in seconds.
    delay: float = 0.0
    _key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    @property
    def service_url(self) -> str:
        """Return the connector's address."""
        return f"{self.url}/teams"

    def authorization(self) -> str:
        """Return an Authorization header signed as by the channel."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3600}
        claims |= {"serviceurl": self.service_url, "jti": uuid.uuid4().hex}
        return f"Bearer {jwt.encode(claims, self._key, algorithm='RS256', headers={'kid': _KEY})}"

    def app(self) -> web.Application:
        """Return the server."""
        app = web.Application(middlewares=[self._far_away])
        get, post = app.router.add_get, app.router.add_post
        get("/botframework/.well-known/openidconfiguration", self._metadata)
        get("/keys", self._keys)
        for entra in AUTHORITIES:
            get(f"/{entra}/{{tenant}}/v2.0/.well-known/openid-configuration", self._authority)
            post(f"/{entra}/{{tenant}}/oauth2/v2.0/token", self._token)
        post("/teams/v3/conversations/{conversation}/activities", self._post)
        post("/teams/v3/conversations/{conversation}/activities/{activity}", self._post)
        app.router.add_put(
            "/teams/v3/conversations/{conversation}/activities/{activity}", self._post
        )
        get("/graph/v1.0/subscribedSkus", self._products)
        get("/graph/v1.0/{who:.*}/transitiveMemberOf/{kind}", self._roles)
        return app

    @web.middleware
    async def _far_away(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self.delay and request.path.startswith(_FAR):
            await asyncio.sleep(self.delay)
        return await handler(request)

    async def _metadata(self, _: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [public | {"kid": _KEY, "endorsements": ["msteams"]}]})

    async def _authority(self, request: web.Request) -> web.Response:
        entra = request.path.split("/")[1]
        base = f"{AUTHORITIES[entra]}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        )

    async def _token(self, _: web.Request) -> web.Response:
        token = {"token_type": "Bearer", "expires_in": 3600, "access_token": uuid.uuid4().hex}
        return web.json_response(token)

    async def _post(self, request: web.Request) -> web.Response:
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return web.Response(status=401)
        id_ = request.match_info.get("activity", uuid.uuid4().hex)
        self.posted(request.match_info["conversation"], id_, await request.json())
        return web.json_response({"id": id_})

    async def _products(self, _: web.Request) -> web.Response:
        return web.json_response({"value": self.products})

    async def _roles(self, _: web.Request) -> web.Response:
        role = {"id": uuid.uuid4().hex, "roleTemplateId": LICENSE_ADMINISTRATOR}
        return web.json_response({"value": [role]})


async def serve(app: web.Application, port: int) -> Callable[[], Awaitable[None]]:
    """Serve on this machine; returns a function that ends it."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner.cleanup
