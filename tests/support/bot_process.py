"""The bot as a process of its own, which a test may kill."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from sandbox.organization import personas
from tests.support.bot_fixture import BotFixture

ROOT = Path(__file__).parents[2]
#: Seconds within which the bot is ready, with others on the same machine.
READY = 180.0


@dataclass(slots=True)
class BotProcess:
    """`app.py serve` with the settings of an environment."""

    env: BotFixture
    process: asyncio.subprocess.Process

    @classmethod
    async def start(
        cls, env: BotFixture, command: Sequence[str] = (str(ROOT / "app.py"), "serve")
    ) -> "BotProcess":
        """Start it and wait until it is ready; `command` is what Python runs."""
        settings = env.settings
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("UNASSIGN_")},
            "UNASSIGN_PORT": str(settings.port),
            "UNASSIGN_REHEARSAL_URL": settings.rehearsal_url,
            "UNASSIGN_TENANT_ID": personas.TENANT,
            **env.ledger,
            "UNASSIGN_POLICY_FILE": str(settings.policy_file or ""),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            env=environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL,
        )
        started = cls(env, process)
        env.at_end.push_async_callback(started.kill)
        await started._ready()
        return started

    async def kill(self) -> None:
        """End it as a power cut does, if it has not ended."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def _ready(self) -> None:
        async with asyncio.timeout(READY):
            while not await self._answers():
                assert self.process.returncode is None, "the bot did not start"
                await asyncio.sleep(0.05)

    async def _answers(self) -> bool:
        try:
            async with self.env.session.get(f"{self.env.bot_url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False
