"""The rehearsal's Entra over HTTP, with MSAL as its client and a person at the window."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, TypeVar

import pytest
import requests
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from msal.application import ConfidentialClientApplication

from sandbox.organization.generate import generate
from sandbox.organization.organization import Organization
from sandbox.organization.personas import TENANT, Persona
from sandbox.server import create_app
from tests.support.ports import free_port

APP_ID = "11111111-2222-4333-8444-555555555555"
SECRET = "a secret of this test"
GRAPH = "https://graph.microsoft.com"
READ, WRITE = f"{GRAPH}/User.Read.All", f"{GRAPH}/LicenseAssignment.ReadWrite.All"
BOT = "http://127.0.0.1:9"
BACK = f"{BOT}/auth/callback"
AUTHORITY = "https://login.rehearsal.invalid"

T = TypeVar("T")
Json = dict[str, Any]


@dataclass
class Answer:
    """What MSAL reads of an answer."""

    status_code: int
    text: str
    headers: Any

    def raise_for_status(self) -> None:
        assert self.status_code < 400, self.text


class MappedHttp:
    """Takes MSAL, which insists on https in all addresses, to the rehearsal."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()

    def get(self, url: str, **options: Any) -> Answer:
        return self._answer(self._session.get(self.outward(url), **options))

    def post(self, url: str, **options: Any) -> Answer:
        return self._answer(self._session.post(self.outward(url), **options))

    def outward(self, url: str) -> str:
        """Where a browser goes instead."""
        return url.replace(AUTHORITY, f"{self._url}/entra")

    def close(self) -> None:
        self._session.close()

    def _answer(self, response: requests.Response) -> Answer:
        text = response.text.replace(f"{self._url}/entra", AUTHORITY)
        return Answer(response.status_code, text, response.headers)


@dataclass
class Entra:
    url: str
    session: ClientSession
    clock: "Clock"
    http: MappedHttp

    async def client(self, **options: Any) -> Any:
        """A fresh MSAL client; it asks for metadata when it is made."""
        return await self.run(lambda: self._client(**options))

    def _client(self, credential: Any = SECRET, app_id: str = APP_ID, **options: Any) -> Any:
        return ConfidentialClientApplication(  # type: ignore[no-untyped-call]
            app_id,
            client_credential=credential,
            authority=f"{AUTHORITY}/{TENANT}",
            instance_discovery=False,
            http_client=self.http,
            **options,
        )

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        url = f"{self.url}/_sandbox/{path}"
        async with self.session.request(method, url, json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.content_type == "application/json" else None

    async def silent(self, who: str = "alex") -> str:
        """The Teams client's token."""
        return str((await self.control("GET", f"entra/people/{who}/token"))["token"])

    async def on_behalf_of(
        self, token: str, *scopes: str, client: Any = None, **options: Any
    ) -> Json:
        app = client or await self.client(**options)
        asked = list(scopes or [f"{GRAPH}/.default"])
        return await self.run(lambda: dict(app.acquire_token_on_behalf_of(token, asked)))

    async def graph(self, token: str, path: str = "/users?$top=1") -> tuple[int, Json, str]:
        """GET from Graph: status, body, WWW-Authenticate."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self.session.get(f"{self.url}/graph/v1.0{path}", headers=headers) as answer:
            said = answer.headers.get("WWW-Authenticate", "")
            return answer.status, await answer.json(), said


@dataclass
class Browser:
    """A person at the sign-in window."""

    session: ClientSession
    page: str = ""
    status: int = 0
    location: str = ""

    async def open(self, url: str) -> "Browser":
        await self._take(self.session.get(url, allow_redirects=False))
        return self

    async def answer(self, **form: str) -> "Browser":
        found = re.search(r'action="([^"]+)"', self.page)
        assert found, self.page
        target = unescape(found[1])
        await self._take(self.session.post(target, data=form, allow_redirects=False))
        return self

    async def choose(self, persona: Persona) -> "Browser":
        return await self.answer(person=persona.oid)

    @property
    def title(self) -> str:
        found = re.search(r"<title>([^<]*)", self.page)
        return found[1] if found else ""

    @property
    def posted(self) -> dict[str, str]:
        """What a form that sends itself carries."""
        pairs = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.page)
        return {name: unescape(value) for name, value in pairs}

    async def _take(self, asking: Any) -> None:
        async with asking as answer:
            self.status, self.page = answer.status, await answer.text()
            self.location = answer.headers.get("Location", "")


class Clock:
    """The real time, turned forward by a test: MSAL looks at the real one."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def organization() -> Organization:
    return generate(150, seed=3)


@pytest.fixture
def certificate() -> str:
    """The app's certificate; a test that needs one gives its own."""
    return ""


@pytest.fixture
async def entra(organization: Organization, certificate: str) -> AsyncIterator[Entra]:
    port, clock = free_port(), Clock()
    url = f"http://127.0.0.1:{port}"
    app = create_app(
        organization,
        bot_url=BOT,
        public_url=url,
        clock=clock,
        app_id=APP_ID,
        app_secret=SECRET,
        app_certificate=certificate,
    )
    http = MappedHttp(url)
    async with TestServer(app, port=port), ClientSession() as session:
        yield Entra(url, session, clock, http)
    http.close()


@pytest.fixture
async def browser(entra: Entra) -> Browser:
    return Browser(entra.session)
