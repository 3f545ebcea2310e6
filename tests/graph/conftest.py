"""The tenant client against the rehearsal Graph, over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from graph.client.retry import Retry
from graph.client.tokens import RehearsalTokens
from graph.tenant import Tenant
from graph.tenants import Tenants
from sandbox.faults import read_fault
from sandbox.organization.generate import generate
from sandbox.organization.organization import Account, Organization
from sandbox.organization.personas import ALEX, DOMAIN, TENANT
from sandbox.organization.products import CATALOG
from sandbox.server import create_app
from sandbox.state import CALLERS, FAULTS
from sandbox.state import TENANT as TENANT_KEY
from sandbox.tenant import Tenant as Directory

E3, E5, PROJECT = (
    CATALOG[part].id for part in ("ENTERPRISEPACK", "ENTERPRISEPREMIUM", "PROJECTPROFESSIONAL")
)
ASSIGN = {"method": "POST", "path": "/users/*/assignLicense"}
#: Short enough for tests, long enough for a busy machine.
RETRY = Retry(tries=4, first_wait=0.01)


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class Bench:
    """The rehearsal tenant, our client of it, and every request that was made."""

    app: web.Application
    server: TestServer
    clock: Clock
    tokens: RehearsalTokens
    tenants: Tenants
    requests: list[web.Request] = field(default_factory=list)

    @property
    def tenant(self) -> Tenant:
        """As Alex, who may remove licenses."""
        return self.tenants.acting_as(TENANT, ALEX.oid)

    @property
    def directory(self) -> Directory:
        """The state behind it."""
        return self.app[TENANT_KEY]

    def account(self, name: str) -> Account:
        """Someone by the first part of the address."""
        return self.directory.person(f"{name}@{DOMAIN}")

    def fault(self, **fault: Any) -> None:
        """What the next call meets."""
        self.app[FAULTS].waiting.append(read_fault(fault))

    def fair(self) -> None:
        """No more faults."""
        self.app[FAULTS].clear()

    def sign_out(self) -> None:
        """Make every token worthless."""
        self.app[CALLERS].forget()

    def paths(self) -> list[str]:
        """Where Graph was called, without the query."""
        calls = (request.path for request in self.requests)
        return [path.removeprefix("/graph/v1.0") for path in calls if path.startswith("/graph")]


@asynccontextmanager
async def open_bench(organization: Organization, retry: Retry = RETRY) -> AsyncIterator[Bench]:
    """A server and a client."""
    clock = Clock()
    app = create_app(organization, clock=clock.now)
    requests: list[web.Request] = []
    app.middlewares.append(_recorder(requests))
    server = TestServer(app)
    async with server:
        tokens = RehearsalTokens(str(server.make_url("/entra")), clock, retry)
        tenants = Tenants(str(server.make_url("/graph/v1.0")), tokens, _names, clock, retry)
        yield Bench(app, server, clock, tokens, tenants, requests)
        await tenants.close()
        await tokens.close()


def _recorder(requests: list[web.Request]) -> Any:
    @web.middleware
    async def record(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        requests.append(request)
        return await handler(request)

    return record


def _names(product: str, part: str) -> str:
    return "Office 365 E3" if product == E3 else part


@pytest.fixture(scope="session")
def organization() -> Organization:
    return generate(300, seed=7)


@pytest.fixture
async def bench(organization: Organization) -> AsyncIterator[Bench]:
    async with open_bench(organization) as opened:
        yield opened
