"""One database, some replicas, and anyone who kills them while plans are carried out."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError

from engine.runs.batch_writer import LEASE
from sandbox.organization.personas import ALEX
from sandbox.state import TENANT
from sandbox.tenant import Tenant
from tests.crash.findings import Findings, held, judge, newest_run
from tests.crash.front import Front
from tests.crash.people import CHOSEN, Crowd
from tests.crash.replica import Replica
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.journeys import BOXES
from tests.support.postgres import PostgresServer

#: The quota comes back so much faster than in life, and a read can be believed so much sooner; so
#: a run is bound by the machine alone.
SPEED: Final = 10.0
#: Seconds that a directory may lag, within what is believed.
LAG: Final = 0.3
#: Seconds between a replica that is ready and its death.
_LIFE: Final = (0.4, 1.6)
#: Seconds in which someone must get through once no one is killed any longer.
_PATIENCE: Final = 120.0
#: Seconds for a card of 2,000 people, with others on the same machine.
_SOON: Final = 120.0
#: So many people are held by all when one replica stands still.
_HELD: Final = 24
#: Seconds that a replica stands still: longer than any lease.
_STILL: Final = 13.0
_KEY: Final = "the key that all replicas sign links with"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Play:
    """Everything that runs."""

    env: BotFixture
    crowd: Crowd
    replicas: list[Replica]
    chat: Chat
    chance: random.Random
    server: PostgresServer | None = None
    found: Findings = field(default_factory=Findings)
    #: Seconds until others had claimed whom a stopped replica held.
    takeovers: list[float] = field(default_factory=list)
    runs: int = 0

    @property
    def url(self) -> str:
        """The ledger's address."""
        return self.env.settings.database_url

    @property
    def tenant(self) -> Tenant:
        """The tenant itself."""
        return self.env.sandbox[TENANT]

    async def start(self) -> str:
        """Have a plan for everyone carried out; returns the run."""
        self.runs += 1
        self.tenant.reset()
        earlier = await newest_run(self.url)
        await self.chat.press("By product")
        await self.chat.until_card("1 of 4")
        await self.chat.press("Next", {"products": ",".join(CHOSEN)})
        await self.chat.until_card("2 of 4")
        await self.chat.press("Preview", {"paste": "\n".join(self.crowd.addresses)})
        await self.chat.until_card("3 of 4")
        await self.chat.press("Continue")
        await self.chat.until_card("4 of 4")
        self.crowd.drift(self.tenant)
        # What no one can read yet, no one can skip.
        await asyncio.sleep(2 * LAG)
        await self.chat.press("Remove", BOXES)
        while True:
            newest = await newest_run(self.url)
            if newest and newest != earlier and (not earlier or newest[0] != earlier[0]):
                return newest[0]
            await asyncio.sleep(0.05)

    async def kill_until(self, run: str, kills: int, share: float = 0.93) -> None:
        """Kill one after the other at random moments, until so many died or the run is nearly done.

        Anyone who died is started again at once, and may die again while others still start.
        """
        starting: set[asyncio.Task[None]] = set()
        try:
            while self.found.kills < kills and await self.going(run, share):
                await self._somebody_up(starting)
                await asyncio.sleep(self.chance.uniform(*_LIFE))
                up = [replica for replica in self.replicas if replica.up]
                if not up or not await self.going(run, share):
                    continue
                victim = self.chance.choice(up)
                await victim.kill()
                self.found.kills += 1
                starting.add(asyncio.create_task(victim.start()))
        finally:
            await asyncio.gather(*starting)

    async def _somebody_up(self, starting: set[asyncio.Task[None]]) -> None:
        while not any(replica.up for replica in self.replicas):
            begun = [task for task in starting if not task.done()]
            await asyncio.wait(begun, return_when=asyncio.FIRST_COMPLETED)

    async def going(self, run: str, share: float = 1.0) -> bool:
        """Whether a run still has something to do."""
        _, ended, finished = await self.state()
        return not ended and finished < share * self.crowd.size

    async def stand_still(self, run: str) -> None:
        """Stop one replica for longer than its leases, and see how soon others do its work."""
        victim = self.chance.choice(self.replicas)
        # Some of so many are the victim's.
        while (  # noqa: ASYNC110
            len(await patiently(held, self.url, run)) < _HELD and await self.going(run)
        ):
            await asyncio.sleep(0.02)
        victim.stand_still()
        since = time.monotonic()
        claims = await patiently(held, self.url, run)
        # Those who live renew what they hold.
        last = datetime.now(UTC) + LEASE
        while any(  # noqa: ASYNC110
            claim in claims and until <= last
            for claim, until in (await patiently(held, self.url, run)).items()
        ):
            await asyncio.sleep(0.1)
        self.takeovers.append(time.monotonic() - since)
        await asyncio.sleep(max(0.0, _STILL - (time.monotonic() - since)))
        victim.wake()

    async def restart_database(self) -> None:
        """Crash the database, and start it again after a while."""
        assert self.server
        await asyncio.to_thread(self.server.stop, "SIGQUIT")
        await asyncio.sleep(1.5)
        await asyncio.to_thread(self.server.start)

    async def end(self, run: str) -> None:
        """Wait until a run has ended, and judge it."""
        reached, since = -1, time.monotonic()
        while True:
            _, ended, finished = await self.state()
            if ended:
                break
            if finished > reached:
                reached, since = finished, time.monotonic()
            elif time.monotonic() - since > _PATIENCE:
                self.found.fault("lost", 1, f"the run {run} does not end")
                break
            await asyncio.sleep(0.2)
        # Anyone who was woken late has the time to do harm.
        await asyncio.sleep(1)
        await judge(self.url, run, self.crowd, self.tenant, self.found)

    async def state(self) -> tuple[str, bool, int]:
        """The newest run, whether it has ended, and how many are through; waits for a ledger."""
        while True:
            try:
                newest = await newest_run(self.url)
            except Exception:
                await asyncio.sleep(0.2)
                continue
            assert newest
            return newest

    async def fresh_card(self) -> None:
        """Begin again in the chat, whatever stands there."""
        await self.chat.write("hi")
        await self.chat.until_card("Unassign licenses")


async def patiently(look: Callable[P, Awaitable[T]], *args: P.args, **more: P.kwargs) -> T:
    """Look into the ledger, once the database is there."""
    while True:
        try:
            return await look(*args, **more)
        except DBAPIError:
            await asyncio.sleep(0.2)


@asynccontextmanager
async def play(
    folder: Path, size: int, count: int, *, seed: int, server: PostgresServer | None = None
) -> AsyncIterator[Play]:
    """So many replicas, on PostgreSQL where there is a server, else one on SQLite."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240
    crowd = Crowd(size)
    url = server.url(server.create()) if server else f"sqlite+aiosqlite:///{folder}/ledger.db"
    async with open_bot(
        folder,
        crowd.organization(),
        bot=False,
        database_url=url,
        link_key=_KEY,
        rehearsal_speed=SPEED,
    ) as env:
        replicas = [
            Replica(env.settings, folder / f"bot-{n}.log", env.session) for n in range(count)
        ]
        front = await Front(replicas, env.session).serve(env.settings.port)
        try:
            for replica in replicas:
                await replica.start()
            await env.control("settings", {"lag": LAG}, "PATCH")
            chat = await replace(env.chat(ALEX), soon=_SOON).open()
            yield Play(env, crowd, replicas, chat, random.Random(seed), server)
        finally:
            for replica in replicas:
                await replica.kill()
            await front.cleanup()
