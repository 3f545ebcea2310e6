"""Two replicas of the bot on one ledger, and presses sent to either of them."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import web

from cards.kit.actions import Verb
from ledger import Ledger
from ledger.ledger import open_ledger
from sandbox.organization.organization import Organization
from sandbox.organization.personas import Persona
from sandbox.teams.chats import TEAM_ID
from tests.support.activities import invoke
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.bot_process import BotProcess
from tests.support.ports import free_port
from tests.support.seen import Json
from wiring.application import application

#: Signs the download links of both.
KEY = "a key that both of them know, for links"


@dataclass(slots=True)
class Replica:
    """One bot; `env` knows its address."""

    env: BotFixture
    _app: web.AppRunner | None = None
    _process: BotProcess | None = None

    async def start(self, *, process: bool) -> "Replica":
        """Start it in a process of its own, or in this one."""
        if process:
            self._process = await BotProcess.start(self.env, ("-m", "tests.races.bot"))
            return self
        self._app = web.AppRunner(
            await application(self.env.settings, self.env.clock), access_log=None
        )
        await self._app.setup()
        await web.TCPSite(self._app, "127.0.0.1", self.env.settings.port).start()
        return self

    async def stop(self) -> None:
        """Stop it, however it was started."""
        if self._process is not None:
            await self._process.kill()
        if self._app is not None:
            await self._app.cleanup()

    async def press(
        self, persona: Persona, verb: Verb, token: str, where: str, **inputs: str
    ) -> Json:
        """Press a button of a request; returns the value of the answer."""
        data = {"unassign": {"verb": verb.value, "token": token}, **inputs}
        activity = invoke(self.env, data, persona=persona, conversation=where)
        activity["id"] = uuid.uuid4().hex
        if where.startswith("19:"):
            activity["conversation"] |= {"conversationType": "channel", "isGroup": True}
            activity["channelData"] |= {"team": {"id": TEAM_ID}}
        status, body = await self.env.post(activity)
        assert status == 200, (status, body)
        return dict(body)


@dataclass(slots=True)
class Replicas:
    """Both of them, and their ledger."""

    env: BotFixture
    first: Replica
    second: Replica
    ledger: Ledger


@asynccontextmanager
async def open_replicas(
    folder: Path, address: str, organization: Organization, *, processes: bool, **settings: Any
) -> AsyncIterator[Replicas]:
    """Serve a rehearsal tenant and two bots on the ledger at `address`."""
    shared: dict[str, Any] = {"database_url": address, "link_key": KEY}
    async with open_bot(folder, organization, bot=False, **shared, **settings) as env:
        port = free_port()
        other = replace(
            env,
            bot_url=f"http://127.0.0.1:{port}",
            settings=env.settings.model_copy(update={"port": port}),
        )
        first, second = Replica(env), Replica(other)
        ledger = await open_ledger(address)
        try:
            await first.start(process=processes)
            await second.start(process=processes)
            yield Replicas(env, first, second, ledger)
        finally:
            await first.stop()
            await second.stop()
            await ledger.close()
