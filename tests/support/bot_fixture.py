"""The test environment over real HTTP: the rehearsal tenant, the bot, and people who use it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web
from cryptography.fernet import Fernet

from bot.http.connections import LimitedSite
from cards.words.catalog import Language
from cards.words.languages import ALL_LANGUAGES
from sandbox.entra.registration import SECRET
from sandbox.organization import personas
from sandbox.organization.generate import generate
from sandbox.organization.organization import Organization
from sandbox.server import create_app
from settings import Settings
from tests.support.chat import Chat
from tests.support.ledger import url, with_tables
from tests.support.ports import free_port
from tests.support.seen import Json
from tests.support.shifted_clock import ShiftedClock
from wiring.application import application
from wiring.timing import Timing

#: The app registration of a signed rehearsal.
APP_ID = personas.BOT_ID.removeprefix("28:")
#: Activities that a test may send at once as one person; the bot's own number is tested in
#: `tests/engine/turns/test_user_rate_limit.py`.
PATIENT = 100_000.0
_LINK_KEY = "the key that all replicas sign links with"


def in_a_file(folder: Path) -> str:
    """The address of a ledger in this folder."""
    return url(with_tables(folder / "ledger.db"))


#: Returns the URL of a test's ledger; `--database postgresql` replaces this function.
ledger_of: Callable[[Path], str] = in_a_file
#: How seldom a card of a run changes here; `tests/scenarios/test_holding_runs.py` has the bot's
#: own time.
QUICK = timedelta(seconds=0.4)
#: What the bot may send into one chat here; what Teams allows is tested in
#: `tests/bot/connector/test_rate_limit.py`.
UNHURRIED = ((1_000, 1.0),)


@dataclass(slots=True)
class BotFixture:
    """The running environment, and access to the tenant without the bot."""

    sandbox_url: str
    bot_url: str
    session: aiohttp.ClientSession
    settings: Settings
    sandbox: web.Application
    #: The bot's clock.
    clock: ShiftedClock = field(default_factory=ShiftedClock)
    #: So many activities one person may send at once.
    burst: float = PATIENT
    #: What is still to be done when all of it ends.
    at_end: AsyncExitStack = field(default_factory=AsyncExitStack)
    #: A card of a run changes at most once in this time.
    edit_every: timedelta = QUICK
    #: Longer than in use, so that a busy machine gets the answer itself.
    answer_within: timedelta = timedelta(seconds=6)
    languages: tuple[Language, ...] = ALL_LANGUAGES
    #: Whether the bot goes by the rehearsal tenant's clock instead of its own.
    follows: bool = False
    _bot: web.AppRunner | None = None

    @property
    def ledger(self) -> dict[str, str]:
        """Where the ledger is, for another process."""
        settings = self.settings
        return {
            "UNASSIGN_DATABASE_URL": settings.database_url,
            "UNASSIGN_LINK_KEY": settings.link_key.get_secret_value(),
        }

    def chat(
        self,
        persona: personas.Persona = personas.ALEX,
        kind: str = "personal",
        timezone: str = "UTC",
        locale: str = "en-US",
    ) -> Chat:
        """A person at the client."""
        return Chat(self.sandbox_url, self.session, persona, kind, timezone, locale)

    async def start_bot(self) -> None:
        """Start the bot, on the port and the ledger that it had."""
        self._bot = await self._started(self.settings.port)

    @asynccontextmanager
    async def replica(self) -> AsyncIterator[str]:
        """Another bot on the same ledger; its address."""
        port = free_port()
        runner = await self._started(port)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            await runner.cleanup()

    async def _started(self, port: int) -> web.AppRunner:
        tempo = Timing(self.burst, UNHURRIED, self.edit_every, self.answer_within)
        clock = None if self.follows else self.clock
        bot = await application(self.settings, clock, tempo, existing=self.languages)
        runner = web.AppRunner(bot, access_log=None)
        await runner.setup()
        await LimitedSite(runner, "127.0.0.1", port).start()
        return runner

    async def stop_bot(self) -> None:
        """Stop the bot as a deployment does."""
        runner, self._bot = self._bot, None
        if runner is not None:
            await runner.cleanup()

    async def restart_bot(self) -> None:
        """Stop the bot and start it again."""
        await self.stop_bot()
        await self.start_bot()

    async def post(self, activity: Json, replica: str = "") -> tuple[int, Any]:
        """Send an activity to the bot, or a replica, as Teams would; returns status and body."""
        url = f"{replica or self.bot_url}/api/messages"
        async with self.session.post(url, json=activity) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if is_json else None

    async def graph(self, path: str, body: Json | None = None) -> Json:
        """Ask the tenant itself, as a License Administrator; with a body, change it."""
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": f"rehearsal:{personas.ADELE.oid}",
        }
        token_url = f"{self.sandbox_url}/entra/{personas.TENANT}/oauth2/v2.0/token"
        async with self.session.post(token_url, data=form) as answer:
            token = (await answer.json())["access_token"]
        headers = {"Authorization": f"Bearer {token}", "ConsistencyLevel": "eventual"}
        method = "GET" if body is None else "POST"
        url = f"{self.sandbox_url}/graph/v1.0{path}"
        async with self.session.request(method, url, headers=headers, json=body) as got:
            assert got.status < 300, await got.text()
            return dict(await got.json())

    async def id_of(self, person: str) -> str:
        """The object id of a person, by address."""
        return str((await self.graph(f"/users/{quote(person)}?$select=id"))["id"])

    async def states(self, person: str) -> list[Json]:
        """The license assignments of a person, by id or address."""
        user = await self.graph(f"/users/{quote(person)}?$select=licenseAssignmentStates")
        return list(user["licenseAssignmentStates"])

    async def direct(self, person: str) -> set[str]:
        """Ids of the products that a person holds directly."""
        return {s["skuId"] for s in await self.states(person) if s["assignedByGroup"] is None}

    async def assign(self, person: str, product: str) -> None:
        """Give a license to a person, as someone else in the admin center does."""
        change = {"addLicenses": [{"skuId": product}], "removeLicenses": []}
        await self.graph(f"/users/{quote(person)}/assignLicense", change)

    async def take(self, person: str, product: str) -> None:
        """Take a license from a person, as someone else in the admin center does."""
        change = {"addLicenses": [], "removeLicenses": [product]}
        await self.graph(f"/users/{quote(person)}/assignLicense", change)

    async def control(self, path: str, body: Json | list[Json], method: str = "POST") -> None:
        """Order something of the rehearsal tenant's controls."""
        url = f"{self.sandbox_url}/_sandbox/{path}"
        async with self.session.request(method, url, json=body) as answer:
            assert answer.status < 300, await answer.text()

    async def role(self, persona: personas.Persona, role: str, state: str = "active") -> None:
        """Give a person a role by its name, make it only eligible, or take it away ("none")."""
        await self.control(f"roles/{persona.oid}", {"role": role, "state": state}, "PUT")

    async def faults(self, *faults: Json) -> None:
        """Let the next matching calls to the tenant fail."""
        await self.control("faults", list(faults))

    async def fair_weather(self) -> None:
        """No faults any longer, and no latency."""
        await self.control("faults", {}, "DELETE")

    async def writes(self) -> list[Json]:
        """Every assignLicense call that the tenant saw."""
        async with self.session.get(f"{self.sandbox_url}/_sandbox/writes") as answer:
            return list(await answer.json())


