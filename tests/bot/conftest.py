import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import requests
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer
from bot.adapter import TeamsAdapter
from bot.auth.authentication import Authentication, ChannelPolicy
from bot.auth.credentials import Credentials, NoCredentials
from bot.auth.signing_keys import SigningKeys
from bot.connector.client import Connector
from bot.connector.rate_limit import ConversationQueues
from bot.http.allowed_hosts import ServiceHosts
from bot.http.server import create_app
from tests.bot.samples import LOOPBACK
from tests.support.channel import APP_ID, TENANT, FakeChannel

Client = TestClient[web.Request, web.Application]


@pytest.fixture(scope="session")
def _running_channel() -> Iterator[FakeChannel]:
    channel = FakeChannel()
    channel.start()
    yield channel
    channel.stop()


@pytest.fixture
def channel(_running_channel: FakeChannel) -> FakeChannel:
    _running_channel.reset()
    return _running_channel


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def entra(channel: FakeChannel, monkeypatch: pytest.MonkeyPatch) -> FakeChannel:
    """Lead what MSAL sends to Entra to the stand-in; MSAL itself insists on https."""
    send = requests.adapters.HTTPAdapter.send

    def redirected(self: Any, request: Any, **options: Any) -> Any:
        if request.url.startswith("https://login.microsoftonline.com/"):
            parts = urlsplit(request.url)
            request.url = f"{channel.url}{parts.path}?{parts.query}"
        return send(self, request, **options)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", redirected)
    return channel


@dataclass
class Served:
    """The edge behind a client, and what its handler got."""

    client: Client
    keys: SigningKeys
    connector: Connector
    edge: TeamsAdapter
    got: list[Inbound] = field(default_factory=list)

    async def post(
        self, activity: object, token: str | None = None, **options: Any
    ) -> aiohttp.ClientResponse:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.client.post(
            "/api/messages", json=activity, headers=headers | options.pop("headers", {}), **options
        )


Serve = Callable[..., Any]


@pytest.fixture
def serve(channel: FakeChannel, session: aiohttp.ClientSession) -> Serve:
    """Make an edge: `async with serve(answer=…) as served`."""

    @asynccontextmanager
    async def serving(
        answer: InvokeAnswer | Callable[[Inbound], Awaitable[InvokeAnswer | None]] | None = None,
        app_id: str = APP_ID,
        credentials: Credentials | None = None,
        clock: Callable[[], float] = time.monotonic,
        **policy: Any,
    ) -> AsyncIterator[Served]:
        got: list[Inbound] = []

        async def handler(inbound: Inbound) -> InvokeAnswer | None:
            got.append(inbound)
            return await answer(inbound) if callable(answer) else answer

        hosts: ServiceHosts = policy.pop("hosts", LOOPBACK)
        rules: dict[str, Any] = {"tenants": frozenset({TENANT}), "rehearsal": True} | policy
        keys = SigningKeys(session, clock, channel.metadata_url)
        connector = Connector(
            session, credentials or NoCredentials(), hosts, ConversationQueues(clock)
        )
        numbers = itertools.count(1)
        edge = TeamsAdapter(
            handler,
            Authentication(ChannelPolicy(app_id=app_id, hosts=hosts, **rules), keys),
            connector,
            new_id=lambda: f"turn-{next(numbers)}",
        )
        async with TestClient(TestServer(create_app(edge, {"keys": keys.ready}))) as client:
            yield Served(client, keys, connector, edge, got)
        await keys.close()

    return serving
