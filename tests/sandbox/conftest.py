"""A rehearsal tenant over real HTTP, with a clock that only moves when it is told to."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from sandbox.organization.generate import generate
from sandbox.organization.organization import Account, Organization
from sandbox.organization.personas import ALEX, DOMAIN, TENANT
from sandbox.organization.products import CATALOG
from sandbox.server import create_app
from sandbox.state import TENANT as TENANT_KEY
from sandbox.tenant import Tenant

E3, E5, PROJECT = (
    CATALOG[p].id for p in ("ENTERPRISEPACK", "ENTERPRISEPREMIUM", "PROJECTPROFESSIONAL")
)
EVENTUAL = {"ConsistencyLevel": "eventual"}
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Rehearsal:
    """The server and someone who calls it."""

    server: TestServer
    session: ClientSession
    clock: Clock
    tenant: Tenant
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def graph(self) -> str:
        return str(self.server.make_url("/graph/v1.0"))

    async def sign_in(self, **form: str) -> tuple[int, dict[str, Any]]:
        url = self.server.make_url(f"/entra/{TENANT}/oauth2/v2.0/token")
        async with self.session.post(url, data=form) as answer:
            return answer.status, await answer.json()

    async def token(self, person: str) -> str:
        """A token for a person by object id; "app" for the app."""
        if person not in self.tokens:
            form = {"grant_type": JWT_BEARER, "assertion": f"rehearsal:{person}"}
            if person == "app":
                form = {"grant_type": "client_credentials"}
            _, body = await self.sign_in(**form)
            self.tokens[person] = body["access_token"]
        return self.tokens[person]

    async def get(
        self, path: str, who: str = ALEX.oid, eventual: bool = False, **query: str
    ) -> tuple[int, dict[str, Any]]:
        """GET below /v1.0 or a whole address; query options without their dollar sign."""
        url = path if path.startswith("http") else self.graph + path
        headers = {
            "Authorization": f"Bearer {await self.token(who)}",
            **(EVENTUAL if eventual else {}),
        }
        params = {f"${name}": value for name, value in query.items()}
        async with self.session.get(url, headers=headers, params=params or None) as answer:
            return answer.status, await answer.json()

    async def names(self, **query: str) -> list[str]:
        """Display names of the first page of an advanced query for users."""
        status, body = await self.get("/users", eventual=True, count="true", **query)
        assert status == 200, body
        return [user["displayName"] for user in body["value"]]

    async def assign(
        self, person: str, remove: Any = (), add: Any = (), who: str = ALEX.oid
    ) -> tuple[int, dict[str, Any]]:
        body = {"addLicenses": list(add), "removeLicenses": list(remove)}
        return await self.post(f"/users/{person}/assignLicense", body, who)

    async def post(self, path: str, body: Any, who: str = ALEX.oid) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {await self.token(who)}"}
        async with self.session.post(self.graph + path, headers=headers, json=body) as answer:
            return answer.status, await answer.json()

    async def control(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        url = self.server.make_url(f"/_sandbox/{path}")
        async with self.session.request(method, url, json=body) as answer:
            return answer.status, await answer.json() if answer.content_type.endswith(
                "json"
            ) else None

    async def states(self, person: str) -> list[tuple[str, str | None]]:
        """Product and group of each assignment, as Graph shows them."""
        _, body = await self.get(f"/users/{person}", select="licenseAssignmentStates")
        return [(s["skuId"], s["assignedByGroup"]) for s in body["licenseAssignmentStates"]]

    def account(self, name: str) -> Account:
        """Someone by the first part of the address."""
        return self.tenant.person(f"{name}@{DOMAIN}")


@pytest.fixture(scope="session")
def organization() -> Organization:
    return generate(1_200, seed=7)


@pytest.fixture
async def rehearsal(organization: Organization) -> AsyncIterator[Rehearsal]:
    clock = Clock()
    app = create_app(organization, clock=clock)
    server = TestServer(app)
    async with server, ClientSession() as session:
        yield Rehearsal(server, session, clock, app[TENANT_KEY])