@asynccontextmanager
async def open_bot(
    folder: Path,
    organization: Organization | None = None,
    *,
    bot: bool = True,
    signed: bool = False,
    burst: float = PATIENT,
    languages: tuple[Language, ...] = ALL_LANGUAGES,
    **settings: Any,
) -> AsyncIterator[BotFixture]:
    """Serve everything on free ports; without `bot` the rehearsal tenant only.

    `languages` are those of the bot. With `signed` everything is signed, and people sign in, as in
    a real tenant.
    """
    sandbox_port, bot_port = free_port(), free_port()
    sandbox_url, bot_url = f"http://127.0.0.1:{sandbox_port}", f"http://127.0.0.1:{bot_port}"
    app_id = APP_ID if signed else ""
    sandbox = create_app(
        organization or generate(200, 1), bot_url=bot_url, public_url=sandbox_url, app_id=app_id
    )
    if signed:
        key = Fernet.generate_key().decode()
        registered = {"app_id": APP_ID, "app_password": SECRET, "token_keys": key}
        settings = registered | settings
    runner = web.AppRunner(sandbox, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", sandbox_port).start()
    bot_settings = Settings(
        port=bot_port,
        rehearsal_url=sandbox_url,
        tenant_id=personas.TENANT,
        **_ledger(folder) | settings,
    )
    async with aiohttp.ClientSession() as session:
        env = BotFixture(
            sandbox_url, bot_url, session, bot_settings, sandbox, burst=burst, languages=languages
        )
        try:
            if bot:
                await env.start_bot()
            yield env
        finally:
            await env.at_end.aclose()
            await env.stop_bot()
            await runner.cleanup()


def _ledger(folder: Path) -> dict[str, str]:
    url = ledger_of(folder)
    return {"database_url": url} | ({} if url.startswith("sqlite") else {"link_key": _LINK_KEY})
