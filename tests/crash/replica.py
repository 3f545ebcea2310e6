"""The real bot as a process of its own, which may be killed, stopped and woken."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from settings import Settings
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
#: Seconds within which a bot is ready, with others on the same machine.
READY = 180.0


@dataclass(slots=True)
class Replica:
    """One bot."""

    settings: Settings
    log: Path
    session: aiohttp.ClientSession
    #: Where its code lies.
    root: Path = ROOT
    port: int = 0
    process: asyncio.subprocess.Process | None = None
    #: Answers, as far as one knows.
    up: bool = False

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        self.port = self.port or free_port()
        clean = {k: v for k, v in os.environ.items() if not k.startswith("UNASSIGN_")}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, str(self.root / "app.py"), "serve"),
                env=clean | self.environment,
                cwd=self.root,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(READY):
            while not await self.ready():
                assert self.process.returncode is None, self.log.read_text()[-3000:]
                await asyncio.sleep(0.05)
        self.up = True

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.up = False
        self._send(signal.SIGKILL)
        if self.process is not None:
            await self.process.wait()

    async def end(self) -> int:
        """Tell it to end, and wait until it has; its exit code."""
        self._send(signal.SIGTERM)
        assert self.process
        return await self.process.wait()

    def stand_still(self) -> None:
        """Stop it in the middle of whatever it does."""
        self.up = False
        self._send(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)
        self.up = True

    def _send(self, what: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(what)

    @property
    def environment(self) -> dict[str, str]:
        """Its settings."""
        settings = self.settings
        # A version before may not know this one, and does not start with what it does not know.
        policy = {"UNASSIGN_POLICY_FILE": str(settings.policy_file)} if settings.policy_file else {}
        return policy | {
            "UNASSIGN_PORT": str(self.port),
            "UNASSIGN_REHEARSAL_URL": settings.rehearsal_url,
            "UNASSIGN_REHEARSAL_SPEED": str(settings.rehearsal_speed),
            "UNASSIGN_TENANT_ID": settings.tenant_id,
            "UNASSIGN_DATABASE_URL": settings.database_url,
            "UNASSIGN_LINK_KEY": settings.link_key.get_secret_value(),
            "UNASSIGN_DRAIN_SECONDS": str(settings.drain_seconds),
        }

    async def ready(self) -> bool:
        """Whether it says that it can work."""
        try:
            async with self.session.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False
