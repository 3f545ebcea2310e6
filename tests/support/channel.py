"""A stand-in for the Bot Framework: signing keys, signed tokens, Entra's token endpoint, connector.

It runs in a thread with a loop of its own, because the stock adapter blocks the loop it lives on.
"""

import asyncio
import functools
import json
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-4333-8444-555555555555"
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
ISSUER = "https://api.botframework.com"


@functools.cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class Call:
    """One call that the connector got."""

    method: str
    path: str
    body: Any
    authorization: str | None
    at: float


@dataclass(slots=True)
class Scripted:
    """What the connector answers next, instead of success."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: object = None
    #: Close the connection instead of answering.
    drop: bool = False


class FakeChannel:
    def __init__(self) -> None:
        self.published = ["first"]
        self.endorsements = ["msteams", "webchat"]
        self.metadata_down = False
        self.delay = 0.0
        #: Answer no call of the connector before this many have come.
        self.together = 0
        #: Where set, each answer waits until its event is set, at most `delay` seconds.
        self.held: list[threading.Event] | None = None
        #: Whether each event was set in time.
        self.released: list[bool] = []
        self.token_seconds = 3600
        self.entra_down = False
        self.counts: Counter[str] = Counter()
        self.calls: list[Call] = []
        self.script: deque[Scripted] = deque()
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def reset(self) -> None:
        self.published, self.endorsements = ["first"], ["msteams", "webchat"]
        self.metadata_down, self.entra_down = False, False
        self.delay, self.token_seconds, self.together = 0.0, 3600, 0
        self.held, self.released = None, []
        self.counts.clear()
        self.calls.clear()
        self.script.clear()

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams"

    @property
    def metadata_url(self) -> str:
        return f"{self.url}/openid"

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "exp": now + 600,
            "nbf": now - 10,
            "serviceurl": self.service_url,
        } | changed
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, key: str = "first", kid: str | None = None, **changed: Any) -> str:
        """Sign as Teams does; a claim that is None is left out."""
        headers = {"kid": kid or key}
        return jwt.encode(
            self.claims(**changed), private_key(key), algorithm="RS256", headers=headers
        )

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = web.AppRunner(self._app(), access_log=None)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        host, port = runner.addresses[0]
        self.url = f"http://{host}:{port}"
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/common/discovery/instance", self._instances)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._authority)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_route("*", "/teams/v3/{rest:.*}", self._connector)
        return app

    async def _count(self, name: str) -> None:
        self.counts[name] += 1
        if self.held is None:
            await asyncio.sleep(self.delay)
            return
        release = threading.Event()
        self.held.append(release)
        self.released.append(await asyncio.to_thread(release.wait, self.delay))

    async def _metadata(self, _: web.Request) -> web.Response:
        await self._count("metadata")
        if self.metadata_down:
            return web.Response(status=503)
        return web.json_response({"jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        await self._count("keys")
        keys = []
        for name in self.published:
            key = json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key()))
            keys.append(key | {"kid": name, "use": "sig", "endorsements": self.endorsements})
        return web.json_response({"keys": keys})

    async def _instances(self, _: web.Request) -> web.Response:
        await self._count("entra discovery")
        aliases = ["login.microsoftonline.com", "login.windows.net"]
        entry = {"preferred_network": aliases[0], "preferred_cache": aliases[1], "aliases": aliases}
        return web.json_response({"tenant_discovery_endpoint": "", "metadata": [entry]})

    async def _authority(self, request: web.Request) -> web.Response:
        await self._count("entra discovery")
        base = f"https://login.microsoftonline.com/{request.match_info['tenant']}"
        return web.json_response(
            {
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "issuer": f"{base}/v2.0",
            }
        )

    async def _token(self, _: web.Request) -> web.Response:
        await self._count("token")
        if self.entra_down:
            return web.json_response({"error": "invalid_client"}, status=401)
        return web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": self.token_seconds,
                "access_token": f"outbound-{self.counts['token']}",
            }
        )

    async def _connector(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        call = Call(
            request.method,
            request.raw_path,
            json.loads(text) if text else None,
            request.headers.get("Authorization"),
            time.monotonic(),
        )
        self.calls.append(call)
        await self._count("connector")
        while len(self.calls) < self.together:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        if self.script:
            return self._scripted(request, self.script.popleft())
        return web.json_response({"id": f"sent-{len(self.calls)}"}, status=201)

    def _scripted(self, request: web.Request, scripted: Scripted) -> web.StreamResponse:
        if scripted.drop and request.transport is not None:
            request.transport.abort()
        return web.json_response(scripted.body, status=scripted.status, headers=scripted.headers)
